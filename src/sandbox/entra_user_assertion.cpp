// SPDX-License-Identifier: MIT
#include "sandbox/entra_user_assertion.hpp"

#include "sandbox/entra/issued_tokens.hpp"
#include "sandbox/own_token.hpp"

#include <algorithm>

namespace entra_auth::sandbox {
namespace {

/// As it is registered, to the letter.
bool is_audience(const Client& client, const std::string& audience) {
  return audience == client.id ||
         std::ranges::find(client.identifier_uris, audience) != client.identifier_uris.end();
}

}  // namespace

Checked<Json> check_user_assertion(const Sandbox& sandbox, const Client& client,
                                   std::string_view token) {
  const auto jwt = verify_own_token(sandbox, token);
  // What Graph is given has a signature that only Graph can verify.
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
