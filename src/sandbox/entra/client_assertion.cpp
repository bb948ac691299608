// SPDX-License-Identifier: MIT
#include "sandbox/entra/client_assertion.hpp"

#include "base/encoding.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "sandbox/jwt.hpp"

#include <algorithm>
#include <array>

namespace entra_auth::sandbox {
namespace {

constexpr std::string_view kKeyNotFound = "The key was not found.";
constexpr std::string_view kWrongSignature =
    "Key was found, but use of the key to verify the signature failed.";

/// Entra's response to an assertion that it cannot read as a JWT.
tl::unexpected<Refusal> refuse_malformed() {
  return refuse(50027, "JWT token is invalid or malformed.");
}

/// AADSTS5002738, which names the supported algorithms.
tl::unexpected<Refusal> refuse_algorithm(const oauth::DecodedJwt& jwt, std::string_view supported) {
  return refuse(5002738, "Invalid JWT token. '" + string_or(jwt.header, "alg") +
                             "' is not a supported signature algorithm. Supported signing "
                             "algorithms are: '" +
                             std::string(supported) + "'");
}

/// AADSTS700027 with its reason and the key as the client named it.
tl::unexpected<Refusal> refuse_key(std::string_view reason, std::string_view key_named,
                                   const Client& client) {
  return refuse(700027, "Client assertion failed signature validation. [Reason - " +
                            std::string(reason) + ", Thumbprint of key used by client: '" +
                            std::string(key_named) +
                            "', Please visit the Azure Portal, Graph Explorer or directly use MS "
                            "Graph to see configured keys for app Id '" +
                            client.id + "'.]");
}

/// The only audience: a string, or an array of one string, as Kubernetes writes it. Empty for
/// anything else.
std::string audience_of(const Json& claims) {
  const auto audience = claims.find("aud");
  if (audience == claims.end()) return {};
  const auto& value = audience->is_array() && audience->size() == 1 ? audience->front() : *audience;
  return value.is_string() ? value.get<std::string>() : std::string();
}

/// Checks the types of the claims that are present: dates are integers, names are strings.
bool well_typed(const Json& claims) {
  for (const auto* name : {"exp", "nbf", "iat"}) {
    if (claims.contains(name) && !claims.at(name).is_number_integer()) return false;
  }
  for (const auto* name : {"iss", "sub", "jti"}) {
    if (claims.contains(name) && !claims.at(name).is_string()) return false;
  }
  return true;
}

Checked<void> check_claims_present(const Json& claims) {
  for (const auto* name : {"iss", "sub", "aud"}) {
    if (!claims.contains(name) || claims.at(name).empty()) return refuse_missing_field(name);
  }
  const auto& audience = claims.at("aud");
  if (audience.is_array() && audience.size() > 1) {
    return refuse(5002741,
                  "Number of audience values in the provided client credential exceed maximum "
                  "allowed. " +
                      std::to_string(audience.size()) +
                      " audience values provided, maximum allowed is 1.");
  }
  if (audience_of(claims).empty()) return refuse_malformed();
  return {};
}

/// "2026-11-21T08:30:00.0000000Z", as .NET writes it.
std::string precise_time(long long seconds) {
  auto text = to_rfc3339(Timestamp(std::chrono::seconds(seconds)));
  text.insert(text.size() - 1, ".0000000");
  return text;
}

/// AADSTS700024 unless nbf <= now < exp. Like Entra, counts a missing claim as 1970.
Checked<void> check_assertion_lifetime(const oauth::DecodedJwt& jwt) {
  const auto not_before = jwt.claims.value("nbf", 0LL);
  const auto expires = jwt.claims.value("exp", 0LL);
  const long long time = unix_now();
  if (not_before <= time && time < expires) return {};
  return refuse(700024, "Client assertion is not within its valid time range. Current time: " +
                            precise_time(time) + ", assertion valid from " +
                            precise_time(not_before) + ", expiry time of assertion " +
                            precise_time(expires) +
                            ". Review the documentation at "
                            "https://docs.microsoft.com/azure/active-directory/develop/"
                            "active-directory-certificate-credentials .");
}

Checked<void> check_identity(const Client& client, const Json& claims) {
  const auto issuer = string_or(claims, "iss");
  if (issuer != string_or(claims, "sub")) {
    return refuse(50048, "Subject must match the issuer claim in the client assertion.");
  }
  if (!equals_ignoring_case(issuer, client.id)) {
    return refuse(700021,
                  "Client assertion application identifier doesn't match 'client_id' parameter. "
                  "Review the documentation at "
                  "https://docs.microsoft.com/azure/active-directory/develop/"
                  "active-directory-certificate-credentials .");
  }
  return {};
}

/// An identifier as Entra shows it: SHA-1 thumbprints in hexadecimal, others unchanged.
std::string shown_identifier(const std::string& identifier) {
  const auto bytes = base64url_decode(identifier);
  if (!bytes || bytes->size() != 20) return identifier;
  return thumbprint(*bytes);
}

/// RS256 needs x5t and PS256 needs x5t#S256, unless there is a kid. All identifiers in the header
/// must name the same key.
Checked<const AssertionKey*> find_key(const Client& client, const Json& header) {
  const bool pss = string_or(header, "alg") == "PS256";
  const auto sent_thumbprint = string_or(header, pss ? "x5t#S256" : "x5t");
  const auto foreign_thumbprint = string_or(header, pss ? "x5t" : "x5t#S256");
  const auto kid = string_or(header, "kid");
  if (sent_thumbprint.empty() && foreign_thumbprint.empty() && kid.empty()) {
    return refuse(5002723,
                  "Invalid JWT token. No certificate SHA-1 thumbprint, certificate SHA-256 "
                  "thumbprint, nor keyId specified in token header.");
  }
  const auto& shown = !sent_thumbprint.empty() ? sent_thumbprint
                      : !kid.empty()           ? kid
                                               : foreign_thumbprint;
  const auto found = std::ranges::find_if(client.keys, [&](const AssertionKey& key) {
    const auto& own_thumbprint = pss ? key.x5t_s256 : key.x5t;
    const auto& other_thumbprint = pss ? key.x5t : key.x5t_s256;
    const bool kid_fits = std::ranges::find(key.kids, kid) != key.kids.end();
    if (!foreign_thumbprint.empty() && foreign_thumbprint != other_thumbprint) return false;
    if (sent_thumbprint.empty()) return kid_fits;
    return sent_thumbprint == own_thumbprint && (kid.empty() || kid_fits);
  });
  if (found == client.keys.end()) {
    return refuse_key(kKeyNotFound, shown_identifier(shown), client);
  }
  return &*found;
}

Checked<void> check_signature(const Client& client, const oauth::DecodedJwt& jwt) {
  const auto key = find_key(client, jwt.header);
  if (!key) return tl::unexpected(key.error());
  const auto algorithm =
      string_or(jwt.header, "alg") == "PS256" ? crypto::Algorithm::ps256 : crypto::Algorithm::rs256;
  if (!oauth::verify_jwt(jwt, (*key)->key, algorithm)) {
    const auto& named = (*key)->x5t.empty() ? (*key)->kids.front() : (*key)->x5t;
    return refuse_key(kWrongSignature, shown_identifier(named), client);
  }
  return {};
}

/// `aud` is the URL of this request, the same URL with the tenant's id, or the issuer.
Checked<void> check_audience(const Sandbox& sandbox, std::string_view tenant, const Json& claims) {
  const auto audience = audience_of(claims);
  const auto base = sandbox.base_url + "/";
  const std::array accepted{base + std::string(tenant) + "/oauth2/v2.0/token",
                            base + sandbox.tenant.id + "/oauth2/v2.0/token",
                            base + sandbox.tenant.id + "/v2.0"};
  if (std::ranges::find(accepted, audience) != accepted.end()) return {};
  return refuse(700023,
                "Client assertion audience claim does not match Realm issuer. Review the "
                "documentation at https://docs.microsoft.com/azure/active-directory/develop/"
                "active-directory-certificate-credentials .");
}

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

/// Checks an assertion of a foreign issuer. Issuer, subject and audience must equal those of a
/// federated credential exactly, and the signature must be RS256.
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

}  // namespace

Checked<void> check_client_assertion(const Sandbox& sandbox, const Client& client,
                                     std::string_view tenant, std::string_view assertion) {
  const auto jwt = decode_strict_jwt(assertion);
  if (!jwt || !well_typed(jwt->claims)) return refuse_malformed();
  if (auto checked = check_claims_present(jwt->claims); !checked) return checked;
  // A foreign issuer is a URL. In the client's own assertions the issuer is its id.
  if (string_or(jwt->claims, "iss").find("://") != std::string::npos) {
    return check_federated_assertion(client, *jwt);
  }
  const auto algorithm = string_or(jwt->header, "alg");
  if (algorithm != "PS256" && algorithm != "RS256") return refuse_algorithm(*jwt, "RS256,PS256");
  if (auto checked = check_identity(client, jwt->claims); !checked) return checked;
  if (auto checked = check_signature(client, *jwt); !checked) return checked;
  if (auto checked = check_audience(sandbox, tenant, jwt->claims); !checked) return checked;
  return check_assertion_lifetime(*jwt);
}

}  // namespace entra_auth::sandbox
