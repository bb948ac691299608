// SPDX-License-Identifier: MIT
#include "sandbox/graph_authorization.hpp"

#include "base/text.hpp"
#include "sandbox/bearer.hpp"
#include "sandbox/entra/issued_tokens.hpp"
#include "sandbox/own_token.hpp"

#include <algorithm>

namespace entra_auth::sandbox {
namespace {

tl::unexpected<GraphRefusal> invalid_token(std::string message) {
  return tl::unexpected<GraphRefusal>(
      GraphRefusal{401, "InvalidAuthenticationToken", std::move(message)});
}

/// A token of a user has `scp`, and then its roles are the user's.
bool is_permitted(const Json& claims) {
  if (claims.contains("scp")) {
    const auto scopes = split(string_or(claims, "scp"), " ");
    return std::ranges::find(scopes, kGraphPermission) != scopes.end();
  }
  const auto roles = claims.value("roles", Json::array());
  return std::ranges::find(roles, Json(kGraphPermission)) != roles.end();
}

}  // namespace

GraphChecked<void> authorize_for_graph(const Sandbox& sandbox, const Request& request) {
  const auto header = request.header("authorization");
  if (!header || header->empty()) return invalid_token("Access token is empty.");
  const auto token = bearer_token(*header);
  if (!token) return invalid_token("Access token is empty.");
  const auto jwt = verify_own_token(sandbox, *token);
  if (!jwt || string_or(jwt->claims, "iss") != issuer(sandbox)) {
    return invalid_token("Access token validation failure.");
  }
  if (string_or(jwt->claims, "aud") != kGraphAppId) {
    return invalid_token("Access token validation failure. Invalid audience.");
  }
  const auto not_before = numeric_date(jwt->claims, "nbf");
  if (is_expired(jwt->claims) || !not_before || *not_before > now().time_since_epoch().count()) {
    return invalid_token("Lifetime validation failed, the token is expired.");
  }
  if (!is_permitted(jwt->claims)) {
    return tl::unexpected(GraphRefusal{403, "Authorization_RequestDenied",
                                       "Insufficient privileges to complete the operation."});
  }
  return {};
}

}  // namespace entra_auth::sandbox
