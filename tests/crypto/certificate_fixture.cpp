// SPDX-License-Identifier: MIT
#include "crypto/certificate_fixture.hpp"

#include "base/text.hpp"
#include "support/spawn.hpp"

#include <catch2/catch.hpp>

namespace entra_auth::test {

CertificateFixture::CertificateFixture() {
  openssl(
      "req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -subj /CN=fixture -days 30");
}

std::string CertificateFixture::openssl(std::vector<std::string> arguments) const {
  arguments.insert(arguments.begin(), "/usr/bin/openssl");
  const RunResult result = run(arguments, {.env = own_environment(), .cwd = folder_.path()});
  CAPTURE(arguments, result.err);
  REQUIRE(result.exit_status == 0);
  return result.out;
}

std::string CertificateFixture::openssl(const std::string& arguments) const {
  return openssl(split(arguments, " "));
}

std::string CertificateFixture::read(const std::string& name) const {
  return read_text(folder_ / name);
}

Secret CertificateFixture::join(const std::vector<std::string>& names) const {
  std::string text;
  for (const auto& name : names) text += read(name);
  return Secret(std::move(text));
}

}  // namespace entra_auth::test
