// SPDX-License-Identifier: MIT
#include "sandbox/entra/client_assertion.hpp"

#include "base/encoding.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "sandbox/jwt.hpp"

#include <algorithm>
#include <array>

namespace entra_auth::sandbox {
namespace {

/// Numeric dates are integers and texts are texts, where they are present at all.
bool well_typed(const Json& claims) {
  for (const auto* name : {"exp", "nbf", "iat"}) {
    if (claims.contains(name) && !claims.at(name).is_number_integer()) return false;
  }
  for (const auto* name : {"iss", "sub", "jti"}) {
    if (claims.contains(name) && !claims.at(name).is_string()) return false;
  }
  return true;
}

/// What Entra answers to anything it cannot read as a JWT.
tl::unexpected<Refusal> refuse_malformed() {
  return refuse(50027, "JWT token is invalid or malformed.");
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

/// A SHA-1 thumbprint as Entra shows it, in hexadecimal; other identifiers as they are.
std::string shown_identifier(const std::string& identifier) {
  const auto bytes = base64url_decode(identifier);
  if (!bytes || bytes->size() != 20) return identifier;
  return thumbprint(*bytes);
}

/// Each alg goes with one kind of thumbprint (x5t with RS256, x5t#S256 with PS256); a kid goes with
/// both. Every identifier that is sent must name the same key.
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

/// The token endpoint that was posted to, the same under the tenant's id, or the issuer.
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

/// 2026-11-21T08:30:00.0000000Z; unreadable for a .NET date is unreadable for us.
std::string precise_time(long long seconds) {
  auto text = to_rfc3339(Timestamp(std::chrono::seconds(seconds)));
  text.insert(text.size() - 1, ".0000000");
  return text;
}

}  // namespace

std::string audience_of(const Json& claims) {
  const auto audience = claims.find("aud");
  if (audience == claims.end()) return {};
  const auto& value = audience->is_array() && audience->size() == 1 ? audience->front() : *audience;
  return value.is_string() ? value.get<std::string>() : std::string();
}

tl::unexpected<Refusal> refuse_algorithm(const oauth::DecodedJwt& jwt, std::string_view supported) {
  return refuse(5002738, "Invalid JWT token. '" + string_or(jwt.header, "alg") +
                             "' is not a supported signature algorithm. Supported signing "
                             "algorithms are: '" +
                             std::string(supported) + "'");
}

tl::unexpected<Refusal> refuse_key(std::string_view reason, std::string_view key_named,
                                   const Client& client) {
  return refuse(700027, "Client assertion failed signature validation. [Reason - " +
                            std::string(reason) + ", Thumbprint of key used by client: '" +
                            std::string(key_named) +
                            "', Please visit the Azure Portal, Graph Explorer or directly use MS "
                            "Graph to see configured keys for app Id '" +
                            client.id + "'.]");
}

Checked<void> check_assertion_lifetime(const oauth::DecodedJwt& jwt) {
  const auto not_before = jwt.claims.value("nbf", 0LL);
  const auto expires = jwt.claims.value("exp", 0LL);
  const long long time = now().time_since_epoch().count();
  if (not_before <= time && time < expires) return {};
  return refuse(700024, "Client assertion is not within its valid time range. Current time: " +
                            precise_time(time) + ", assertion valid from " +
                            precise_time(not_before) + ", expiry time of assertion " +
                            precise_time(expires) +
                            ". Review the documentation at "
                            "https://docs.microsoft.com/azure/active-directory/develop/"
                            "active-directory-certificate-credentials .");
}

Checked<void> check_client_assertion(const Sandbox& sandbox, const Client& client,
                                     std::string_view tenant, std::string_view assertion) {
  const auto jwt = decode_strict_jwt(assertion);
  if (!jwt || !well_typed(jwt->claims)) return refuse_malformed();
  if (auto checked = check_claims_present(jwt->claims); !checked) return checked;
  // An issuer with a scheme is a foreign one: our own assertions name a client id there.
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
