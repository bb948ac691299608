// SPDX-License-Identifier: MIT
// The authorization endpoint (RFC 6749 section 4.1.1): the user's part of a sign-in.
#include "base/json.hpp"
#include "base/text.hpp"
#include "os/random.hpp"
#include "sandbox/endpoints.hpp"
#include "sandbox/entra/authorize_request.hpp"
#include "sandbox/entra/sign_in_page.hpp"
#include "sandbox/entra/user_checks.hpp"
#include "sandbox/http/parameters.hpp"

namespace entra_auth::sandbox {
namespace {

constexpr std::string_view kAuthorizePath = "/oauth2/v2.0/authorize";

/// What the page's form adds to the application's parameters.
struct Choice {
  std::string username;
  bool cancelled = false;
};

Choice take_choice(NamedValues& parameters) {
  const Choice choice{.username = std::string(parameter(parameters, "username")),
                      .cancelled = !parameter(parameters, "cancel").empty()};
  std::erase_if(parameters, [](const auto& field) {
    return field.first == "username" || field.first == "cancel";
  });
  return choice;
}

Reply refuse_authorization(const Sandbox& sandbox, const Request& request,
                           const AuthorizeRefusal& refused, NamedValues more = {}) {
  if (!refused.target) return error_page(refused.refusal, request, sandbox.base_url);
  const Json body = entra_error_body(refused.refusal, request, sandbox.base_url);
  NamedValues parameters{{"error", string_or(body, "error")},
                         {"error_description", string_or(body, "error_description")},
                         {"error_uri", string_or(body, "error_uri")}};
  parameters.insert(parameters.end(), more.begin(), more.end());
  auto reply = redirect_reply(*refused.target, std::move(parameters));
  reply.code = code_text(refused.refusal);
  return reply;
}

Reply sign_in(Sandbox& sandbox, const AuthorizeRequest& asked, const User& user) {
  AuthorizationCode code{
      .grant = asked.grant,
      .redirect_uri = asked.target.uri,
      .code_challenge = asked.code_challenge,
      .expires = now() + std::chrono::seconds(sandbox.settings.get().authorization_code_lifetime)};
  code.grant.user = user;
  return redirect_reply(asked.target, {{"code", sandbox.authorization_codes.issue(std::move(code))},
                                       {"session_state", os::random_uuid()}});
}

/// Why the page must be shown. Returns nullopt if the browser's session is enough.
std::optional<Refusal> needs_page(const Sandbox& sandbox, const AuthorizeRequest& asked,
                                  const std::optional<User>& session) {
  const bool other_user = session && !asked.login_hint.empty() &&
                          !equals_ignoring_case(asked.login_hint, session->username);
  if (!session || other_user || (!asked.prompt.empty() && asked.prompt != "none")) {
    return Refusal{50058, "A silent sign-in request was sent but no user is signed in."};
  }
  if (!asked.grant.claims.acrs.empty() || !asked.grant.claims.capolids.empty()) {
    return Refusal{50076,
                   "Due to a configuration change made by your administrator, or because "
                   "you moved to a new location, you must use multi-factor authentication "
                   "to access the resource."};
  }
  auto grant = asked.grant;
  grant.user = *session;
  for (const auto& api : grant.scope.apis) {
    if (auto checked = check_policies(sandbox, grant, api.resource); !checked) {
      checked.error().error = "interaction_required";
      return checked.error();
    }
  }
  return std::nullopt;
}

Reply answer_get(Sandbox& sandbox, const Request& request, const AuthorizeRequest& asked) {
  const auto session = sandbox.browser_sessions.find(request);
  const auto reason = needs_page(sandbox, asked, session);
  if (!reason) return sign_in(sandbox, asked, *session);
  if (asked.prompt == "none") {
    return refuse_authorization(sandbox, request, {*reason, asked.target});
  }
  return sign_in_page(sandbox, asked, request.path);
}

Reply answer_post(Sandbox& sandbox, const Request& request, const AuthorizeRequest& asked,
                  const Choice& choice) {
  if (choice.cancelled) {
    return refuse_authorization(
        sandbox, request, {{65004, "User declined to consent to access the app."}, asked.target},
        {{"error_subcode", "cancel"}});
  }
  if (choice.username.empty() || asked.prompt == "none") return answer_get(sandbox, request, asked);
  const auto* user = sandbox.tenant.find_user(choice.username);
  if (user == nullptr) {
    return error_page({50034, "The user account " + choice.username + " does not exist in the " +
                                  sandbox.tenant.name +
                                  " directory. To sign into this application, the account must be "
                                  "added to the directory."},
                      request, sandbox.base_url);
  }
  auto reply = sign_in(sandbox, asked, *user);
  auto grant = asked.grant;
  grant.user = *user;
  remember_consent(sandbox, grant);
  reply.headers.emplace_back(
      "Set-Cookie", sandbox.browser_sessions.start(*user, sandbox.base_url.starts_with("https:")));
  return reply;
}

Reply answer_authorize(Sandbox& sandbox, const Request& request) {
  const bool post = request.method == "POST";
  if (!post && request.method != "GET") return method_not_allowed_reply();
  auto parameters = parse_form(post ? request.body : request.query);
  if (!parameters || (post && !is_form(request))) {
    return error_page(refuse_malformed_request().value(), request, sandbox.base_url);
  }
  const auto choice = post ? take_choice(*parameters) : Choice{};
  const auto asked = read_authorize_request(
      sandbox, tenant_of_path(request.path, kAuthorizePath).value_or(""), *parameters);
  if (!asked) return refuse_authorization(sandbox, request, asked.error());
  return post ? answer_post(sandbox, request, *asked, choice)
              : answer_get(sandbox, request, *asked);
}

}  // namespace

constinit const Endpoint kEntraAuthorize{
    "authorize",
    [](std::string_view path) { return tenant_of_path(path, kAuthorizePath).has_value(); },
    answer_authorize};

}  // namespace entra_auth::sandbox
