// SPDX-License-Identifier: MIT
#include "crypto/key_file.hpp"

#include "base/encoding.hpp"
#include "crypto/certificate_fixture.hpp"

#include <catch2/catch.hpp>

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

}  // namespace

TEST_CASE("DER files are recognised by what they hold") {
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

TEST_CASE("the base64 text of a PFX, of DER or of PEM is read like the file") {
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

TEST_CASE("what is neither is named") {
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

TEST_CASE("base64 of base64 is not unwrapped") {
  CHECK(refusal(base64_encode(base64_encode("-----BEGIN A-----\nQUJD\n-----END A-----")))
            .find("neither") != std::string::npos);
}
