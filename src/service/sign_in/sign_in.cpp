// SPDX-License-Identifier: MIT
#include "service/sign_in/sign_in.hpp"

#include "base/try.hpp"
#include "oauth/authority.hpp"
#include "oauth/authorization.hpp"
#include "oauth/claims_challenge.hpp"
#include "oauth/grants/authorization_code.hpp"
#include "oauth/grants/device_code.hpp"
#include "os/random.hpp"
#include "service/grant_request.hpp"
#include "service/requested_token.hpp"
#include "service/server.hpp"

#include <algorithm>
#include <optional>

namespace entra_auth::service {
namespace {

constexpr const char* kRedirectUri = "http://localhost";

/// `openid` asks for an id_token, which says who has signed in; Entra needs `profile` to put the
/// object id into it. Without `offline_access` the next token would need another sign-in.
std::vector<std::string> with_identity_scopes(std::vector<std::string> scopes, Provider provider) {
  for (const std::string_view scope : {"openid", "profile", "offline_access"}) {
    if (scope == "profile" && provider != Provider::entra) continue;
    if (std::ranges::find(scopes, scope) == scopes.end()) scopes.emplace_back(scope);
  }
  return scopes;
}

Result<oauth::SignedInUser> check_user(const TokenSet& tokens, const Profile& profile,
                                       const SignInIssuer& issuer, const std::string& nonce,
                                       Timestamp now) {
  if (tokens.id_token.empty()) return oauth::SignedInUser();
  return oauth::check_id_token(tokens.id_token,
                               {.client_id = oauth::canonical_guid(profile.client_id),
                                .issuers = issuer.issuers,
                                .nonce = nonce},
                               now);
}

/// One sign-in with a browser, from the address that it opens until the code is exchanged.
class BrowserSignIn {
 public:
  BrowserSignIn(const Profile& profile, const GrantContext& context,
                const oauth::ClientRequest& request, std::string redirect_uri, SignInIssuer issuer)
      : profile_(profile),
        context_(context),
        request_(request),
        redirect_uri_(std::move(redirect_uri)),
        issuer_(std::move(issuer)) {}

  [[nodiscard]] std::string url(const std::string& endpoint, oauth::ResponseMode mode) const {
    return oauth::authorization_url({.endpoint = endpoint,
                                     .client_id = profile_.client_id,
                                     .redirect_uri = redirect_uri_,
                                     .response_mode = mode,
                                     .scopes = request_.scopes,
                                     .resource = request_.resource,
                                     .state = state_,
                                     .nonce = nonce_,
                                     .code_challenge = pkce_.challenge,
                                     .prompt = profile_.prompt,
                                     .login_hint = profile_.login_hint,
                                     .domain_hint = profile_.domain_hint,
                                     .claims = request_.claims,
                                     .extra_parameters = profile_.extra_parameters});
  }

  /// Exchanges the code before the browser gets its page, so that the page can say how it went.
  [[nodiscard]] RedirectOutcome handle(const Form& parameters) {
    const auto code = oauth::read_authorization_response(
        parameters, {.state = state_,
                     .issuer = issuer_.issuers.size() == 1 && profile_.provider == Provider::oidc
                                   ? issuer_.issuers.front()
                                   : "",
                     .issuer_required = issuer_.issuer_in_response});
    if (!code) return {};
    result_ = *code ? redeem(**code) : tl::unexpected<Error>(code->error());
    if (!*result_) {
      return {.is_ours = true, .succeeded = false, .message = result_->error().message};
    }
    return {.is_ours = true, .succeeded = true, .message = (*result_)->user.name};
  }

  [[nodiscard]] Result<SignedIn> take_result() { return std::move(*result_); }

 private:
  [[nodiscard]] Result<SignedIn> redeem(const Secret& code) const {
    oauth::AuthorizationCode grant{request_};
    grant.code = code;
    grant.redirect_uri = redirect_uri_;
    grant.code_verifier = pkce_.verifier;
    TRY(auto tokens, acquire(grant, context_.transport, context_.clock, context_.deadline));
    TRY(auto user, check_user(tokens, profile_, issuer_, nonce_, context_.clock.now()));
    return SignedIn{std::move(tokens), std::move(user)};
  }

  const Profile& profile_;
  const GrantContext& context_;
  const oauth::ClientRequest& request_;
  const std::string redirect_uri_;
  const SignInIssuer issuer_;
  const std::string state_ = os::random_handle();
  const std::string nonce_ = os::random_handle();
  const oauth::Pkce pkce_ = oauth::make_pkce();
  std::optional<Result<SignedIn>> result_;
};

Result<SignedIn> with_browser(const Profile& profile, const GrantContext& context,
                              const oauth::ClientRequest& request, UserAgent& user_agent) {
  TRY(const auto endpoint, authorization_endpoint(profile, context));
  const auto issuer = sign_in_issuer(profile, context);
  TRY(const auto redirect,
      user_agent.open_redirect(
          {.redirect_uri = profile.redirect_uri.empty() ? kRedirectUri : profile.redirect_uri,
           .port = profile.port}));
  BrowserSignIn attempt(profile, context, request, redirect.uri, issuer);
  // A posted code never appears in an address; other servers may not support the mode.
  const auto mode = profile.provider == Provider::entra && !redirect.may_be_pasted
                        ? oauth::ResponseMode::form_post
                        : oauth::ResponseMode::query;
  TRY_VOID(user_agent.authorize(
      attempt.url(endpoint, mode),
      [&](const Form& parameters) { return attempt.handle(parameters); }, context.deadline));
  return attempt.take_result();
}

Result<SignedIn> with_device_code(const Profile& profile, const GrantContext& context,
                                  const oauth::ClientRequest& request, UserAgent& user_agent,
                                  Clock& clock) {
  TRY(const auto endpoint, device_authorization_endpoint(profile, context));
  const auto issuer = sign_in_issuer(profile, context);
  TRY(auto authorization, oauth::request_device_authorization(request, endpoint, context.transport,
                                                              clock, context.deadline));
  user_agent.show_device_code({.user_code = authorization.user_code,
                               .verification_uri = authorization.verification_uri,
                               .verification_uri_complete = authorization.verification_uri_complete,
                               .message = authorization.message});
  oauth::DeviceCode grant{request};
  grant.authorization = std::move(authorization);
  TRY(auto tokens, acquire(grant, context.transport, clock, context.deadline));
  TRY(auto user, check_user(tokens, profile, issuer, "", clock.now()));
  return SignedIn{std::move(tokens), std::move(user)};
}

}  // namespace

Result<oauth::ClientRequest> user_request(const Profile& profile, const GrantContext& context,
                                          std::vector<std::string>& warnings) {
  TRY(auto request, client_request(profile, context, warnings));
  request.scopes = with_identity_scopes(std::move(request.scopes), profile.provider);
  return request;
}

Result<SignedIn> sign_in(const Profile& profile, const GrantContext& context,
                         const oauth::ClientRequest& request, UserAgent& user_agent, Clock& clock) {
  return profile.flow == Flow::device_code
             ? with_device_code(profile, context, request, user_agent, clock)
             : with_browser(profile, context, request, user_agent);
}

}  // namespace entra_auth::service
