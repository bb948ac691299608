// SPDX-License-Identifier: MIT
// Keys and certificates made by the `openssl` command in a folder of the test's own.
#pragma once

#include "support/temp_dir.hpp"
#include <entra_auth/secret.hpp>

#include <string>
#include <vector>

namespace entra_auth::test {

class CertificateFixture {
 public:
  /// Makes key.pem (PKCS#8, RSA 2048) and cert.pem (self-signed, CN=fixture).
  CertificateFixture();

  /// Runs openssl in the folder; fails the test where openssl fails. Returns its output.
  std::string openssl(std::vector<std::string> arguments) const;
  /// The words of one line, for arguments that hold no spaces.
  std::string openssl(const std::string& arguments) const;

  [[nodiscard]] std::string read(const std::string& name) const;
  /// The files one after another.
  [[nodiscard]] Secret join(const std::vector<std::string>& names) const;

 private:
  TempDir folder_;
};

}  // namespace entra_auth::test
