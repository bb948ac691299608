// SPDX-License-Identifier: MIT
#include "crypto/pfx.hpp"

#include "crypto/certificate_fixture.hpp"
#include "crypto/openssl.hpp"

#include <catch2/catch.hpp>
#include <openssl/err.h>
#include <openssl/pkcs12.h>

#include <string>

using namespace entra_auth;
using namespace entra_auth::crypto;
using entra_auth::test::CertificateFixture;

namespace {

constexpr const char* kExport = "pkcs12 -export -in cert.pem -inkey key.pem -out x.pfx ";

std::string exported(const CertificateFixture& fixture, const std::string& options) {
  fixture.openssl(kExport + options);
  return fixture.read("x.pfx");
}

ProtectedFile file(std::optional<Secret> password) {
  return {.name = "x.pfx", .password = std::move(password)};
}

Error failure(const std::string& der, const ProtectedFile& file) {
  const auto blocks = open_pfx(der, file);
  REQUIRE_FALSE(blocks);
  CHECK(ERR_peek_error() == 0);
  return blocks.error();
}

}  // namespace

TEST_CASE("open_pfx: opens files with every encryption") {
  const CertificateFixture fixture;
  const std::string certificate = fixture.read("cert.pem");
  for (const char* options :
       {"-passout pass:p4ss", "-legacy -passout pass:p4ss", "-legacy -descert -passout pass:p4ss",
        "-keypbe AES-256-CBC -certpbe AES-256-CBC -passout pass:p4ss",
        "-keypbe NONE -certpbe NONE -passout pass:p4ss", "-macalg sha512 -passout pass:p4ss",
        "-legacy -macalg md4 -passout pass:p4ss", "-nomac -passout pass:p4ss"}) {
    CAPTURE(options);
    const auto blocks = open_pfx(exported(fixture, options), file(Secret("p4ss")));
    REQUIRE(blocks);
    REQUIRE(blocks->size() == 2);
    CHECK((*blocks)[0].label == "PRIVATE KEY");
    CHECK((*blocks)[1].label == "CERTIFICATE");
    CHECK((*blocks)[1].der.expose() == split_pem(certificate)->front().der.expose());
  }
}

TEST_CASE("open_pfx: files without a password open without one and with an empty one") {
  const CertificateFixture fixture;
  for (const char* options : {"-passout pass:", "-legacy -passout pass:",
                              "-nomac -keypbe NONE -certpbe NONE -passout pass:"}) {
    CAPTURE(options);
    const std::string der = exported(fixture, options);
    CHECK(open_pfx(der, file(std::nullopt)));
    CHECK(open_pfx(der, file(Secret())));
  }
}

TEST_CASE("open_pfx: opens a file whose MAC was made over no password") {
  const CertificateFixture fixture;
  const std::string certificate_pem = fixture.read("cert.pem");
  const auto certificate_block = split_pem(certificate_pem);
  REQUIRE(certificate_block);
  const auto certificate = certificate_from_der(certificate_block->front().der.expose());
  const std::unique_ptr<PKCS12, Freed<&LibCrypto::PKCS12_free>> pfx(
      PKCS12_create(nullptr, "name", nullptr, certificate.get(), nullptr, -1, -1, 0, 1, 0));
  REQUIRE(pfx);
  unsigned char* der = nullptr;
  const int size = i2d_PKCS12(pfx.get(), &der);
  REQUIRE(size > 0);
  const std::string bytes(reinterpret_cast<char*>(der), static_cast<std::size_t>(size));
  OPENSSL_free(der);
  const auto blocks = open_pfx(bytes, file(std::nullopt));
  REQUIRE(blocks);
  CHECK(blocks->size() == 1);
}

TEST_CASE("open_pfx: distinguishes a wrong password from a missing one") {
  const CertificateFixture fixture;
  for (const char* options :
       {"-passout pass:p4ss", "-legacy -passout pass:p4ss", "-nomac -passout pass:p4ss"}) {
    CAPTURE(options);
    const std::string der = exported(fixture, options);
    const Error wrong = failure(der, file(Secret("other")));
    CHECK(wrong.kind == ErrorKind::secret_unavailable);
    CHECK(wrong.message == "the password does not open x.pfx");
    const Error missing = failure(der, file(std::nullopt));
    CHECK(missing.kind == ErrorKind::secret_unavailable);
    CHECK(missing.message.find("none is given") != std::string::npos);
    CHECK(missing.hints.at(0).find("certificate_password") != std::string::npos);
  }
}

TEST_CASE("open_pfx: without the legacy module an old file is an error that says what to do") {
  const CertificateFixture fixture;
  ProtectedFile old = file(Secret("p4ss"));
  old.name = "my file.pfx";
  old.modules_directory = "/nonexistent";
  const Error error = failure(exported(fixture, "-legacy -passout pass:p4ss"), old);
  CHECK(error.kind == ErrorKind::invalid_configuration);
  CHECK(error.message.find("my file.pfx") != std::string::npos);
  CHECK(error.hints.at(0).find("openssl pkcs12 -legacy -out new.pem -in 'my file.pfx'") !=
        std::string::npos);
  CHECK(open_pfx(exported(fixture, "-passout pass:p4ss"), old));
}

TEST_CASE("open_pfx: passwords are UTF-8 and may be long") {
  const CertificateFixture fixture;
  for (const std::string& password :
       {std::string("p\xC3\xA5\xC3\xB8 \xE2\x82\xAC"), std::string(300, 'x')}) {
    fixture.openssl({"pkcs12", "-export", "-in", "cert.pem", "-inkey", "key.pem", "-out", "x.pfx",
                     "-passout", "pass:" + password});
    CHECK(open_pfx(fixture.read("x.pfx"), file(Secret(std::string_view(password)))));
  }
}

TEST_CASE("open_pfx: a damaged file is an error") {
  const CertificateFixture fixture;
  const std::string good = exported(fixture, "-passout pass:p4ss");
  for (std::size_t size = 0; size < good.size(); size += 101) {
    failure(good.substr(0, size), file(Secret("p4ss")));
  }
  int opened = 0;
  for (std::size_t i = 0; i < good.size(); i += 61) {
    std::string damaged = good;
    damaged[i] = static_cast<char>(damaged[i] ^ 0x20);
    opened += open_pfx(damaged, file(Secret("p4ss"))).has_value() ? 1 : 0;
  }
  CHECK(opened < 5);  // a bit of the outermost version or of a name may be redundant
}
