// SPDX-License-Identifier: MIT
#include "sandbox/entra/authorize_request.hpp"

#include "base/encoding.hpp"
#include "sandbox/entra/terms/request.hpp"
#include "sandbox/http/page.hpp"
#include "sandbox/http/parameters.hpp"

#include <algorithm>
#include <array>

namespace entra_auth::sandbox {
namespace {

constexpr std::array<std::string_view, 5> kPrompts{"", "login", "none", "consent",
                                                   "select_account"};

/// The application, and where the response may go. Nothing is sent anywhere before this is known.
Checked<void> read_application(AuthorizeRequest& request, const Sandbox& sandbox,
                               std::string_view tenant) {
  const auto& parameters = request.parameters;
  if (const auto name = repeated_parameter(parameters); !name.empty()) {
    return refuse(9000411, "The request is not properly formatted. The parameter '" +
                               std::string(name) + "' is duplicated.");
  }
  auto checked_tenant = user_tenant(sandbox.tenant, tenant);
  if (!checked_tenant) return tl::unexpected(checked_tenant.error());
  const auto client_id = parameter(parameters, "client_id");
  if (client_id.empty()) return refuse_missing_parameter("client_id");
  request.client = sandbox.tenant.clients.find(client_id);
  if (request.client == nullptr) {
    return tl::unexpected(unknown_client(client_id, sandbox.tenant.name));
  }
  const auto redirect_uri = parameter(parameters, "redirect_uri");
  if (redirect_uri.empty()) return refuse_missing_parameter("redirect_uri");
  const auto platform = find_platform(request.client->redirect_uris, redirect_uri);
  if (!platform) {
    return refuse(50011, "The redirect URI '" + std::string(redirect_uri) +
                             "' specified in the request does not match the redirect URIs "
                             "configured for the application '" +
                             request.client->id +
                             "'. Make sure the redirect URI sent in the request matches one added "
                             "to your application in the Azure portal.");
  }
  request.grant = {
      .client_id = request.client->id, .platform = *platform, .tenant = std::move(*checked_tenant)};
  request.target = {.uri = std::string(redirect_uri),
                    .form_post = parameter(parameters, "response_mode") == "form_post",
                    .state = std::string(parameter(parameters, "state"))};
  return {};
}

Checked<void> check_response(const NamedValues& parameters) {
  const auto type = parameter(parameters, "response_type");
  if (type.empty()) return refuse_missing_parameter("response_type");
  if (type != "code") {
    return refuse(
        70005, "response_type '" + std::string(type) + "' is not supported for the application.");
  }
  const auto mode = parameter(parameters, "response_mode");
  if (!mode.empty() && mode != "query" && mode != "form_post") {
    return refuse(70007, "'" + std::string(mode) +
                             "' is not a supported value of 'response_mode' when requesting a "
                             "code.");
  }
  return {};
}

/// RFC 7636 section 4.2: a SHA-256 in base64url.
bool is_challenge(std::string_view text) {
  return text.size() == 43 && std::ranges::all_of(text, [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  c == '-' || c == '_';
         });
}

Checked<void> check_challenge(const NamedValues& parameters, Platform platform) {
  const auto challenge = parameter(parameters, "code_challenge");
  const auto method = parameter(parameters, "code_challenge_method");
  if (challenge.empty()) {
    if (platform == Platform::web && method.empty()) return {};
    return refuse(50147,
                  "The size of the code challenge parameter isn't valid: this application "
                  "needs one.");
  }
  if (method != "S256") return refuse(50149, "Invalid Code_Challenge_method parameter.");
  if (!is_challenge(challenge)) return refuse(501491, "Invalid size of Code_Challenge parameter.");
  return {};
}

Checked<void> read_wishes(AuthorizeRequest& request, const Sandbox& sandbox) {
  const auto& parameters = request.parameters;
  const auto scope = parameter(parameters, "scope");
  if (scope.find_first_not_of(' ') == std::string_view::npos) {
    return refuse_missing_parameter("scope");
  }
  auto parsed = parse_user_scope(sandbox.tenant, *request.client, scope);
  if (!parsed) return tl::unexpected(parsed.error());
  auto claims = parse_claims_request(parameter(parameters, "claims"));
  if (!claims) return tl::unexpected(claims.error());
  request.grant.scope = std::move(*parsed);
  request.grant.claims = std::move(*claims);
  request.grant.nonce = parameter(parameters, "nonce");
  request.code_challenge = parameter(parameters, "code_challenge");
  request.prompt = parameter(parameters, "prompt");
  request.login_hint = parameter(parameters, "login_hint");
  if (std::ranges::find(kPrompts, request.prompt) == kPrompts.end()) {
    return refuse(90023, "Unsupported 'prompt' value.");
  }
  if (request.prompt == "select_account" && !request.login_hint.empty()) {
    return refuse(90023, "'login_hint' and prompt 'select_account' must not be used together.");
  }
  return {};
}

/// Adds a path to a web URI without one, as browsers and Entra do.
std::string with_path(const std::string& uri) {
  const auto authority = uri.find("://") + 3;
  const bool bare =
      uri.starts_with("http") && uri.find_first_of("/?", authority) == std::string::npos;
  return bare ? uri + "/" : uri;
}

}  // namespace

tl::expected<AuthorizeRequest, AuthorizeRefusal> read_authorize_request(
    const Sandbox& sandbox, std::string_view tenant, const NamedValues& parameters) {
  AuthorizeRequest request{.parameters = parameters,
                           .client = nullptr,
                           .grant = {},
                           .target = {},
                           .code_challenge = {},
                           .prompt = {},
                           .login_hint = {}};
  if (auto checked = read_application(request, sandbox, tenant); !checked) {
    return tl::unexpected(AuthorizeRefusal{checked.error()});
  }
  auto checked = check_response(parameters);
  if (checked) checked = check_challenge(parameters, request.grant.platform);
  if (checked) checked = read_wishes(request, sandbox);
  if (!checked) return tl::unexpected(AuthorizeRefusal{checked.error(), request.target});
  return request;
}

Reply redirect_reply(const RedirectTarget& target, NamedValues parameters) {
  if (!target.state.empty()) parameters.emplace_back("state", target.state);
  auto uri = with_path(target.uri);
  if (target.form_post) {
    return page_reply({.title = "Signing in",
                       .content = "<p>If nothing happens, choose Continue.</p>\n"
                                  "<form method=\"post\" action=\"" +
                                  escape_html(uri) + "\">\n" + hidden_fields(parameters) +
                                  "<div class=\"actions\"><button class=\"main\">Continue</button>"
                                  "</div>\n</form>\n",
                       .form_target = uri,
                       .submits_itself = true});
  }
  char separator = uri.find('?') == std::string::npos ? '?' : '&';
  for (const auto& [name, value] : parameters) {
    uri += separator + percent_encode(name) + "=" + percent_encode(value);
    separator = '&';
  }
  return {
      .status = 302,
      .headers = {
          {"Location", uri}, {"Cache-Control", "no-store"}, {"Referrer-Policy", "no-referrer"}}};
}

}  // namespace entra_auth::sandbox
