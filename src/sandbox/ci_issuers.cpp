// SPDX-License-Identifier: MIT
#include "sandbox/ci_issuers.hpp"

#include "crypto/uuid.hpp"

namespace entra_auth::sandbox {
namespace {

std::string issuer_url(const Sandbox& sandbox, const CiIssuer& issuer) {
  return sandbox.base_url + std::string(issuer.path);
}

FederatedCredential credential_for(const Sandbox& sandbox, const CiIssuer& issuer) {
  return {.issuer = issuer_url(sandbox, issuer),
          .subject = std::string(issuer.subject),
          .audience = std::string(kExchangeAudience),
          .keys = {{.key = sandbox.signing_key.key.public_key(),
                    .kid = sandbox.signing_key.kid,
                    .algorithm = crypto::Algorithm::rs256,
                    .issuer = {}}}};
}

}  // namespace

std::string issue_ci_token(const Sandbox& sandbox, const CiIssuer& issuer,
                           std::string_view audience, const OrderedJson& more_claims) {
  const long long time = now().time_since_epoch().count();
  OrderedJson claims{
      {"jti", crypto::random_uuid()},       {"sub", issuer.subject}, {"aud", audience},
      {"iss", issuer_url(sandbox, issuer)}, {"nbf", time},           {"iat", time},
      {"exp", time + issuer.lifetime}};
  claims.update(more_claims);
  return sign_token(sandbox.signing_key, claims);
}

void add_federated_client(Sandbox& sandbox) {
  if (sandbox.tenant.clients.find(kFederatedClientId) != nullptr) return;
  sandbox.tenant.clients.put(
      {.id = std::string(kFederatedClientId),
       .note = "federated",
       .federated = {credential_for(sandbox, kGithub), credential_for(sandbox, kAzurePipelines)},
       .roles = {std::string(kApiRole)}});
}

}  // namespace entra_auth::sandbox
