// SPDX-License-Identifier: MIT
// Assertions of foreign issuers. Issuer, subject and audience must be those of a federated
// credential to the letter; only RS256 is supported.
#include "base/text.hpp"
#include "sandbox/entra/client_assertion.hpp"

#include <algorithm>

namespace entra_auth::sandbox {
namespace {

constexpr std::string_view kCheckCredential =
    "Check your federated identity credential Subject, Audience and Issuer against the presented "
    "assertion. https://learn.microsoft.com/entra/workload-id/workload-identity-federation";

tl::unexpected<Refusal> refuse_unmatched(int code, std::string_view what, std::string_view value) {
  return refuse(code, "No matching federated identity record found for presented assertion " +
                          std::string(what) + " '" + std::string(value) + "'. " +
                          std::string(kCheckCredential));
}

Checked<const FederatedCredential*> find_credential(const Client& client, const Json& claims) {
  const auto issuer = string_or(claims, "iss");
  const auto subject = string_or(claims, "sub");
  const auto audience = audience_of(claims);
  bool issuer_known = false;
  bool subject_known = false;
  bool subject_in_other_case = false;
  for (const auto& credential : client.federated) {
    if (credential.issuer != issuer) continue;
    issuer_known = true;
    if (equals_ignoring_case(credential.subject, subject) && credential.subject != subject) {
      subject_in_other_case = true;
    }
    if (credential.subject != subject) continue;
    subject_known = true;
    if (credential.audience == audience) return &credential;
  }
  if (!issuer_known) return refuse_unmatched(700211, "issuer", issuer);
  if (subject_known) return refuse_unmatched(700212, "audience", audience);
  if (subject_in_other_case) {
    return refuse(7002138,
                  "The subject matches with case-insensitive comparison, but not with "
                  "case-sensitive comparison. " +
                      std::string(kCheckCredential));
  }
  return refuse_unmatched(700213, "subject", subject);
}

}  // namespace

Checked<void> check_federated_assertion(const Client& client, const oauth::DecodedJwt& jwt) {
  const auto credential = find_credential(client, jwt.claims);
  if (!credential) return tl::unexpected(credential.error());
  if (string_or(jwt.header, "alg") != "RS256") return refuse_algorithm(jwt, "RS256");
  const auto kid = string_or(jwt.header, "kid");
  const auto& keys = (*credential)->keys;
  const auto key = std::ranges::find(keys, kid, &crypto::PublicJwk::kid);
  if (key == keys.end()) return refuse_key(kKeyNotFound, kid, client);
  if (!oauth::verify_jwt(jwt, key->key, crypto::Algorithm::rs256)) {
    return refuse_key(kWrongSignature, kid, client);
  }
  return check_assertion_lifetime(jwt);
}

}  // namespace entra_auth::sandbox
