// SPDX-License-Identifier: MIT
#include "oauth/tokens/id_token.hpp"

#include "base/time.hpp"
#include "oauth/authority.hpp"
#include "oauth/tokens/jwt.hpp"

#include <algorithm>

namespace entra_auth::oauth {
namespace {

constexpr std::chrono::seconds kLeeway{120};

tl::unexpected<Error> refuse(const std::string& rule) {
  return fail(ErrorKind::network, "the server's id_token was refused: " + rule,
              {"the access token beside it is not used; check that the profile names the right "
               "server and this machine's clock"});
}

bool names(const Json& claims, const std::string& client_id) {
  const auto audience = claims.find("aud");
  if (audience == claims.end()) return false;
  if (audience->is_string()) return *audience == client_id;
  if (!audience->is_array()) return false;
  const bool listed = std::ranges::find(*audience, Json(client_id)) != audience->end();
  // Several audiences: the one that it was issued to is named apart.
  return listed && (audience->size() == 1 || string_or(claims, "azp") == client_id);
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
  if (!jwt) return refuse("it is no JWT, " + jwt.error().message);
  const Json& claims = jwt->claims;
  if (!names(claims, rules.client_id)) return refuse("it is for another client (aud)");
  if (!is_from(rules.issuers, claims)) {
    return refuse("it is another issuer's (iss)");
  }
  const auto expires = optional_integer(claims, "exp", 0, kLastSecond);
  if (!expires || !*expires) return refuse("it has no usable expiry (exp)");
  if (now - kLeeway >= Timestamp(std::chrono::seconds(**expires))) {
    return refuse("it has expired (exp)");
  }
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
