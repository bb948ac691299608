// SPDX-License-Identifier: MIT
// TLS servers and certificates of the openssl command.
#pragma once

#include "support/temp_dir.hpp"

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <vector>

namespace entra_auth::test {

/// Paths of PEM files.
struct Certificate {
  std::string certificate;
  std::string key;
};

/// A folder of certificates. Names are as in subjectAltName: "DNS:localhost", "IP:127.0.0.1".
class CertificateFolder {
 public:
  /// A self-signed CA.
  [[nodiscard]] Certificate authority(const std::string& file) const;
  [[nodiscard]] Certificate self_signed(const std::string& file, const std::string& name) const;
  /// Self-signed, expired yesterday.
  [[nodiscard]] Certificate expired(const std::string& file, const std::string& name) const;
  [[nodiscard]] Certificate issued(const std::string& file, const std::string& name,
                                   const Certificate& issuer) const;

 private:
  [[nodiscard]] Certificate make(const std::string& file, const std::string& extensions,
                                 std::vector<std::string> signing) const;

  TempDir dir_;
};

/// A running `openssl s_server` on a free port of 127.0.0.1 that answers GET with a page.
class TlsServer {
 public:
  explicit TlsServer(const Certificate& certificate, std::vector<std::string> arguments = {});
  ~TlsServer();
  TlsServer(const TlsServer&) = delete;
  TlsServer& operator=(const TlsServer&) = delete;

  [[nodiscard]] std::uint16_t port() const { return port_; }
  /// "https://HOST:PORT/"
  [[nodiscard]] std::string url(const std::string& host = "127.0.0.1") const;

 private:
  pid_t pid_ = -1;
  int output_ = -1;
  std::uint16_t port_ = 0;
};

}  // namespace entra_auth::test
