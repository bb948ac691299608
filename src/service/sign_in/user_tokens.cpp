// SPDX-License-Identifier: MIT
#include "service/sign_in/user_tokens.hpp"

#include "base/json.hpp"
#include "base/log.hpp"
#include "base/try.hpp"
#include "oauth/claims_challenge.hpp"
#include "oauth/grants/refresh_token.hpp"
#include "service/credential/client_credential.hpp"
#include "service/requested_token.hpp"
#include "service/sign_in/sign_in.hpp"

#include <optional>

namespace entra_auth::service {
namespace {

class UserTokens {
 public:
  UserTokens(const Profile& profile, const GrantContext& context, const SignInOptions& options,
             const KeptSignIn& kept, Clock& clock, std::vector<std::string>& warnings)
      : profile_(profile),
        context_(context),
        options_(options),
        kept_(kept),
        clock_(clock),
        warnings_(warnings) {}

  Result<UserToken> get() {
    auto found = find();
    if (!found) {
      // A user can do without it, by signing in again.
      if (options_.user_agent == nullptr) return fail(std::move(found).error());
      options_.user_agent->say(found.error().message + "; please sign in again");
      found = std::nullopt;
    }
    const auto& current = *found;
    if (!current && options_.user_agent == nullptr) return fail(no_user(std::nullopt));
    TRY(auto request, user_request(profile_, context_, warnings_));
    std::optional<Error> refusal;
    if (current && !options_.sign_in_anew) {
      auto refreshed = refresh(request, *current);
      if (refreshed || !needs_user(refreshed.error())) return refreshed;
      refusal = std::move(refreshed).error();
      log::reason("the refresh token was not accepted: " + refusal->message);
    }
    if (options_.user_agent == nullptr) return fail(no_user(refusal));
    if (refusal && !refusal->claims.empty()) take_claims(refusal->claims, request);
    return ask_user(std::move(request), current);
  }

 private:
  [[nodiscard]] Result<std::optional<cache::SignIn>> find() const {
    if (kept_.store == nullptr) return std::nullopt;
    return kept_.store->find(kept_.key);
  }

  /// RFC 6749 section 5.2: `invalid_grant` means that the refresh token is expired or revoked; for
  /// scopes that were never granted, issuers other than Entra send `invalid_scope`.
  [[nodiscard]] bool needs_user(const Error& error) const {
    if (error.kind == ErrorKind::network) return false;
    return error.kind == ErrorKind::interaction_required || is_refused(error) ||
           (error.error == "invalid_scope" && profile_.provider == Provider::oidc);
  }

  [[nodiscard]] static bool is_refused(const Error& error) {
    return error.error == "invalid_grant";
  }

  /// What is kept now, if it is not the token that was just sent.
  [[nodiscard]] std::optional<cache::SignIn> find_other_than(const Secret& sent) const {
    auto latest = find().value_or(std::nullopt);
    if (latest && latest->refresh_token.expose() == sent.expose()) latest.reset();
    return latest;
  }

  /// RFC 6749 section 6: no more than was granted. Without consent to `offline_access` issuers
  /// silently drop it from the grant, and would refuse it here.
  [[nodiscard]] Result<std::vector<std::string>> granted_scopes() const {
    TRY(auto scopes, requested_scopes(profile_));
    std::erase(scopes, "offline_access");
    return scopes;
  }

  Result<UserToken> refresh(const oauth::ClientRequest& request, cache::SignIn current) {
    oauth::RefreshToken grant{request};
    if (profile_.provider == Provider::oidc) {
      TRY(grant.scopes, granted_scopes());
    }
    grant.refresh_token = current.refresh_token;
    auto tokens = acquire(grant, context_.transport, context_.clock, context_.deadline);
    if (!tokens && is_refused(tokens.error())) {
      // Another process that had no lock may have replaced it in the meantime.
      if (const auto latest = find_other_than(grant.refresh_token)) {
        log::reason("another process has renewed the refresh token");
        current = *latest;
        grant.refresh_token = current.refresh_token;
        tokens = acquire(grant, context_.transport, context_.clock, context_.deadline);
      }
      // A refusal that a sign-in can lift concerns this request: the token is still good for
      // others.
      if (!tokens && is_refused(tokens.error()) &&
          tokens.error().kind == ErrorKind::server_refused &&
          !find_other_than(grant.refresh_token)) {
        kept_.store->remove(kept_.key);
      }
    }
    if (!tokens) return tl::unexpected<Error>(std::move(tokens).error());
    if (tokens->refresh_token.expose() != current.refresh_token.expose()) {
      current.refresh_token = std::move(tokens->refresh_token);
      keep(current);
    }
    return UserToken{.token = std::move(tokens->token), .is_same_user = true};
  }

  Result<UserToken> ask_user(oauth::ClientRequest request,
                             const std::optional<cache::SignIn>& before) {
    GrantContext context = context_;
    context.deadline = options_.deadline;
    if (profile_.auth_method == AuthMethod::federated) {
      // The assertion is fetched when the code is exchanged, which may be minutes from now.
      TRY(request.client.authentication, load_credential(profile_, context, warnings_));
    }
    TRY(auto signed_in, sign_in(profile_, context, request, *options_.user_agent, clock_));
    const bool is_same =
        before && !signed_in.user.id.empty() && before->user_id == signed_in.user.id;
    if (!signed_in.tokens.refresh_token.empty()) {
      keep({.refresh_token = std::move(signed_in.tokens.refresh_token),
            .user_id = signed_in.user.id,
            .user_name = signed_in.user.name});
    } else {
      log::reason("the server sent no refresh token: the next token needs a sign-in again");
      if (kept_.store != nullptr && !is_same) kept_.store->remove(kept_.key);
    }
    return UserToken{.token = std::move(signed_in.tokens.token), .is_same_user = is_same};
  }

  void keep(const cache::SignIn& sign_in) {
    std::string problem = "there is no folder to keep the refresh token in";
    if (kept_.store != nullptr) {
      const auto stored = kept_.store->store(kept_.key, sign_in);
      if (stored) return;
      problem = stored.error().message;
      // The stored one is used up, or another user's.
      kept_.store->remove(kept_.key);
    }
    warnings_.push_back("you will have to sign in again next time: " + problem);
  }

  void take_claims(const std::string& challenge, oauth::ClientRequest& request) const {
    if (const auto claims = parse_json_object(challenge)) {
      request.claims = oauth::claims_parameter(*claims, profile_.client_capabilities);
    }
  }

  [[nodiscard]] Error no_user(const std::optional<Error>& refusal) const {
    const std::string who = "profile " + profile_.name;
    Error error = refusal.value_or(Error{.error = "interaction_required"});
    error.kind = ErrorKind::interaction_required;
    error.message = who + " needs a user to sign in, which is not possible here (" +
                    options_.no_prompt_reason + ")" +
                    (refusal ? "; " + refusal->message : std::string());
    const std::string command = options_.command.empty()
                                    ? "entra-auth-cli get-token -p " + profile_.name
                                    : options_.command;
    error.hints.insert(error.hints.begin(), "run this once in a terminal: " + command);
    error.hints.emplace_back(
        "for scripts without a user, use flow client-credentials, managed-identity or "
        "on-behalf-of");
    return error;
  }

  const Profile& profile_;
  const GrantContext& context_;
  const SignInOptions& options_;
  const KeptSignIn& kept_;
  Clock& clock_;
  std::vector<std::string>& warnings_;
};

}  // namespace

Result<UserToken> get_user_token(const Profile& profile, const GrantContext& context,
                                 const SignInOptions& options, const KeptSignIn& kept, Clock& clock,
                                 std::vector<std::string>& warnings) {
  return UserTokens(profile, context, options, kept, clock, warnings).get();
}

}  // namespace entra_auth::service
