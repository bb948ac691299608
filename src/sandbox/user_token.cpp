// SPDX-License-Identifier: MIT
#include "sandbox/user_token.hpp"

#include "base/encoding.hpp"
#include "base/try.hpp"
#include "os/random.hpp"
#include "sandbox/entra/issued_tokens.hpp"

namespace entra_auth::sandbox {

Result<UserToken> parse_user_token(const Json& json) {
  TRY(auto audience, optional_string(json, "audience"));
  TRY(auto scp, optional_string(json, "scp"));
  TRY(auto subject, optional_string(json, "subject"));
  TRY(const auto lifetime, optional_integer(json, "lifetime", 0, kMaxLifetime));
  const auto claims = json.value("claims", Json::object());
  if (!claims.is_object()) return fail(ErrorKind::usage, "claims is not an object");
  UserToken token;
  if (audience) token.audience = std::move(*audience);
  if (scp) token.scp = std::move(*scp);
  if (subject) token.subject = std::move(*subject);
  token.lifetime = lifetime.value_or(token.lifetime);
  token.claims = claims;
  return token;
}

std::string issue_user_token(const Sandbox& sandbox, const UserToken& token) {
  const long long time = now().time_since_epoch().count();
  OrderedJson claims{{"aud", token.audience},
                     {"iss", issuer(sandbox)},
                     {"iat", time},
                     {"nbf", time},
                     {"exp", time + token.lifetime},
                     {"azp", kPublicClientId},
                     {"azpacr", "0"},
                     {"name", "Sandbox User"},
                     {"oid", object_id({.id = token.subject})},
                     {"preferred_username", "user@" + sandbox.tenant.domains.front()},
                     {"scp", token.scp},
                     {"sub", token.subject},
                     {"tid", sandbox.tenant.id},
                     {"uti", base64url_encode(os::random_bytes(16))},
                     {"ver", "2.0"}};
  for (const auto& [name, value] : token.claims.items()) {
    if (value.is_null()) {
      claims.erase(name);
    } else {
      claims[name] = value;
    }
  }
  return sign_token(sandbox.signing_key, claims);
}

}  // namespace entra_auth::sandbox
