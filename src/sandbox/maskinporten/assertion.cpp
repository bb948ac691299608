// SPDX-License-Identifier: MIT
#include "sandbox/maskinporten/assertion.hpp"

#include "base/encoding.hpp"
#include "base/json.hpp"
#include "crypto/certificate.hpp"
#include "crypto/digest.hpp"
#include "crypto/keys.hpp"
#include "sandbox/jwt.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace entra_auth::sandbox {
namespace {

constexpr std::string_view kFailed = "Invalid assertion. Client authentication failed. ";

constexpr std::array<std::string_view, 11> kClaims{"aud",
                                                   "iss",
                                                   "scope",
                                                   "iat",
                                                   "exp",
                                                   "jti",
                                                   "resource",
                                                   "consumer_org",
                                                   "iss_onbehalfof",
                                                   "pid",
                                                   "authorization_details"};

tl::unexpected<MaskinportenRefusal> refuse_authentication(int number, std::string_view reason) {
  return refuse_grant(number, std::string(kFailed) + std::string(reason));
}

MaskinportenChecked<crypto::Algorithm> check_header(const Json& header) {
  const auto algorithm = crypto::parse_algorithm(string_or(header, "alg"));
  if (algorithm != crypto::Algorithm::rs256 && algorithm != crypto::Algorithm::rs384 &&
      algorithm != crypto::Algorithm::rs512) {
    return refuse_authentication(124, "The signature must be RS256, RS384 or RS512");
  }
  if (header.contains("typ") && header.at("typ") != "JWT") return refuse_parameter_value("typ");
  if (header.contains("crit")) return refuse_parameter_value("crit");
  if (header.contains("kid") == header.contains("x5c")) {
    return refuse_parameter_value("exactly one of kid and x5c must be in the header");
  }
  return *algorithm;
}

MaskinportenChecked<void> check_claim_names(const Json& claims) {
  for (const auto& [name, value] : claims.items()) {
    if (std::ranges::find(kClaims, name) == kClaims.end()) {
      return refuse_parameter_value("unknown claim " + name);
    }
  }
  return {};
}

MaskinportenChecked<crypto::PublicKey> find_registered_key(const MaskinportenClient& client,
                                                           const Json& kid,
                                                           crypto::Algorithm algorithm) {
  const auto found = std::ranges::find_if(
      client.keys, [&](const MaskinportenKey& key) { return kid == key.jwk.kid; });
  if (found == client.keys.end()) return refuse_authentication(120, "Unknown key identifier");
  if (found->expired) return refuse_authentication(121, "Expired key");
  if (found->jwk.algorithm.value_or(algorithm) != algorithm) {
    return refuse_authentication(124, "The key was registered for another algorithm");
  }
  return found->jwk.key;
}

tl::unexpected<MaskinportenRefusal> refuse_x5c() {
  return refuse_grant(123, "Validation of JWT failed. Failed to extract certificate from jwt");
}

/// Decodes standard base64 with its padding, and not base64url, which `x5t` uses.
std::optional<std::string> decode_standard(const std::string& text) {
  if (text.size() % 4 != 0 || text.find_first_of("-_") != std::string::npos) return std::nullopt;
  return base64_decode_lenient(text);
}

std::optional<crypto::PublicCertificate> parse_element(const Json& element) {
  if (!element.is_string()) return std::nullopt;
  const auto der = decode_standard(element.get<std::string>());
  if (!der) return std::nullopt;
  auto certificate = crypto::load_public_certificate(*der);
  if (!certificate) return std::nullopt;
  return std::move(*certificate);
}

/// The key of the enterprise certificate that is first in `x5c` (RFC 7515 section 4.1.6), if it is
/// valid now and belongs to the client's organization. MP-120, MP-122, MP-123.
MaskinportenChecked<crypto::PublicKey> check_x5c(const MaskinportenClient& client,
                                                 const Json& x5c) {
  if (!x5c.is_array() || x5c.empty()) return refuse_x5c();
  std::optional<crypto::PublicCertificate> leaf;
  for (const auto& element : x5c) {
    auto certificate = parse_element(element);
    if (!certificate) return refuse_x5c();
    if (!leaf) leaf = std::move(certificate);
  }
  if (now() < leaf->not_before || now() >= leaf->not_after) {
    return refuse_grant(120,
                        "Invalid assertion. Client authentication failed. Invalid certificate");
  }
  if (std::ranges::find(client.certificates, leaf->der) == client.certificates.end()) {
    return refuse_grant(122,
                        "Invalid assertion. Client authentication failed. The organization number "
                        "of the certificate is not the client's");
  }
  return leaf->key;
}

MaskinportenChecked<crypto::PublicKey> find_key(const MaskinportenClient& client,
                                                const Json& header, crypto::Algorithm algorithm) {
  if (header.contains("kid")) return find_registered_key(client, header.at("kid"), algorithm);
  if (!client.keys.empty()) {
    return refuse_authentication(120, "A client with registered keys must name one with kid");
  }
  return check_x5c(client, header.at("x5c"));
}

}  // namespace

MaskinportenChecked<AuthenticatedAssertion> authenticate_assertion(const Sandbox& sandbox,
                                                                   std::string_view assertion) {
  auto jwt = decode_strict_jwt(assertion);
  if (!jwt) return refuse_parameter_value("assertion is no JWT");
  const auto algorithm = check_header(jwt->header);
  if (!algorithm) return tl::unexpected(algorithm.error());
  if (auto checked = check_claim_names(jwt->claims); !checked) {
    return tl::unexpected(checked.error());
  }
  auto client = sandbox.maskinporten_clients.find(string_or(jwt->claims, "iss"));
  if (client == nullptr) return refuse_authentication(100, "Client not found");
  const auto key = find_key(*client, jwt->header, *algorithm);
  if (!key) return tl::unexpected(key.error());
  if (!oauth::verify_jwt(*jwt, *key, *algorithm)) {
    return refuse_authentication(124, "Invalid signature");
  }
  const bool by_certificate = jwt->header.contains("x5c");
  return AuthenticatedAssertion{std::move(client),
                                by_certificate ? "virksomhetssertifikat" : "private_key_jwt",
                                std::move(jwt->claims)};
}

std::string identity_of_assertion(std::string_view assertion) {
  const auto jwt = decode_strict_jwt(assertion);
  const auto jti = jwt ? string_or(jwt->claims, "jti") : std::string();
  if (!jti.empty()) return "jti " + string_or(jwt->claims, "iss") + " " + jti;
  return "text " + hex_encode(crypto::sha256(assertion.substr(0, assertion.rfind('.'))));
}

}  // namespace entra_auth::sandbox
