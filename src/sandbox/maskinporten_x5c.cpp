// SPDX-License-Identifier: MIT
#include "sandbox/maskinporten_x5c.hpp"

#include "base/encoding.hpp"
#include "crypto/openssl.hpp"

#include <algorithm>

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

crypto::X509Ptr parse_element(const Json& element) {
  if (!element.is_string()) return nullptr;
  const auto der = decode_standard(element.get<std::string>());
  return der ? crypto::certificate_from_der(*der) : nullptr;
}

bool is_valid_now(const X509* certificate) {
  return X509_cmp_current_time(X509_get0_notBefore(certificate)) < 0 &&
         X509_cmp_current_time(X509_get0_notAfter(certificate)) > 0;
}

}  // namespace

MaskinportenChecked<crypto::PublicKey> check_x5c(const MaskinportenClient& client,
                                                 const Json& x5c) {
  const crypto::OpenSslScope openssl;
  if (!x5c.is_array() || x5c.empty()) return refuse_x5c();
  crypto::X509Ptr leaf;
  for (const auto& element : x5c) {
    auto certificate = parse_element(element);
    if (!certificate) return refuse_x5c();
    if (!leaf) leaf = std::move(certificate);
  }
  if (!is_valid_now(leaf.get())) {
    return refuse_grant(120,
                        "Invalid assertion. Client authentication failed. Invalid certificate");
  }
  const auto der = crypto::certificate_to_der(leaf.get());
  if (std::ranges::find(client.certificates, der) == client.certificates.end()) {
    return refuse_grant(122,
                        "Invalid assertion. Client authentication failed. The organization number "
                        "of the certificate is not the client's");
  }
  auto key = crypto::PublicKey::adopt(crypto::KeyPtr(X509_get_pubkey(leaf.get())));
  if (!key) return refuse_x5c();
  return std::move(*key);
}

}  // namespace entra_auth::sandbox
