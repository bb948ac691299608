// SPDX-License-Identifier: MIT
#include "sandbox/entra/issued_tokens.hpp"

#include "base/encoding.hpp"
#include "os/random.hpp"

namespace entra_auth::sandbox {

std::string issuer(const Sandbox& sandbox) {
  return sandbox.base_url + "/" + sandbox.tenant.id + "/v2.0";
}

std::string v1_issuer(const Sandbox& sandbox) {
  return sandbox.base_url + "/" + sandbox.tenant.id + "/";
}

OrderedJson version_claims(const Sandbox& sandbox, const Resource& resource,
                           const std::string& client_id, std::optional<ClientProof> proof) {
  const bool is_v1 = resource.token_version == 1;
  OrderedJson claims{{"aud", is_v1 ? resource.called : resource.app_id},
                     {"iss", is_v1 ? v1_issuer(sandbox) : issuer(sandbox)},
                     {"ver", is_v1 ? "1.0" : "2.0"},
                     {is_v1 ? "appid" : "azp", client_id}};
  if (proof) claims[is_v1 ? "appidacr" : "azpacr"] = std::to_string(static_cast<int>(*proof));
  return claims;
}

std::string issue_app_token(const Sandbox& sandbox, const Client& client,
                            std::optional<ClientProof> proof, const Resource& resource,
                            long long lifetime, const std::vector<std::string>& capabilities) {
  const long long time = now().time_since_epoch().count();
  OrderedJson claims = version_claims(sandbox, resource, client.id, proof);
  claims["iat"] = time;
  claims["nbf"] = time;
  claims["exp"] = time + lifetime;
  claims["aio"] = base64url_encode(os::random_bytes(30));
  claims["oid"] = object_id(client);
  const auto& roles = resource.app_id == kGraphAppId ? client.graph_roles : client.roles;
  if (!roles.empty()) claims["roles"] = roles;
  claims["sub"] = object_id(client);
  claims["tid"] = sandbox.tenant.id;
  claims["uti"] = base64url_encode(os::random_bytes(16));
  if (!capabilities.empty()) claims["xms_cc"] = capabilities;
  return sign_token(sandbox.signing_key, claims);
}

}  // namespace entra_auth::sandbox
