// SPDX-License-Identifier: MIT
// A real proxy between us and the server: who goes through it, and who never does.
#include "e2e/network/tinyproxy.hpp"
#include "e2e/network/tls_sandbox.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth::test;
using Catch::Matchers::Contains;

namespace {

/// Linux takes it for this machine; it is no loopback address, so it is proxied like any other.
constexpr const char* kElsewhere = "0.0.0.0";

struct Fixture {
  Tinyproxy proxy;
  Home home;
  TlsSandbox server{home, std::string("IP:") + kElsewhere};

  Fixture() { home.set("SSL_CERT_FILE", server.certificate()); }

  [[nodiscard]] std::string port() const { return std::to_string(server.port()); }
  /// A token from the sandbox under that host name.
  [[nodiscard]] RunResult get(const std::string& host, std::vector<std::string> more = {}) const {
    return server.get(home, "https://" + host + ":" + port(), "", std::move(more));
  }
};

}  // namespace

TEST_CASE("tinyproxy: HTTPS_PROXY is used with its password, but not for loopback") {
  Fixture fixture;
  fixture.home.set("HTTPS_PROXY", fixture.proxy.url());
  const auto through = fixture.get(kElsewhere, {"-vv"});
  CAPTURE(through.err);
  CHECK(is_one_token(through.out));
  CHECK_THAT(through.err,
             Contains("through the proxy http://127.0.0.1:") && !Contains(Tinyproxy::kPassword));
  REQUIRE(fixture.proxy.requests().size() == 1);
  CHECK_THAT(fixture.proxy.requests()[0],
             Contains(std::string("CONNECT ") + kElsewhere + ":" + fixture.port()));

  CHECK(is_one_token(fixture.get("127.0.0.1").out));
  CHECK(fixture.proxy.requests().size() == 1);
}

TEST_CASE("tinyproxy: NO_PROXY by address, CIDR and port") {
  Fixture fixture;
  fixture.home.set("HTTPS_PROXY", fixture.proxy.url());
  const auto port = fixture.port();
  for (const auto& entry : {std::string("0.0.0.0"), std::string("10.0.0.0/8, 0.0.0.0/16"),
                            "0.0.0.0:" + port, "example.org,0.0.0.0/8:" + port}) {
    CAPTURE(entry);
    fixture.home.set("NO_PROXY", entry);
    CHECK(is_one_token(fixture.get(kElsewhere).out));
  }
  CHECK(fixture.proxy.requests().empty());
  for (const auto& entry :
       {std::string("0.0.0.1"), std::string("10.0.0.0/8"), std::string("0.0.0.0:1")}) {
    CAPTURE(entry);
    fixture.home.set("NO_PROXY", entry);
    CHECK(is_one_token(fixture.get(kElsewhere).out));
  }
  CHECK(fixture.proxy.requests().size() == 3);
}

TEST_CASE("tinyproxy: NO_PROXY with *.local excludes the cluster's names") {
  Fixture fixture;
  fixture.home.set("https_proxy", fixture.proxy.url());
  fixture.home.set("no_proxy", "localhost,*.local");
  const auto direct = fixture.get("texas.svc.nais.local");
  CHECK(direct.exit_status == 4);  // the name is unknown here
  CHECK_THAT(direct.err, Contains("texas.svc.nais.local"));
  CHECK(fixture.proxy.requests().empty());
  CHECK(fixture.get("texas.svc.nais.local.example").exit_status == 4);
  CHECK_FALSE(fixture.proxy.requests().empty());
}

TEST_CASE("tinyproxy: a wrong password has its own message, and no output contains a password") {
  Fixture fixture;
  fixture.home.set("HTTPS_PROXY", fixture.proxy.url("wrong-canary"));
  const auto refused = fixture.get(kElsewhere, {"-vv"});
  CHECK(refused.exit_status == 4);
  CHECK(refused.out.empty());
  CHECK_THAT(refused.err, Contains("the proxy http://127.0.0.1:") && Contains("password") &&
                              !Contains("canary"));
}

TEST_CASE("tinyproxy: requests to the sidecar and the metadata address bypass it") {
  Fixture fixture;
  const SandboxProcess cleartext(ENTRA_AUTH_SANDBOX);
  for (const char* name : {"http_proxy", "HTTPS_PROXY", "ALL_PROXY"}) {
    fixture.home.set(name, fixture.proxy.url());
  }
  const std::string base = cleartext["base_url"];
  fixture.home.set("NAIS_TOKEN_ENDPOINT", "http://" + std::string(kElsewhere) +
                                              base.substr(base.rfind(':')) + "/texas/api/v1/token");
  const auto sidecar = fixture.home.cli(
      {"get-token", "-p", "env:texas/entra_id", "-s", "api://cluster.ns.app/.default"});
  CAPTURE(sidecar.err);
  CHECK(is_one_token(sidecar.out));

  // The real address: it does not respond, and the proxy, which might reach it, is not used.
  fixture.home.profiles(
      "[profiles.mi]\nauth_method = \"managed-identity\"\nresource = \"api://x\"\n");
  const auto metadata = fixture.home.cli({"get-token", "-p", "mi", "--timeout", "5s"});
  CHECK(metadata.exit_status == 4);
  CHECK_THAT(metadata.err, Contains("169.254.169.254"));
  CHECK(metadata.seconds < 3);
  CHECK(fixture.proxy.requests().empty());
}
