// SPDX-License-Identifier: MIT
#include "base/json.hpp"
#include "sandbox/entra/client_authentication.hpp"
#include "sandbox/entra/grants.hpp"
#include "sandbox/entra/issued_tokens.hpp"
#include "sandbox/entra/user_checks.hpp"
#include "sandbox/http/parameters.hpp"

#include <algorithm>

namespace entra_auth::sandbox {
namespace {

Checked<void> check_token_use(std::string_view use) {
  if (use.empty()) return refuse_missing_parameter("requested_token_use");
  if (use != "on_behalf_of") {
    return refuse(90100, "requested_token_use parameter is empty or not valid.");
  }
  return {};
}

/// A grant of the incoming token's user, with the policies that the sign-in behind it has met.
UserGrant grant_of(const Json& claims, const Client& client, const std::string& tenant) {
  UserGrant grant{.client_id = client.id,
                  .platform = Platform::web,
                  .tenant = tenant,
                  .user = {.username = string_or(claims, "preferred_username"),
                           .name = string_or(claims, "name"),
                           .oid = string_or(claims, "oid")}};
  const auto policies = claims.value("capolids", Json::array());
  for (const auto& id : policies) {
    if (id.is_string()) grant.claims.capolids.push_back(id.get<std::string>());
  }
  return grant;
}

/// Compares with the registered identifiers exactly.
bool is_audience(const Client& client, const std::string& audience) {
  return audience == client.id ||
         std::ranges::find(client.identifier_uris, audience) != client.identifier_uris.end();
}

}  // namespace

Checked<OrderedJson> grant_on_behalf_of(Sandbox& sandbox, const TokenRequest& request) {
  const auto client = authenticate_client(sandbox, request);
  if (!client) return tl::unexpected(client.error());
  if (auto checked = check_token_use(parameter(request.form, "requested_token_use")); !checked) {
    return tl::unexpected(checked.error());
  }
  const auto assertion = parameter(request.form, "assertion");
  if (assertion.empty()) return refuse_missing_parameter("assertion");
  const auto user_claims = check_incoming_token(sandbox, *client->client, assertion);
  if (!user_claims) return tl::unexpected(user_claims.error());
  if (!client->client->on_behalf_of_allowed) {
    return refuse(7000114, "Application '" + client->client->id +
                               "' is not allowed to make application on-behalf-of calls.");
  }
  if (parameter(request.form, "scope").find_first_not_of(' ') == std::string_view::npos) {
    return refuse_missing_parameter("scope");
  }
  auto scope = scope_of_request(sandbox, request, *client->client, {});
  if (!scope) return tl::unexpected(scope.error());
  auto claims = parse_claims_request(parameter(request.form, "claims"));
  if (!claims) return tl::unexpected(claims.error());
  auto grant = grant_of(*user_claims, *client->client, sandbox.tenant.id);
  grant.scope = *scope;
  if (auto checked = check_policies(sandbox, grant, resource_of(*scope)); !checked) {
    return tl::unexpected(checked.error());
  }
  const bool refresh_token = scope->offline_access;
  return issue_user_tokens(sandbox, request, *client,
                           {.grant = std::move(grant),
                            .scope = std::move(*scope),
                            .claims = std::move(*claims),
                            .refresh_token = refresh_token});
}

Checked<Json> check_incoming_token(const Sandbox& sandbox, const Client& client,
                                   std::string_view token) {
  const auto jwt = verify_token(sandbox.signing_key, token);
  // Only Graph can verify the signature of a token for Graph.
  if (!jwt || string_or(jwt->claims, "iss") != issuer(sandbox) ||
      string_or(jwt->claims, "tid") != sandbox.tenant.id ||
      string_or(jwt->claims, "aud") == kGraphAppId) {
    return refuse(50013, "Assertion failed signature validation.");
  }
  if (is_expired(jwt->claims)) {
    return refuse(500133,
                  "Assertion is not within its valid time range. Ensure that the access token is "
                  "not expired before using it for user assertion, or request a new token.");
  }
  if (!is_audience(client, string_or(jwt->claims, "aud"))) {
    return refuse(500131,
                  "Assertion audience does not match the Client app presenting the assertion.");
  }
  if (string_or(jwt->claims, "scp").empty()) {
    return refuse(240002,
                  "Input token cannot be used as 'urn:ietf:params:oauth:grant-type:jwt-bearer' "
                  "grant: it is no access token of a user.");
  }
  return jwt->claims;
}

}  // namespace entra_auth::sandbox
