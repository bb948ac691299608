// SPDX-License-Identifier: MIT
#include "crypto/certificate_fixture.hpp"
#include "crypto/key_file.hpp"

#include <catch2/catch.hpp>
#include <openssl/err.h>

#include <string>

using namespace entra_auth;
using namespace entra_auth::crypto;
using entra_auth::test::CertificateFixture;

namespace {

Result<PrivateKey> load(const CertificateFixture& fixture, const std::string& name,
                        const std::optional<Secret>& password = std::nullopt) {
  auto key = load_private_key(fixture.join({name}), name, password);
  CHECK(ERR_peek_error() == 0);
  return key;
}

bool signs(const Result<PrivateKey>& key, Algorithm algorithm) {
  if (!key) return false;
  const auto signature = key->sign(algorithm, "message");
  return signature && key->public_key().verify(algorithm, "message", *signature);
}

}  // namespace

TEST_CASE("private keys load from every format") {
  const CertificateFixture fixture;
  fixture.openssl("rsa -in key.pem -traditional -out pkcs1.pem");
  fixture.openssl("rsa -in key.pem -outform DER -out key.der");
  fixture.openssl("ecparam -name prime256v1 -genkey -out ec.pem");  // EC PARAMETERS comes first
  fixture.openssl("pkcs8 -topk8 -nocrypt -in ec.pem -out ec8.pem");
  CHECK(signs(load(fixture, "key.pem"), Algorithm::rs256));
  CHECK(signs(load(fixture, "pkcs1.pem"), Algorithm::rs256));
  CHECK(signs(load(fixture, "key.der"), Algorithm::rs256));
  CHECK(signs(load(fixture, "ec.pem"), Algorithm::es256));
  CHECK(signs(load(fixture, "ec8.pem"), Algorithm::es256));
}

TEST_CASE("encrypted keys open with their password, and with no other") {
  const CertificateFixture fixture;
  const std::string plain(fixture.read("key.pem"));
  for (const char* command :
       {"pkcs8 -topk8 -in key.pem -out x.pem -passout pass:p4ss",
        "pkcs8 -topk8 -v2 des3 -in key.pem -out x.pem -passout pass:p4ss",
        "pkcs8 -topk8 -scrypt -in key.pem -out x.pem -passout pass:p4ss",
        "pkcs8 -topk8 -v1 PBE-SHA1-3DES -in key.pem -out x.pem -passout pass:p4ss",
        "pkcs8 -topk8 -v1 PBE-MD5-DES -provider legacy -provider default -in key.pem -out x.pem "
        "-passout pass:p4ss",
        "rsa -traditional -aes256 -in key.pem -out x.pem -passout pass:p4ss",
        "rsa -traditional -des3 -in key.pem -out x.pem -passout pass:p4ss"}) {
    CAPTURE(command);
    fixture.openssl(std::string(command));
    CHECK(signs(load(fixture, "x.pem", Secret("p4ss")), Algorithm::rs256));

    const auto wrong = load(fixture, "x.pem", Secret("other"));
    REQUIRE_FALSE(wrong);
    CHECK(wrong.error().kind == ErrorKind::secret_unavailable);
    CHECK(wrong.error().message == "the password does not open x.pem");

    for (const auto& none : {std::optional<Secret>(), std::optional<Secret>(Secret())}) {
      const auto missing = load(fixture, "x.pem", none);
      REQUIRE_FALSE(missing);
      CHECK(missing.error().kind == ErrorKind::secret_unavailable);
      CHECK(missing.error().hints.at(0).find("certificate_password") != std::string::npos);
    }
  }
}

TEST_CASE("a thousand wrong passwords never pass for a damaged file") {
  const CertificateFixture fixture;
  fixture.openssl("rsa -traditional -aes128 -in key.pem -out x.pem -passout pass:p4ss");
  const Secret content = fixture.join({"x.pem"});
  for (int i = 0; i < 1000; ++i) {
    const auto key = load_private_key(content, "x.pem", Secret(std::to_string(i)));
    REQUIRE_FALSE(key);
    REQUIRE(key.error().kind == ErrorKind::secret_unavailable);
  }
}

TEST_CASE("a password too long for OpenSSL's buffer is only a wrong password") {
  const CertificateFixture fixture;
  fixture.openssl("rsa -traditional -aes128 -in key.pem -out x.pem -passout pass:p4ss");
  const auto key = load(fixture, "x.pem", Secret(std::string(100'000, 'x')));
  REQUIRE_FALSE(key);
  CHECK(key.error().kind == ErrorKind::secret_unavailable);
}

TEST_CASE("what holds no usable private key is named") {
  const CertificateFixture fixture;
  fixture.openssl("pkey -in key.pem -pubout -out public.pem");
  fixture.openssl("genrsa -out short.pem 1024");
  fixture.openssl("genpkey -algorithm ED25519 -out ed.pem");
  fixture.openssl("ecparam -name secp256k1 -genkey -noout -out koblitz.pem");
  const auto message = [&](const std::string& name) {
    const auto key = load(fixture, name);
    REQUIRE_FALSE(key);
    CHECK(key.error().kind == ErrorKind::invalid_configuration);
    return key.error().message;
  };
  CHECK(message("cert.pem") == "cert.pem holds a certificate, and no private key that we can read");
  CHECK(message("public.pem").find("a public key") != std::string::npos);
  CHECK(message("short.pem").find("1024") != std::string::npos);
  CHECK(message("ed.pem").find("neither an RSA nor an EC key") != std::string::npos);
  CHECK(message("koblitz.pem").find("P-256") != std::string::npos);
}

TEST_CASE("a key whose DER is cut or changed is damaged, not a crash") {
  const auto key = load_private_key(
      Secret("-----BEGIN PRIVATE KEY-----\nMIIEvQ==\n-----END PRIVATE KEY-----\n"), "x", {});
  REQUIRE_FALSE(key);
  CHECK(key.error().message == "the private key in x is damaged");
}
