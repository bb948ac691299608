// SPDX-License-Identifier: MIT
// Whom the transport trusts. Servers and certificates come from the openssl command.
#include "http/http_client.hpp"
#include "http/isolated.hpp"
#include "http/tls_server.hpp"
#include "support/raw_server.hpp"
#include "support/spawn.hpp"

#include <catch2/catch.hpp>

#include <filesystem>

using namespace entra_auth;
using namespace entra_auth::http;
using namespace entra_auth::test;

namespace {

constexpr const char* kLoopbackName = "IP:127.0.0.1";

bool contains(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

TransportSettings trusting(const std::string& ca_file) {
  TransportSettings settings;
  settings.ca_file = ca_file;
  settings.ca_file_origin = "SSL_CERT_FILE";
  return settings;
}

Result<HttpResponse> get(const std::string& url, TransportSettings settings = {}) {
  HttpClient client(std::move(settings));
  return client.transport.send(client.get(url));
}

/// The error of a request that must fail for good: certificates do not change between attempts.
Error tls_error(const std::string& url, TransportSettings settings = {}) {
  const auto response = get(url, std::move(settings));
  REQUIRE_FALSE(response);
  CHECK(response.error().kind == ErrorKind::network);
  CHECK_FALSE(response.error().retryable);
  return response.error();
}

/// The message of the error, or the status as text.
std::string outcome_of(const std::string& url, TransportSettings settings = {}) {
  const auto response = get(url, std::move(settings));
  return response ? std::to_string(response->status) : response.error().message;
}

}  // namespace

TEST_CASE("CurlTransport: trusts a CA in ca_file", "[openssl]") {
  const CertificateFolder folder;
  const Certificate ca = folder.authority("ca");
  const TlsServer server(folder.issued("server", kLoopbackName, ca));
  const auto response = get(server.url(), trusting(ca.certificate));
  REQUIRE(response);
  CHECK(response->status == 200);
  CHECK(response->header("content-type") == "text/html");
}

TEST_CASE("CurlTransport: reuses a TLS connection for GETs", "[openssl]") {
  const CertificateFolder folder;
  const Certificate own = folder.self_signed("own", kLoopbackName);
  const TlsServer server(own);
  HttpClient client(trusting(own.certificate));
  CHECK(client.transport.send(client.get(server.url())));
  CHECK(client.transport.send(client.get(server.url())));
}

TEST_CASE("CurlTransport: refuses a self-signed certificate and says what to do", "[openssl]") {
  const CertificateFolder folder;
  const TlsServer server(folder.self_signed("own", kLoopbackName));
  const Error error = tls_error(server.url());
  CHECK(error.message == "the certificate of https://127.0.0.1:" + std::to_string(server.port()) +
                             " is self-signed");
  REQUIRE(error.hints.size() == 1);
  CHECK(contains(error.hints[0], "if a proxy intercepts TLS"));
  CHECK(contains(error.hints[0], "`ca_file`"));
}

TEST_CASE("CurlTransport: refuses a certificate of an unknown CA and says what to do",
          "[openssl]") {
  const CertificateFolder folder;
  const Certificate ca = folder.authority("ca");
  const TlsServer server(folder.issued("server", kLoopbackName, ca));
  const Error error = tls_error(server.url());
  CHECK(contains(error.message, "was issued by a CA that is not trusted here"));
  CHECK(contains(error.hints.at(0), "`ca_file`"));
}

TEST_CASE("CurlTransport: names a ca_file without the right CA", "[openssl]") {
  const CertificateFolder folder;
  const Certificate other = folder.self_signed("other", "DNS:other.test");
  const TlsServer server(folder.self_signed("own", kLoopbackName));
  const Error error = tls_error(server.url(), trusting(other.certificate));
  CHECK(contains(error.message, "is self-signed"));
  CHECK(contains(error.hints.at(0), "SSL_CERT_FILE " + other.certificate));
}

TEST_CASE("CurlTransport: refuses a trusted certificate for another host", "[openssl]") {
  const CertificateFolder folder;
  const Certificate own = folder.self_signed("own", "DNS:login.example.test");
  const TlsServer server(own);
  const Error error = tls_error(server.url(), trusting(own.certificate));
  CHECK(contains(error.message, "is not for this host name"));
}

TEST_CASE("CurlTransport: refuses a trusted certificate that has expired", "[openssl]") {
  const CertificateFolder folder;
  const Certificate own = folder.expired("own", kLoopbackName);
  const TlsServer server(own);
  const Error error = tls_error(server.url(), trusting(own.certificate));
  CHECK(contains(error.message, "has expired"));
  CHECK(contains(error.hints.at(0), "clock"));
}

TEST_CASE("CurlTransport: refuses TLS 1.1", "[openssl]") {
  const CertificateFolder folder;
  const Certificate own = folder.self_signed("own", kLoopbackName);
  const TlsServer server(own, {"-tls1_1", "-cipher", "ALL:@SECLEVEL=0"});
  const Error error = tls_error(server.url(), trusting(own.certificate));
  CHECK(contains(error.message, "no TLS connection to https://127.0.0.1"));
}

TEST_CASE("CurlTransport: refuses a server without TLS") {
  const RawServer server([](RawConnection& connection) {
    connection.pause(5000);
    connection.send("HTTP/1.1 400 Bad Request\r\n\r\n");
  });
  const Error error = tls_error("https://127.0.0.1:" + std::to_string(server.port()) + "/");
  CHECK(contains(error.message, "no TLS connection to https://127.0.0.1"));
}

TEST_CASE("CurlTransport: a connection that breaks in the handshake is retryable") {
  const bool with_reset = GENERATE(false, true);
  const RawServer server([with_reset](RawConnection& connection) {
    connection.pause(5000);
    if (with_reset) connection.reset();
  });
  const auto response = get("https://127.0.0.1:" + std::to_string(server.port()) + "/");
  REQUIRE_FALSE(response);
  CHECK(response.error().kind == ErrorKind::network);
  CHECK(response.error().retryable);
}

TEST_CASE("CurlTransport: an unusable ca_file is a configuration error before anything is sent") {
  const auto* name = GENERATE("missing.pem", "folder", "empty.pem", "text.pem");
  const TempDir dir;
  dir.write("empty.pem", "");
  dir.write("text.pem", "canary");
  std::filesystem::create_directory(dir / "folder");
  const auto path = dir / name;
  const auto response = get("https://127.0.0.1:1/", trusting(path.string()));
  REQUIRE_FALSE(response);
  CHECK(response.error().kind == ErrorKind::invalid_configuration);
  CHECK(contains(response.error().message, "SSL_CERT_FILE"));
  CHECK(contains(response.error().message, path.string()));
  CHECK_FALSE(contains(response.error().message, "canary"));
}

TEST_CASE("CurlTransport: an unusable ca_file does not stop http requests to loopback") {
  const RawServer server(answering(http_response(200, "{}")));
  CHECK(get(server.url(), trusting("/nowhere/ca.pem")));
}

TEST_CASE("CurlTransport: checks the certificate of a host behind a proxy, which sees no request",
          "[openssl]") {
  const CertificateFolder folder;
  const Certificate own = folder.self_signed("own", "DNS:login.example.test");
  const TlsServer server(own);
  const RawServer proxy([&](RawConnection& connection) {
    connection.read_request();
    connection.send("HTTP/1.1 200 Connection established\r\nX-Proxy: 1\r\n\r\n");
    connection.relay_to(server.port());
  });
  TransportSettings settings = trusting(own.certificate);
  settings.proxy.https_proxy = Secret("http://127.0.0.1:" + std::to_string(proxy.port()));

  const auto response = get("https://login.example.test/canary-path", settings);
  REQUIRE(response);
  CHECK(response->status == 200);
  CHECK_FALSE(response->header("x-proxy"));
  CHECK_FALSE(contains(proxy.received().at(0), "canary"));

  const Error error = tls_error("https://other.example.test/", settings);
  CHECK(contains(error.message, "is not for this host name"));
}

TEST_CASE("CurlTransport: finds system certificates as hashed files and in the bundle",
          "[openssl]") {
  const CertificateFolder folder;
  const Certificate ca = folder.authority("ca");
  const TlsServer server(folder.issued("server", kLoopbackName, ca));
  const TempDir system;
  SECTION("hashed files") {
    std::filesystem::copy_file(ca.certificate, system / "ca.pem");
    REQUIRE(run({"/usr/bin/openssl", "rehash", system.path().string()}).exit_status == 0);
  }
  SECTION("bundle") { std::filesystem::copy_file(ca.certificate, system / "ca-certificates.crt"); }
  const auto outcome =
      with_system_certificates(system.path(), [&] { return outcome_of(server.url()); });
  if (outcome) CHECK(*outcome == "200");
}

TEST_CASE("CurlTransport: a ca_file replaces the system's certificates", "[openssl]") {
  const CertificateFolder folder;
  const Certificate ca = folder.authority("ca");
  const Certificate other = folder.authority("other");
  const TlsServer server(folder.issued("server", kLoopbackName, ca));
  const TempDir system;
  std::filesystem::copy_file(ca.certificate, system / "ca.pem");
  std::filesystem::copy_file(ca.certificate, system / "ca-certificates.crt");
  REQUIRE(run({"/usr/bin/openssl", "rehash", system.path().string()}).exit_status == 0);
  const auto outcome = with_system_certificates(
      system.path(), [&] { return outcome_of(server.url(), trusting(other.certificate)); });
  if (outcome) CHECK(contains(*outcome, "was issued by a CA that is not trusted here"));
}

TEST_CASE("CurlTransport: says that a machine has no certificates", "[openssl]") {
  const CertificateFolder folder;
  const TlsServer server(folder.self_signed("own", kLoopbackName));
  const TempDir empty;
  const auto outcome =
      with_system_certificates(empty.path(), [&] { return outcome_of(server.url()); });
  if (outcome)
    CHECK(contains(*outcome, "this machine has no CA certificates to check https://127.0.0.1"));
}
