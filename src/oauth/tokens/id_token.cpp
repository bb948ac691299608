// SPDX-License-Identifier: MIT
#include "oauth/tokens/id_token.hpp"

#include "base/json.hpp"
#include "oauth/authority.hpp"
#include "oauth/tokens/claims.hpp"
#include "oauth/tokens/jwt.hpp"

#include <algorithm>

namespace entra_auth::oauth {
namespace {

tl::unexpected<Error> refuse(const std::string& rule) {
  return fail(ErrorKind::network, "the server's id_token was refused: " + rule,
              {"the access token that came with it is not used; check that the profile names the "
               "right server, and check this machine's clock"});
}

bool names(const Json& claims, const std::string& client_id) {
  const auto audiences = audiences_of(claims);
  if (std::ranges::find(audiences, client_id) == audiences.end()) return false;
  // With several audiences `azp` names the client that the token was issued to.
  return claims.at("aud").size() == 1 || string_or(claims, "azp") == client_id;
}

bool is_from(const std::vector<std::string>& issuers, const Json& claims) {
  const auto issuer = string_or(claims, "iss");
  const auto tenant = string_or(claims, "tid");
  const auto is_it = [&](const std::string& each) { return fill_issuer(each, tenant) == issuer; };
  return issuers.empty() || std::ranges::any_of(issuers, is_it);
}

}  // namespace

Result<SignedInUser> check_id_token(const Secret& token, const IdTokenRules& rules, Timestamp now) {
  const auto jwt = decode_jwt(token.expose());
  if (!jwt) return refuse("it cannot be read: " + jwt.error().message);
  const Json& claims = jwt->claims;
  if (!names(claims, rules.client_id)) return refuse("it was issued to another client (aud)");
  if (!is_from(rules.issuers, claims)) {
    return refuse("it comes from another issuer (iss)");
  }
  const auto expiry = date_claim(claims, "exp");
  if (!expiry) return refuse("it has no usable expiry (exp)");
  if (now >= *expiry + kIdTokenLeeway) return refuse("it has expired (exp)");
  if (!rules.nonce.empty() && !equal_in_constant_time(string_or(claims, "nonce"), rules.nonce)) {
    return refuse("it belongs to another sign-in (nonce)");
  }
  SignedInUser user{.id = string_or(claims, "sub"),
                    .name = string_or(claims, "preferred_username")};
  if (const auto object = string_or(claims, "oid"); !object.empty()) {
    user.id = object + "." + string_or(claims, "tid");
  }
  if (user.name.empty()) user.name = string_or(claims, "email");
  return user;
}

}  // namespace entra_auth::oauth
