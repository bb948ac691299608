// SPDX-License-Identifier: MIT
#include "cli/options/token_settings.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth;
using std::chrono::seconds;

namespace {

os::Environment environment(std::vector<std::string> entries = {}) {
  return os::Environment(std::move(entries));
}

Profile profile() {
  Profile result;
  result.scopes = {"from-profile"};
  result.flow = Flow::client_credentials;
  return result;
}

}  // namespace

TEST_CASE("times: flag, variable, profile, default") {
  auto p = profile();
  CHECK(cli::apply_overrides({}, environment(), p)->timeout == seconds(60));
  CHECK(cli::apply_overrides({}, environment(), p)->min_validity == seconds(300));
  p.timeout = seconds(7);
  p.min_validity = seconds(8);
  CHECK(cli::apply_overrides({}, environment(), p)->timeout == seconds(7));
  CHECK(cli::apply_overrides({}, environment(), p)->min_validity == seconds(8));
  const auto variables =
      environment({"ENTRA_AUTH_CLI_TIMEOUT=9s", "ENTRA_AUTH_CLI_MIN_VALIDITY=1m"});
  CHECK(cli::apply_overrides({}, variables, p)->timeout == seconds(9));
  CHECK(cli::apply_overrides({}, variables, p)->min_validity == seconds(60));
  cli::TokenFlags flags;
  flags.timeout = "1h";
  flags.min_validity = "0";
  CHECK(cli::apply_overrides(flags, variables, p)->timeout == seconds(3600));
  CHECK(cli::apply_overrides(flags, variables, p)->min_validity == seconds(0));
}

TEST_CASE("a value that cannot be read names where it came from") {
  auto p = profile();
  cli::TokenFlags flags;
  flags.timeout = "soon";
  const auto from_flag = cli::apply_overrides(flags, environment(), p);
  REQUIRE_FALSE(from_flag);
  CHECK(from_flag.error().kind == ErrorKind::usage);
  CHECK(from_flag.error().message.starts_with("--timeout: "));
  const auto from_variable = cli::apply_overrides({}, environment({"ENTRA_AUTH_CLI_FLOW=x"}), p);
  REQUIRE_FALSE(from_variable);
  CHECK(from_variable.error().message.starts_with("ENTRA_AUTH_CLI_FLOW: "));
  flags.timeout = "0";
  CHECK_FALSE(cli::apply_overrides(flags, environment(), p));
}

TEST_CASE("scopes and resource replace each other for Entra") {
  auto p = profile();
  cli::TokenFlags flags;
  flags.scopes = {"a, b", "c"};
  REQUIRE(cli::apply_overrides(flags, environment({"ENTRA_AUTH_CLI_RESOURCE=r"}), p));
  CHECK(p.scopes == std::vector<std::string>{"a", "b", "c"});
  CHECK(p.resource.empty());
  REQUIRE(cli::apply_overrides({}, environment({"ENTRA_AUTH_CLI_RESOURCE=r"}), p));
  CHECK(p.scopes.empty());
  CHECK(p.resource == "r");
}

TEST_CASE("for other issuers a resource leaves the scopes alone") {
  auto p = profile();
  p.provider = Provider::oidc;
  cli::TokenFlags flags;
  flags.resource = "https://api.example";
  REQUIRE(cli::apply_overrides(flags, environment(), p));
  CHECK(p.scopes == std::vector<std::string>{"from-profile"});
  CHECK(p.resource == "https://api.example");
}

TEST_CASE("proxies and CA file: the environment before the profile") {
  auto p = profile();
  p.proxy = "http://profile:1";
  p.ca_file = "~/ca.pem";
  const auto plain = cli::transport_settings(p, environment({"HOME=/h"}));
  CHECK(plain.proxy.https_proxy.expose() == "http://profile:1");
  CHECK(plain.proxy.http_proxy.expose() == "http://profile:1");
  CHECK(plain.ca_file == "/h/ca.pem");
  CHECK(plain.ca_file_origin == "ca_file");
  const auto set = cli::transport_settings(
      p,
      environment({"HTTPS_PROXY=http://upper:1", "https_proxy=http://lower:1",
                   "HTTP_PROXY=http://httpoxy:1", "NO_PROXY=*.local", "SSL_CERT_FILE=/e/ca.pem"}));
  CHECK(set.proxy.https_proxy.expose() == "http://lower:1");
  CHECK(set.proxy.http_proxy.expose() == "http://profile:1");
  CHECK(set.proxy.no_proxy == "*.local");
  CHECK(set.ca_file == "/e/ca.pem");
  CHECK(set.ca_file_origin == "SSL_CERT_FILE");
  CHECK(cli::transport_settings(p, environment({"ALL_PROXY=http://all:1"}))
            .proxy.http_proxy.expose() == "http://all:1");
}

TEST_CASE("consumer_org is replaced for Maskinporten and has no meaning elsewhere") {
  auto p = profile();
  p.provider = Provider::maskinporten;
  p.consumer_org = "111111111";
  cli::TokenFlags flags;
  flags.consumer_org = "987654321";
  REQUIRE(cli::apply_overrides(flags, environment(), p));
  CHECK(p.consumer_org == "987654321");
  for (const char* wrong : {"98765432", "9876543210", "98765432x", "987 654 321"}) {
    CAPTURE(wrong);
    flags.consumer_org = wrong;
    const auto refused = cli::apply_overrides(flags, environment(), p);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind == ErrorKind::usage);
  }
  auto entra = profile();
  flags.consumer_org = "987654321";
  const auto refused = cli::apply_overrides(flags, environment(), entra);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind == ErrorKind::usage);
}

TEST_CASE("for Maskinporten resource and scopes are two settings, also through the sidecar") {
  for (const auto provider : {Provider::maskinporten, Provider::texas}) {
    auto p = profile();
    p.provider = provider;
    p.identity_provider = "maskinporten";
    p.resource = "https://from-profile.example";
    cli::TokenFlags flags;
    flags.scopes = {"a:b"};
    REQUIRE(cli::apply_overrides(flags, environment(), p));
    CHECK(p.scopes == std::vector<std::string>{"a:b"});
    CHECK(p.resource == "https://from-profile.example");
    flags.scopes = {};
    flags.resource = "https://other.example";
    REQUIRE(cli::apply_overrides(flags, environment(), p));
    CHECK(p.scopes == std::vector<std::string>{"a:b"});
    CHECK(p.resource == "https://other.example");
  }
}

TEST_CASE("where a setting comes from that is laid over the profile") {
  CHECK(cli::override_origins({}, environment()).empty());
  const auto variables =
      environment({"ENTRA_AUTH_CLI_SCOPE=x", "ENTRA_AUTH_CLI_FLOW=obo", "ENTRA_AUTH_CLI_TIMEOUT="});
  CHECK(cli::override_origins({}, variables) ==
        cli::SettingOrigins{{"scopes", "ENTRA_AUTH_CLI_SCOPE"}, {"flow", "ENTRA_AUTH_CLI_FLOW"}});
  cli::TokenFlags flags;
  flags.resource = "r";
  flags.flow = "obo";
  flags.min_validity = "1m";
  CHECK(cli::override_origins(flags, variables) ==
        cli::SettingOrigins{
            {"resource", "--resource"}, {"flow", "--flow"}, {"min_validity", "--min-validity"}});
}

TEST_CASE("proxies and certificate authorities say where they come from") {
  auto p = profile();
  CHECK(cli::transport_settings(p, environment()).proxy.https_proxy_origin.empty());
  p.proxy = "http://p:1";
  p.ca_file = "/ca";
  auto settings = cli::transport_settings(p, environment());
  CHECK(settings.proxy.https_proxy_origin == "proxy");
  CHECK(settings.ca_file_origin == "ca_file");
  settings = cli::transport_settings(
      p,
      environment({"ALL_PROXY=http://a:1", "HTTPS_PROXY=http://h:1", "NO_PROXY=n", "no_proxy="}));
  CHECK(settings.proxy.https_proxy_origin == "HTTPS_PROXY");
  CHECK(settings.proxy.http_proxy_origin == "ALL_PROXY");
  CHECK(settings.proxy.no_proxy_origin == "NO_PROXY");
  CHECK(settings.proxy.no_proxy == "n");
}
