// SPDX-License-Identifier: MIT
// A certificate with its private key, as a client authenticates with it: from PEM text in whatever
// order and dress (PKCS#1, PKCS#8, encrypted, bag attributes, chain) or from a PFX.
#pragma once

#include "crypto/keys.hpp"
#include <entra_auth/clock.hpp>
#include <entra_auth/secret.hpp>

#include <optional>
#include <string>
#include <vector>

namespace entra_auth::crypto {

struct ClientCertificate {
  PrivateKey key;
  std::vector<std::string> chain;  // DER; the certificate that belongs to `key` comes first
  std::string subject;             // RFC 2253 form, for messages
  Timestamp not_before{};
  Timestamp not_after{};

  /// base64url of the SHA-256 of the DER (RFC 7515 section 4.1.8).
  [[nodiscard]] std::string x5t_s256() const;
  /// base64url of the SHA-1 of the DER (RFC 7515 section 4.1.7): the legacy pair of RS256.
  [[nodiscard]] std::string x5t() const;
  /// Upper-case hexadecimal SHA-1, as the Entra portal shows it.
  [[nodiscard]] std::string thumbprint() const;
};

struct CertificateFiles {
  Secret certificate;                 // content of `certificate_path`: PEM or PFX
  std::string certificate_name;       // its path, for messages
  std::optional<Secret> private_key;  // content of `private_key_path`, if it is separate
  std::string private_key_name;
  std::optional<Secret> password;  // of the PFX or of the encrypted key
};

/// Fails with `invalid_configuration` if the files are not usable (no certificate, no key, key of
/// another certificate, EC key instead of RSA, unreadable line), and with `secret_unavailable` for
/// a missing or wrong password. Messages name the file and never quote its content.
[[nodiscard]] Result<ClientCertificate> load_client_certificate(const CertificateFiles& files);

/// One PEM or DER certificate; for the sandbox, which registers certificates as Entra's
/// portal does and checks those in `x5c`.
struct PublicCertificate {
  PublicKey key;
  std::string der;
  Timestamp not_before{};
  Timestamp not_after{};
};
[[nodiscard]] Result<PublicCertificate> load_public_certificate(std::string_view pem_or_der);

}  // namespace entra_auth::crypto
