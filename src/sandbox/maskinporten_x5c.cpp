// SPDX-License-Identifier: MIT
#include "sandbox/maskinporten_x5c.hpp"

#include "base/encoding.hpp"
#include "crypto/certificate.hpp"
#include "sandbox/sandbox.hpp"

#include <algorithm>
#include <optional>

namespace entra_auth::sandbox {
namespace {

tl::unexpected<MaskinportenRefusal> refuse_x5c() {
  return refuse_grant(123, "Validation of JWT failed. Failed to extract certificate from jwt");
}

/// Standard base64 with its padding; the URL alphabet is that of `x5t`.
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

}  // namespace

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

}  // namespace entra_auth::sandbox
