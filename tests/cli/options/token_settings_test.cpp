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

TEST_CASE("apply_overrides: times come from flag, variable, profile, default, in that order") {
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

TEST_CASE("apply_overrides: the error for an unreadable value names the flag or variable") {
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

TEST_CASE("apply_overrides: for Entra scopes and resource replace each other") {
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

TEST_CASE("apply_overrides: for other issuers a resource leaves the scopes unchanged") {
  auto p = profile();
  p.provider = Provider::oidc;
  cli::TokenFlags flags;
  flags.resource = "https://api.example";
  REQUIRE(cli::apply_overrides(flags, environment(), p));
  CHECK(p.scopes == std::vector<std::string>{"from-profile"});
  CHECK(p.resource == "https://api.example");
}

TEST_CASE("apply_overrides: consumer_org is replaced for Maskinporten and refused elsewhere") {
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

TEST_CASE(
    "apply_overrides: for Maskinporten resource and scopes are two settings, also through the "
    "sidecar") {
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

TEST_CASE("override_origins: names the flag or variable of each setting") {
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
