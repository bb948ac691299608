// SPDX-License-Identifier: MIT
#pragma once

#include "e2e/home.hpp"

#include <cstdint>
#include <memory>
#include <string>

namespace entra_auth::test {

/// The sandbox on https, with a certificate of its own. Its control requests are not meant for
/// tests that use this: they look at the client's side only.
class TlsSandbox {
 public:
  /// Key and certificate are kept in the home. `name`: what the certificate is for besides
  /// 127.0.0.1, as openssl writes it ("DNS:login.sandbox.test", "IP:0.0.0.0").
  TlsSandbox(Home& home, const std::string& name);

  [[nodiscard]] const std::string& certificate() const { return certificate_; }
  [[nodiscard]] std::string authority() const { return (*server_)["authority"]; }
  [[nodiscard]] std::uint16_t port() const;
  /// `get-token` with a profile for its first client; `members` are further lines of the profile.
  [[nodiscard]] RunResult get(const Home& home, const std::string& authority,
                              const std::string& members = "",
                              std::vector<std::string> more = {}) const;

 private:
  std::string certificate_;
  std::unique_ptr<SandboxProcess> server_;
};

}  // namespace entra_auth::test
