// SPDX-License-Identifier: MIT
#include "sandbox/entra_access_token.hpp"

#include "base/encoding.hpp"
#include "os/random.hpp"

namespace entra_auth::sandbox {

std::string issuer(const Sandbox& sandbox) {
  return sandbox.base_url + "/" + sandbox.tenant.id + "/v2.0";
}

std::string issue_app_token(const Sandbox& sandbox, const Client& client,
                            std::optional<ClientProof> proof, const Resource& resource,
                            long long lifetime, const std::vector<std::string>& capabilities) {
  const long long time = now().time_since_epoch().count();
  OrderedJson claims{{"aud", resource.app_id},
                     {"iss", issuer(sandbox)},
                     {"iat", time},
                     {"nbf", time},
                     {"exp", time + lifetime},
                     {"aio", base64url_encode(os::random_bytes(30))},
                     {"azp", client.id}};
  if (proof) claims["azpacr"] = std::to_string(static_cast<int>(*proof));
  claims["oid"] = object_id(client);
  const auto& roles = resource.app_id == kGraphAppId ? client.graph_roles : client.roles;
  if (!roles.empty()) claims["roles"] = roles;
  claims["sub"] = object_id(client);
  claims["tid"] = sandbox.tenant.id;
  claims["uti"] = base64url_encode(os::random_bytes(16));
  claims["ver"] = "2.0";
  if (!capabilities.empty()) claims["xms_cc"] = capabilities;
  return sign_token(sandbox.signing_key, claims);
}

}  // namespace entra_auth::sandbox
