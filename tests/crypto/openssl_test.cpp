// SPDX-License-Identifier: MIT
// OpenSSL as a guest in a program that holds keys: it must not read configuration, ask on the
// terminal or leave errors behind.

#include "crypto/openssl.hpp"

#include "crypto/certificate.hpp"
#include "crypto/certificate_fixture.hpp"
#include "crypto/digest.hpp"
#include "crypto/key_file.hpp"
#include "crypto/keys.hpp"
#include "support/temp_dir.hpp"

#include <catch2/catch.hpp>
#include <openssl/err.h>

#include <poll.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <string>
#include <vector>

using namespace entra_auth;
using namespace entra_auth::crypto;
using entra_auth::test::CertificateFixture;
using entra_auth::test::TempDir;
TEST_CASE("libcrypto_version: returns the version") {
  CHECK(entra_auth::crypto::libcrypto_version()->starts_with("OpenSSL 3."));
}

TEST_CASE("openssl: ignores OPENSSL_CONF and OPENSSL_MODULES") {
  const CertificateFixture fixture;  // before the variables: its openssl would obey
  fixture.openssl(
      "pkcs12 -export -legacy -in cert.pem -inkey key.pem -out x.pfx -passout pass:p4ss");
  const TempDir folder;
  // Would make every algorithm unavailable.
  const auto config = folder.write("openssl.cnf",
                                   "openssl_conf = init\n[init]\nalg_section = properties\n"
                                   "[properties]\ndefault_properties = \"fips=yes\"\n");
  ::setenv("OPENSSL_CONF", config.c_str(), 1);
  ::setenv("OPENSSL_MODULES", folder.path().c_str(), 1);
  CHECK(sha1("abc").size() == 20);
  const PrivateKey key = PrivateKey::generate_ec(256);
  CHECK(key.sign(Algorithm::es256, "message"));
  const auto certificate = load_client_certificate({.certificate = fixture.join({"x.pfx"}),
                                                    .certificate_name = "x.pfx",
                                                    .private_key = {},
                                                    .private_key_name = {},
                                                    .password = Secret("p4ss")});
  CHECK(certificate);
  ::unsetenv("OPENSSL_CONF");
  ::unsetenv("OPENSSL_MODULES");
}

TEST_CASE("OpenSslScope: starts and ends with an empty error queue") {
  {
    const OpenSslScope openssl;
    ERR_raise(ERR_LIB_EVP, ERR_R_INTERNAL_ERROR);
    CHECK(ERR_peek_error() != 0);
  }
  CHECK(ERR_peek_error() == 0);
}

// OpenSSL would ask on the controlling terminal, so this gives it one and listens.
TEST_CASE("openssl: never prompts for a passphrase on the terminal") {
  const CertificateFixture fixture;
  fixture.openssl("pkcs8 -topk8 -in key.pem -out pkcs8.pem -passout pass:p4ss");
  fixture.openssl("rsa -traditional -aes128 -in key.pem -out traditional.pem -passout pass:p4ss");
  fixture.openssl("pkcs12 -export -in cert.pem -inkey key.pem -out x.pfx -passout pass:p4ss");
  fixture.openssl("pkcs8 -topk8 -in key.pem -outform DER -out pkcs8.der -passout pass:p4ss");
  std::vector<Secret> contents;
  for (const char* name : {"pkcs8.pem", "traditional.pem", "x.pfx", "pkcs8.der"}) {
    contents.push_back(fixture.join({name}));
  }

  int terminal = -1;
  const pid_t child = ::forkpty(&terminal, nullptr, nullptr, nullptr);
  REQUIRE(child >= 0);
  if (child == 0) {
    int refused = 0;
    for (const Secret& content : contents) {
      for (const auto& password : {std::optional<Secret>(), std::optional<Secret>(Secret("no"))}) {
        const auto key = load_private_key(content, "x", password);
        if (!key && key.error().kind == ErrorKind::secret_unavailable) ++refused;
      }
    }
    ::_exit(refused == 8 ? 0 : 1);
  }
  std::string shown;
  char buffer[256];
  pollfd ready{.fd = terminal, .events = POLLIN, .revents = 0};
  while (::poll(&ready, 1, 30'000) == 1) {  // the end of the child ends it with EIO
    const ssize_t size = ::read(terminal, buffer, sizeof buffer);
    if (size <= 0) break;
    shown.append(buffer, static_cast<std::size_t>(size));
    if (shown.find("pass") != std::string::npos) break;
  }
  ::close(terminal);
  CHECK(shown.empty());
  int status = -1;
  REQUIRE(::waitpid(child, &status, 0) == child);
  CHECK(status == 0);
}
