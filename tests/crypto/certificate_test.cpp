// SPDX-License-Identifier: MIT
#include "crypto/certificate.hpp"

#include "base/encoding.hpp"
#include "crypto/certificate_fixture.hpp"

#include <catch2/catch.hpp>
#include <openssl/err.h>

#include <algorithm>
#include <string>

using namespace entra_auth;
using namespace entra_auth::crypto;
using entra_auth::test::CertificateFixture;

namespace {

CertificateFiles one_file(Secret content, std::optional<Secret> password = std::nullopt) {
  return {.certificate = std::move(content),
          .certificate_name = "cert-file",
          .private_key = std::nullopt,
          .private_key_name = {},
          .password = std::move(password)};
}

CertificateFiles two_files(Secret certificate, Secret key,
                           std::optional<Secret> password = std::nullopt) {
  return {.certificate = std::move(certificate),
          .certificate_name = "cert-file",
          .private_key = std::move(key),
          .private_key_name = "key-file",
          .password = std::move(password)};
}

void check_works(const CertificateFiles& files) {
  const auto loaded = load_client_certificate(files);
  if (!loaded) FAIL(loaded.error().message);
  CHECK(ERR_peek_error() == 0);
  const auto signature = loaded->key.sign(Algorithm::ps256, "message");
  REQUIRE(signature);
  const auto registered = load_public_certificate(loaded->chain.front());
  REQUIRE(registered);
  CHECK(registered->key.verify(Algorithm::ps256, "message", *signature));
}

Error refusal(const CertificateFiles& files) {
  const auto loaded = load_client_certificate(files);
  REQUIRE_FALSE(loaded);
  CHECK(ERR_peek_error() == 0);
  return loaded.error();
}

bool mentions(const Error& error, std::string_view text) {
  return error.message.find(text) != std::string::npos;
}

std::string with_crlf(const std::string& text) {
  std::string result;
  for (const char c : text) {
    if (c == '\n') result += '\r';
    result += c;
  }
  return result;
}

std::string subject_of(const std::string& der) {
  // Read back through the loader's own public half would prove nothing.
  const test::TempDir folder;
  const auto path = folder.write("c.der", der);
  const CertificateFixture openssl;
  return openssl.openssl({"x509", "-inform", "DER", "-in", path.string(), "-noout", "-subject"});
}

}  // namespace

TEST_CASE("load_client_certificate: reads every arrangement of PEM") {
  const CertificateFixture fixture;
  fixture.openssl("rsa -in key.pem -traditional -out pkcs1.pem");
  fixture.openssl("pkcs8 -topk8 -in key.pem -out pkcs8-encrypted.pem -passout pass:p4ss");
  fixture.openssl(
      "rsa -traditional -aes256 -in key.pem -out pkcs1-encrypted.pem -passout pass:p4ss");
  for (const char* key : {"key.pem", "pkcs1.pem", "pkcs8-encrypted.pem", "pkcs1-encrypted.pem"}) {
    CAPTURE(key);
    check_works(one_file(fixture.join({"cert.pem", key}), Secret("p4ss")));
    check_works(one_file(fixture.join({key, "cert.pem"}), Secret("p4ss")));
    check_works(two_files(fixture.join({"cert.pem"}), fixture.join({key}), Secret("p4ss")));
  }
}

TEST_CASE("load_client_certificate: accepts text around PEM blocks") {
  const CertificateFixture fixture;
  const std::string plain = fixture.read("key.pem") + fixture.read("cert.pem");
  check_works(one_file(Secret(with_crlf(plain))));
  check_works(one_file(Secret("\xEF\xBB\xBF" + plain)));
  check_works(one_file(Secret(plain + "\n-- the end, says the admin\n")));
  check_works(one_file(Secret(base64_encode(plain))));
  // A trusted certificate, and the text that `openssl x509 -text` puts before it.
  fixture.openssl("x509 -in cert.pem -text -trustout -out text.pem");
  check_works(one_file(fixture.join({"text.pem", "key.pem"})));
}

TEST_CASE("load_client_certificate: reads the output of openssl pkcs12 with bag attributes") {
  const CertificateFixture fixture;
  fixture.openssl("pkcs12 -export -in cert.pem -inkey key.pem -name x -out x.pfx -passout pass:");
  fixture.openssl("pkcs12 -in x.pfx -passin pass: -nodes -out bag.pem");
  REQUIRE(fixture.read("bag.pem").find("Bag Attributes") != std::string::npos);
  check_works(one_file(fixture.join({"bag.pem"})));
  fixture.openssl("pkcs12 -in x.pfx -passin pass: -out bag.pem -passout pass:p4ss");
  check_works(one_file(fixture.join({"bag.pem"}), Secret("p4ss")));
}

TEST_CASE("load_client_certificate: reads PFX files and their base64 text") {
  const CertificateFixture fixture;
  for (const char* options :
       {"-passout pass:", "-passout pass:p4ss", "-legacy -passout pass:p4ss"}) {
    CAPTURE(options);
    fixture.openssl(std::string("pkcs12 -export -in cert.pem -inkey key.pem -out x.pfx ") +
                    options);
    const std::string option = options;
    const auto password =
        option.ends_with("pass:") ? std::optional<Secret>() : std::optional(Secret("p4ss"));
    check_works(one_file(fixture.join({"x.pfx"}), password));
    check_works(one_file(Secret(base64_encode(fixture.read("x.pfx")) + "\n"), password));
  }
}

TEST_CASE("load_client_certificate: reads a DER certificate with a separate key") {
  const CertificateFixture fixture;
  fixture.openssl("x509 -in cert.pem -outform DER -out cert.der");
  fixture.openssl("rsa -in key.pem -outform DER -out key.der");
  check_works(two_files(fixture.join({"cert.der"}), fixture.join({"key.pem"})));
  check_works(two_files(fixture.join({"cert.der"}), fixture.join({"key.der"})));
  CHECK(mentions(refusal(one_file(fixture.join({"cert.der"}))), "no private key"));
}

TEST_CASE("load_client_certificate: thumbprints, subject and dates are those that openssl prints") {
  const CertificateFixture fixture;
  fixture.openssl({"req", "-x509", "-key", "key.pem", "-out", "named.pem", "-subj",
                   "/C=NO/O=Bl\xC3\xA5"
                   "b\xC3\xA6r, Inc/CN=fixture",
                   "-utf8", "-days", "30"});
  const auto loaded = load_client_certificate(one_file(fixture.join({"named.pem", "key.pem"})));
  REQUIRE(loaded);
  const auto fingerprint = [&](const std::string& digest) {
    std::string line = fixture.openssl("x509 -in named.pem -noout -fingerprint -" + digest);
    line = line.substr(line.find('=') + 1);
    std::erase_if(line, [](char c) { return c == ':' || c == '\n'; });
    return line;
  };
  CHECK(loaded->thumbprint() == fingerprint("sha1"));
  const auto upper = [](std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), ::toupper);
    return text;
  };
  CHECK(upper(hex_encode(base64url_decode(loaded->x5t()).value())) == fingerprint("sha1"));
  CHECK(upper(hex_encode(base64url_decode(loaded->x5t_s256()).value())) == fingerprint("sha256"));
  CHECK(loaded->subject == "CN=fixture,O=Bl\\C3\\A5b\\C3\\A6r\\, Inc,C=NO");
  CHECK(loaded->not_after - loaded->not_before == std::chrono::hours(24 * 30));
  const auto now = std::chrono::system_clock::now();
  CHECK(loaded->not_before <= now);
  CHECK(loaded->not_before > now - std::chrono::minutes(5));
}

TEST_CASE(
    "load_client_certificate: the chain follows the issuers, whatever the order in the file") {
  const CertificateFixture fixture;
  fixture.openssl(
      "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout root.key -out root.pem "
      "-subj /CN=root -days 30");
  fixture.openssl(
      "req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout middle.key -out "
      "middle.csr -subj /CN=middle -addext basicConstraints=critical,CA:true");
  fixture.openssl(
      "x509 -req -in middle.csr -CA root.pem -CAkey root.key -CAcreateserial -copy_extensions copy "
      "-out middle.pem -days 30");
  fixture.openssl("req -new -key key.pem -out leaf.csr -subj /CN=leaf");
  fixture.openssl(
      "x509 -req -in leaf.csr -CA middle.pem -CAkey middle.key -CAcreateserial -out leaf.pem -days "
      "30");
  fixture.openssl(
      "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout other.key -out "
      "other.pem -subj /CN=unrelated -days 30");
  const auto check_chain = [&](const CertificateFiles& files) {
    const auto loaded = load_client_certificate(files);
    REQUIRE(loaded);
    REQUIRE(loaded->chain.size() == 3);
    CHECK(subject_of(loaded->chain[0]) == "subject=CN = leaf\n");
    CHECK(subject_of(loaded->chain[1]) == "subject=CN = middle\n");
    CHECK(subject_of(loaded->chain[2]) == "subject=CN = root\n");
  };
  check_chain(
      one_file(fixture.join({"root.pem", "other.pem", "key.pem", "leaf.pem", "middle.pem"})));
  check_chain(one_file(fixture.join({"leaf.pem", "root.pem", "middle.pem", "key.pem"})));
  // Each certificate comes once, however often the file has it.
  check_chain(one_file(fixture.join({"leaf.pem", "root.pem", "middle.pem", "root.pem", "leaf.pem",
                                     "middle.pem", "root.pem", "key.pem"})));
  fixture.openssl("pkcs12 -export -in leaf.pem -inkey key.pem -out x.pfx -passout pass:");
  // A chain with its middle missing ends where it breaks.
  const auto broken =
      load_client_certificate(one_file(fixture.join({"root.pem", "leaf.pem", "key.pem"})));
  REQUIRE(broken);
  CHECK(broken->chain.size() == 1);
}

TEST_CASE(
    "load_client_certificate: of two certificates for the key, uses the one that is valid longer") {
  const CertificateFixture fixture;
  fixture.openssl("req -x509 -key key.pem -out long.pem -subj /CN=renewed -days 300");
  for (const auto& names : {std::vector<std::string>{"cert.pem", "long.pem", "key.pem"},
                            std::vector<std::string>{"long.pem", "key.pem", "cert.pem"}}) {
    const auto loaded = load_client_certificate(one_file(fixture.join(names)));
    REQUIRE(loaded);
    CHECK(loaded->subject == "CN=renewed");
  }
}

TEST_CASE("load_client_certificate: of several keys, uses the one that has a certificate") {
  const CertificateFixture fixture;
  fixture.openssl("genrsa -out other.pem 2048");
  check_works(one_file(fixture.join({"other.pem", "cert.pem", "key.pem"})));
}

TEST_CASE("load_client_certificate: a missing or wrong password is `secret_unavailable`") {
  const CertificateFixture fixture;
  fixture.openssl("pkcs8 -topk8 -in key.pem -out encrypted.pem -passout pass:p4ss");
  const auto content = [&] { return fixture.join({"cert.pem", "encrypted.pem"}); };
  const Error missing = refusal(one_file(content()));
  CHECK(missing.kind == ErrorKind::secret_unavailable);
  CHECK(mentions(missing, "cert-file"));
  CHECK(missing.hints.at(0).find("`certificate_password`") != std::string::npos);
  const Error wrong = refusal(one_file(content(), Secret("s3cr3tCanary")));
  CHECK(wrong.kind == ErrorKind::secret_unavailable);
  CHECK(wrong.message != missing.message);
  CHECK_FALSE(mentions(wrong, "s3cr3tCanary"));
  const Error separate =
      refusal(two_files(fixture.join({"cert.pem"}), fixture.join({"encrypted.pem"})));
  CHECK(mentions(separate, "key-file"));
}

TEST_CASE(
    "load_client_certificate: ignores an encrypted key in the certificate file if the key is "
    "separate") {
  const CertificateFixture fixture;
  fixture.openssl("pkcs8 -topk8 -in key.pem -out encrypted.pem -passout pass:p4ss");
  check_works(two_files(fixture.join({"cert.pem", "encrypted.pem"}), fixture.join({"key.pem"})));
}

TEST_CASE(
    "load_client_certificate: names a missing certificate or key and what was found instead") {
  const CertificateFixture fixture;
  fixture.openssl("pkey -in key.pem -pubout -out public.pem");
  fixture.openssl("req -new -key key.pem -out request.pem -subj /CN=x");
  const Error no_key = refusal(one_file(fixture.join({"cert.pem"})));
  CHECK(no_key.kind == ErrorKind::invalid_configuration);
  CHECK(mentions(no_key, "cert-file holds a certificate, and no private key"));
  CHECK(no_key.hints.at(0).find("`private_key_path`") != std::string::npos);
  CHECK(
      mentions(refusal(one_file(fixture.join({"key.pem"}))), "a private key, and no certificate"));
  CHECK(mentions(refusal(one_file(fixture.join({"public.pem"}))), "a public key"));
  const Error request = refusal(one_file(fixture.join({"request.pem"})));
  CHECK(mentions(request, "a certificate signing request"));
  CHECK_FALSE(request.hints.empty());
  CHECK(mentions(refusal(two_files(fixture.join({"cert.pem"}), fixture.join({"public.pem"}))),
                 "key-file holds a public key"));
  CHECK(mentions(refusal(one_file(Secret("ssh-ed25519 AAAA me"))), "an SSH public key"));
  const Secret ssh(
      "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAA\n"
      "-----END OPENSSH PRIVATE KEY-----\n");
  const Error openssh = refusal(two_files(fixture.join({"cert.pem"}), ssh));
  CHECK(mentions(openssh, "an OpenSSH private key"));
  CHECK(openssh.hints.at(0).find("ssh-keygen -p -m PEM") != std::string::npos);
}

TEST_CASE("load_client_certificate: refuses a PFX without a key") {
  const CertificateFixture fixture;
  fixture.openssl("pkcs12 -export -nokeys -in cert.pem -out x.pfx -passout pass:");
  CHECK(mentions(refusal(one_file(fixture.join({"x.pfx"}))), "no private key"));
}

TEST_CASE(
    "load_client_certificate: refuses the key of another certificate and shows the thumbprint") {
  const CertificateFixture fixture;
  fixture.openssl("genrsa -out other.pem 2048");
  const auto own = load_client_certificate(one_file(fixture.join({"cert.pem", "key.pem"})));
  REQUIRE(own);
  const Error error = refusal(two_files(fixture.join({"cert.pem"}), fixture.join({"other.pem"})));
  CHECK(error.kind == ErrorKind::invalid_configuration);
  CHECK(mentions(error, "key-file"));
  CHECK(mentions(error, "cert-file"));
  CHECK(error.hints.at(0).find(own->thumbprint()) != std::string::npos);
}

TEST_CASE("load_client_certificate: refuses EC and short RSA keys") {
  const CertificateFixture fixture;
  fixture.openssl(
      "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ec.key -out ec.pem "
      "-subj /CN=ec -days 30");
  fixture.openssl(
      "req -x509 -newkey rsa:1024 -nodes -keyout short.key -out short.pem -subj /CN=short -days "
      "30");
  const Error ec = refusal(one_file(fixture.join({"ec.pem", "ec.key"})));
  CHECK(ec.kind == ErrorKind::invalid_configuration);
  CHECK(mentions(ec, "EC key"));
  CHECK(mentions(ec, "RSA"));
  CHECK(mentions(refusal(one_file(fixture.join({"short.pem", "short.key"}))), "1024"));
}

TEST_CASE("load_client_certificate: reads an expired certificate") {
  const CertificateFixture fixture;
  fixture.openssl("req -new -key key.pem -out x.csr -subj /CN=old");
  fixture.openssl("x509 -req -in x.csr -signkey key.pem -days -1 -out old.pem");
  const auto loaded = load_client_certificate(one_file(fixture.join({"old.pem", "key.pem"})));
  REQUIRE(loaded);
  CHECK(loaded->not_after < std::chrono::system_clock::now());
}

TEST_CASE("load_client_certificate: a broken certificate is an error") {
  const CertificateFixture fixture;
  const std::string der_of_nothing =
      "-----BEGIN CERTIFICATE-----\nMIIBAA==\n-----END CERTIFICATE-----\n";
  CHECK(refusal(one_file(Secret(der_of_nothing + fixture.read("key.pem")))).message ==
        "a certificate in cert-file is damaged");
  CHECK_FALSE(load_public_certificate(der_of_nothing));
  CHECK_FALSE(load_public_certificate(""));
  CHECK_FALSE(load_public_certificate(fixture.read("key.pem")));
}

TEST_CASE("load_public_certificate: PEM and DER give the same DER") {
  const CertificateFixture fixture;
  fixture.openssl("x509 -in cert.pem -outform DER -out cert.der");
  const auto from_pem = load_public_certificate(fixture.read("cert.pem"));
  const auto from_der = load_public_certificate(fixture.read("cert.der"));
  REQUIRE(from_pem);
  REQUIRE(from_der);
  CHECK(from_pem->der == from_der->der);
  CHECK(from_pem->der == fixture.read("cert.der"));
  CHECK(from_pem->key.bits() == 2048);
}

TEST_CASE("load_client_certificate: a repeated self-signed certificate is a chain of one") {
  const CertificateFixture fixture;
  const auto loaded =
      load_client_certificate(one_file(fixture.join({"cert.pem", "cert.pem", "key.pem"})));
  REQUIRE(loaded);
  CHECK(loaded->chain.size() == 1);
}
