// SPDX-License-Identifier: MIT
#include "base/encoding.hpp"
#include "base/json.hpp"
#include "crypto/digest.hpp"
#include "sandbox/entra/grants.hpp"
#include "sandbox/entra/issued_tokens.hpp"
#include "sandbox/entra/user_checks.hpp"
#include "sandbox/http/parameters.hpp"

#include <algorithm>

namespace entra_auth::sandbox {
namespace {

/// The code, if it was issued to this client.
Checked<AuthorizationCode> find_code(Sandbox& sandbox, const TokenRequest& request,
                                     const Client& client) {
  const auto text = parameter(request.form, "code");
  if (text.empty()) return refuse_missing_parameter("code");
  if (parameter(request.form, "redirect_uri").empty()) {
    return refuse_missing_parameter("redirect_uri");
  }
  auto code = sandbox.authorization_codes.find(text);
  if (!code || code->grant.client_id != client.id) {
    return refuse(70000,
                  "The provided value for the 'code' parameter is not valid for this "
                  "application.");
  }
  return *std::move(code);
}

/// RFC 7636 section 4.1.
bool is_verifier(std::string_view text) {
  return text.size() >= 43 && text.size() <= 128 && std::ranges::all_of(text, [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  std::string_view("-._~").find(c) != std::string_view::npos;
         });
}

Checked<void> check_verifier(const AuthorizationCode& code, std::string_view verifier) {
  if (verifier.empty() && code.code_challenge.empty()) return {};
  if (verifier.empty()) {
    return refuse(50148,
                  "The code_verifier does not match the code_challenge supplied in the "
                  "authorization request for PKCE.");
  }
  if (!is_verifier(verifier) || base64url_encode(crypto::sha256(verifier)) != code.code_challenge) {
    return refuse(501481,
                  "The Code_Verifier does not match the code_challenge supplied in the "
                  "authorization request.");
  }
  return {};
}

/// Checks everything about a code that has just been used up.
Checked<void> check_code(const Sandbox& sandbox, const AuthorizationCode& code,
                         const TokenRequest& request) {
  if (now() >= code.expires) {
    return refuse(70008,
                  "The provided authorization code or refresh token has expired due to "
                  "inactivity. Send a new interactive authorization request for this user "
                  "and resource.");
  }
  const auto tenant = user_tenant(sandbox.tenant, request.tenant);
  if (!tenant) return tl::unexpected(tenant.error());
  if (*tenant != code.grant.tenant) {
    return refuse(700005,
                  "The provided authorization code is intended to use against other "
                  "tenant, thus rejected.");
  }
  const auto redirect_uri = parameter(request.form, "redirect_uri");
  if (redirect_uri != code.redirect_uri) {
    return refuse(500112, "The reply address '" + std::string(redirect_uri) +
                              "' does not match the reply address '" + code.redirect_uri +
                              "' provided when requesting Authorization code.");
  }
  return check_verifier(code, parameter(request.form, "code_verifier"));
}

}  // namespace

Checked<OrderedJson> grant_authorization_code(Sandbox& sandbox, const TokenRequest& request) {
  const auto client = identify_client(sandbox, request);
  if (!client) return tl::unexpected(client.error());
  const auto code = find_code(sandbox, request, *client->client);
  if (!code) return tl::unexpected(code.error());
  if (auto checked = check_platform(*client, code->grant.platform, request); !checked) {
    return tl::unexpected(checked.error());
  }
  // This is the right client, which has one attempt.
  if (!sandbox.authorization_codes.redeem(parameter(request.form, "code"))) {
    return refuse(54005,
                  "OAuth2 Authorization code was already redeemed, please retry with a new "
                  "valid code or use an existing refresh token.");
  }
  if (auto checked = check_code(sandbox, *code, request); !checked) {
    return tl::unexpected(checked.error());
  }
  auto scope = scope_of_request(sandbox, request, *client->client, code->grant.scope);
  if (!scope) return tl::unexpected(scope.error());
  if (!is_part_of(*scope, code->grant.scope)) {
    return tl::unexpected(invalid_scope(parameter(request.form, "scope")));
  }
  auto claims = parse_claims_request(parameter(request.form, "claims"));
  if (!claims) return tl::unexpected(claims.error());
  if (auto checked = check_policies(sandbox, code->grant, resource_of(*scope)); !checked) {
    return tl::unexpected(checked.error());
  }
  const bool refresh_token = scope->offline_access;
  return issue_user_tokens(sandbox, request, *client,
                           {.grant = code->grant,
                            .scope = std::move(*scope),
                            .claims = std::move(*claims),
                            .refresh_token = refresh_token});
}

}  // namespace entra_auth::sandbox
