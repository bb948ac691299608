// SPDX-License-Identifier: MIT

#include "crypto/key_file.hpp"

#include "base/encoding.hpp"
#include "crypto/certificate_fixture.hpp"

#include <catch2/catch.hpp>
#include <openssl/err.h>

#include <string>

using namespace entra_auth;
using namespace entra_auth::crypto;
using entra_auth::test::CertificateFixture;

namespace {

const ProtectedFile kFile{.name = "the-file", .password = Secret("p4ss")};

std::string only_label(const std::string& content) {
  const auto blocks = read_key_file(Secret(std::string_view(content)), kFile);
  REQUIRE(blocks);
  REQUIRE(blocks->size() == 1);
  return blocks->front().label;
}

std::string refusal(const std::string& content) {
  const auto blocks = read_key_file(Secret(std::string_view(content)), kFile);
  REQUIRE_FALSE(blocks);
  CHECK(blocks.error().kind == ErrorKind::invalid_configuration);
  return blocks.error().message;
}

std::string in_lines(const std::string& base64) {
  std::string text;
  for (std::size_t i = 0; i < base64.size(); i += 76) text += base64.substr(i, 76) + "\r\n";
  return text;
}

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
TEST_CASE("key_file: recognises DER files by their content") {
  const CertificateFixture fixture;
  fixture.openssl("x509 -in cert.pem -outform DER -out cert.der");
  fixture.openssl("pkcs8 -topk8 -nocrypt -in key.pem -outform DER -out pkcs8.der");
  fixture.openssl("rsa -in key.pem -traditional -outform DER -out pkcs1.der");
  fixture.openssl("pkcs8 -topk8 -in key.pem -outform DER -out encrypted.der -passout pass:p4ss");
  fixture.openssl("pkey -in key.pem -pubout -outform DER -out public.der");
  fixture.openssl("req -new -key key.pem -subj /CN=x -outform DER -out request.der");
  CHECK(only_label(fixture.read("cert.der")) == "CERTIFICATE");
  CHECK(only_label(fixture.read("pkcs8.der")) == "PRIVATE KEY");
  CHECK(only_label(fixture.read("pkcs1.der")) == "PRIVATE KEY");
  CHECK(only_label(fixture.read("encrypted.der")) == "ENCRYPTED PRIVATE KEY");
  CHECK(only_label(fixture.read("public.der")) == "PUBLIC KEY");
  CHECK(only_label(fixture.read("request.der")) == "CERTIFICATE REQUEST");
}

TEST_CASE("key_file: reads the base64 text of PFX, DER and PEM like the file") {
  const CertificateFixture fixture;
  fixture.openssl("pkcs12 -export -in cert.pem -inkey key.pem -out x.pfx -passout pass:p4ss");
  fixture.openssl("x509 -in cert.pem -outform DER -out cert.der");
  for (const std::string& text :
       {base64_encode(fixture.read("x.pfx")), in_lines(base64_encode(fixture.read("x.pfx"))),
        base64url_encode(fixture.read("x.pfx")),
        "\xEF\xBB\xBF" + base64_encode(fixture.read("x.pfx")) + "\n"}) {
    const auto blocks = read_key_file(Secret(std::string_view(text)), kFile);
    REQUIRE(blocks);
    CHECK(blocks->size() == 2);
  }
  CHECK(only_label(base64_encode(fixture.read("cert.der"))) == "CERTIFICATE");
  CHECK(only_label(base64_encode(fixture.read("cert.pem"))) == "CERTIFICATE");
}

TEST_CASE("key_file: says what an unusable file is") {
  CHECK(refusal("") == "the-file is empty");
  CHECK(refusal(" \r\n") == "the-file is empty");
  CHECK(refusal("hello, world").find("neither PEM nor PFX") != std::string::npos);
  CHECK(refusal("/home/me/cert.pem").find("neither PEM nor PFX") != std::string::npos);
  CHECK(refusal("ssh-rsa AAAAB3NzaC1yc2E me@here").find("SSH public key") != std::string::npos);
  CHECK(refusal("PuTTY-User-Key-File-3: ssh-rsa").find("PuTTY") != std::string::npos);
  CHECK(refusal(R"({"kty":"RSA"})").find("JSON") != std::string::npos);
  CHECK(refusal(std::string("0\x03\x02\x01\x05", 5)).find("neither") != std::string::npos);
  CHECK(refusal(std::string(2 * 1024 * 1024, 'A')).find("larger than 1 MiB") != std::string::npos);
  CHECK(refusal("-----BEGIN CERTIFICATE-----\nAAAA") ==
        "the-file: the block CERTIFICATE at line 1 has no end line");
}

TEST_CASE("key_file: does not decode base64 twice") {
  CHECK(refusal(base64_encode(base64_encode("-----BEGIN A-----\nQUJD\n-----END A-----")))
            .find("neither") != std::string::npos);
}

TEST_CASE("load_private_key: reads every format") {
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

TEST_CASE("load_private_key: opens encrypted keys with their password only") {
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

TEST_CASE("load_private_key: a thousand wrong passwords are never reported as a damaged file") {
  const CertificateFixture fixture;
  fixture.openssl("rsa -traditional -aes128 -in key.pem -out x.pem -passout pass:p4ss");
  const Secret content = fixture.join({"x.pem"});
  for (int i = 0; i < 1000; ++i) {
    const auto key = load_private_key(content, "x.pem", Secret(std::to_string(i)));
    REQUIRE_FALSE(key);
    REQUIRE(key.error().kind == ErrorKind::secret_unavailable);
  }
}

TEST_CASE("load_private_key: a password too long for OpenSSL is a wrong password") {
  const CertificateFixture fixture;
  fixture.openssl("rsa -traditional -aes128 -in key.pem -out x.pem -passout pass:p4ss");
  const auto key = load(fixture, "x.pem", Secret(std::string(100'000, 'x')));
  REQUIRE_FALSE(key);
  CHECK(key.error().kind == ErrorKind::secret_unavailable);
}

TEST_CASE("load_private_key: says what a file without a usable private key contains") {
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

TEST_CASE("load_private_key: truncated or changed DER is an error") {
  const auto key = load_private_key(
      Secret("-----BEGIN PRIVATE KEY-----\nMIIEvQ==\n-----END PRIVATE KEY-----\n"), "x", {});
  REQUIRE_FALSE(key);
  CHECK(key.error().message == "the private key in x is damaged");
}
