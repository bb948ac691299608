// SPDX-License-Identifier: MIT
#include "sandbox/maskinporten/grant.hpp"

#include "base/encoding.hpp"
#include "base/text.hpp"
#include "os/random.hpp"
#include "sandbox/maskinporten/authorization_details.hpp"
#include "sandbox/maskinporten/token.hpp"

namespace entra_auth::sandbox {
namespace {

OrderedJson party(const std::string& organization) {
  return {{"authority", "iso6523-actorid-upis"}, {"ID", "0192:" + organization}};
}

}  // namespace

OrderedJson issue_maskinporten_token(const Sandbox& sandbox, const MaskinportenClient& client,
                                     const MaskinportenGrant& grant, std::string_view client_amr) {
  const long long time = now().time_since_epoch().count();
  const long long lifetime = sandbox.settings.get().maskinporten_lifetime;
  const auto scope = join(grant.scopes, " ");
  OrderedJson claims;
  if (!grant.resource.is_null()) claims["aud"] = grant.resource;
  claims["iss"] = maskinporten_issuer(sandbox);
  claims["client_amr"] = client_amr;
  claims["token_type"] = "Bearer";
  claims["client_id"] = client.id;
  claims["scope"] = scope;
  claims["exp"] = time + lifetime;
  claims["iat"] = time;
  claims["jti"] = base64url_encode(os::random_bytes(32));
  if (grant.consumer_org.empty()) {
    claims["consumer"] = party(client.organization);
  } else {
    claims["consumer"] = party(grant.consumer_org);
    claims["supplier"] = party(client.organization);
    claims["delegation_source"] = "https://tt02.altinn.no/";
  }
  if (!grant.pid.empty()) claims["pid"] = grant.pid;
  if (!grant.authorization_details.is_null()) {
    claims["authorization_details"] = granted_authorization_details(grant.authorization_details);
  }
  return {{"access_token", sign_token(sandbox.signing_key, claims)},
          {"token_type", "Bearer"},
          {"expires_in", lifetime},
          {"scope", scope}};
}

}  // namespace entra_auth::sandbox
