// SPDX-License-Identifier: MIT
// https with a CA of our own, directly and through a proxy.
#include "base/encoding.hpp"
#include "e2e/network/tls_sandbox.hpp"
#include "support/raw_server.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth::test;
using Catch::Matchers::Contains;

namespace {

/// A name that no resolver knows and that is not loopback: only a proxy gets there.
constexpr const char* kHost = "login.sandbox.test";

struct Fixture {
  Home home;
  TlsSandbox server{home, std::string("DNS:") + kHost};

  [[nodiscard]] RunResult get(const std::string& authority, const std::string& members = "") const {
    return server.get(home, authority, members);
  }
};

}  // namespace

TEST_CASE(
    "TLS: an untrusted CA exits with 4 and says what to do, and ca_file or SSL_CERT_FILE give a "
    "token") {
  Fixture fixture;
  const auto refused = fixture.get(fixture.server.authority());
  CHECK(refused.exit_status == 4);
  CHECK_THAT(refused.err,
             Contains("certificate") && Contains("ca_file") && Contains("SSL_CERT_FILE"));

  const auto by_profile =
      fixture.get(fixture.server.authority(), "ca_file = \"" + fixture.server.certificate() + "\"");
  CAPTURE(by_profile.err);
  CHECK(is_one_token(by_profile.out));

  fixture.home.set("SSL_CERT_FILE", fixture.server.certificate());
  CHECK(is_one_token(fixture.get(fixture.server.authority(), "ca_file = \"/nonexistent\"").out));

  fixture.home.set("SSL_CERT_FILE", "/nonexistent");
  const auto missing =
      fixture.get(fixture.server.authority(), "ca_file = \"" + fixture.server.certificate() + "\"");
  CHECK(missing.exit_status == 7);
  CHECK_THAT(missing.err, Contains("SSL_CERT_FILE") && Contains("/nonexistent"));
}

TEST_CASE("proxy: used for other hosts but not for loopback, and no output contains its password") {
  Fixture fixture;
  const RawServer proxy([&](RawConnection& connection) {
    (void)connection.read_request();
    if (connection.send("HTTP/1.1 200 Connection established\r\n\r\n")) {
      connection.relay_to(fixture.server.port());
    }
  });
  const auto url = "http://user:canary%21@127.0.0.1:" + std::to_string(proxy.port());
  const auto remote = std::string("https://") + kHost + ":" + std::to_string(fixture.server.port());
  const auto ca_file = "ca_file = \"" + fixture.server.certificate() + "\"";

  fixture.home.set("HTTPS_PROXY", url);
  const auto through = fixture.get(remote, ca_file);
  CAPTURE(through.err);
  CHECK(is_one_token(through.out));
  REQUIRE(proxy.received().size() == 1);
  CHECK_THAT(proxy.received()[0],
             Contains(std::string("CONNECT ") + kHost) &&
                 Contains("Basic " + entra_auth::base64_encode("user:canary!")) &&
                 !Contains(fixture.home.dir().path().string()));

  CHECK(is_one_token(fixture.get(fixture.server.authority(), ca_file).out));
  CHECK(proxy.received().size() == 1);

  fixture.home.set("NO_PROXY", "*.sandbox.test");
  const auto bypassed = fixture.get(remote, ca_file);
  CHECK(bypassed.exit_status == 4);
  CHECK(proxy.received().size() == 1);

  fixture.home.unset("NO_PROXY");
  fixture.home.unset("HTTPS_PROXY");
  CHECK(is_one_token(fixture.get(remote, ca_file + "\nproxy = \"" + url + "\"").out));
  CHECK(proxy.received().size() == 2);
}

TEST_CASE("proxy: a refusal exits with 4 and its status, without the password") {
  Fixture fixture;
  const RawServer proxy(
      answering("HTTP/1.1 407 Proxy Authentication Required\r\n"
                "Proxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n"));
  fixture.home.set("HTTPS_PROXY", "http://user:canary@127.0.0.1:" + std::to_string(proxy.port()));
  const auto result = fixture.get(std::string("https://") + kHost);
  CHECK(result.exit_status == 4);
  CHECK_THAT(result.err,
             Contains("proxy") && Contains("407") && Contains("password") && !Contains("canary"));
}
