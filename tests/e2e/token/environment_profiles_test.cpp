// SPDX-License-Identifier: MIT
// Profiles from the environment, each with the variables that its platform sets.
#include "e2e/claims.hpp"
#include "e2e/home.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth::test;
using Catch::Matchers::Contains;

namespace {

struct Fixture {
  SandboxProcess server{ENTRA_AUTH_SANDBOX};
  Home home;

  [[nodiscard]] RunResult get(const std::string& profile,
                              std::vector<std::string> more = {}) const {
    std::vector<std::string> arguments = {"get-token", "-p", profile};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return home.cli(arguments);
  }
  [[nodiscard]] std::string token(const std::string& profile,
                                  std::vector<std::string> more = {}) const {
    const auto result = get(profile, std::move(more));
    CAPTURE(profile, result.err);
    REQUIRE(result.exit_status == 0);
    REQUIRE(is_one_token(result.out));
    CHECK(result.err.empty());
    return result.out;
  }
};

}  // namespace

TEST_CASE(
    "env profiles: the manual's recipe gives a token for an API on Nais, by JWK and by secret") {
  Fixture fixture;
  fixture.home.enter(fixture.server, "nais");
  const std::vector<std::string> scope = {"-s", "api://cluster.ns.app/.default"};
  const auto by_key = claims_of(fixture.token("env:nais", scope));
  CHECK(by_key["roles"][0] == "access_as_application");
  CHECK(by_key["azpacr"] == "2");
  fixture.home.unset("AZURE_APP_JWK");
  CHECK(claims_of(fixture.token("env:nais", scope))["azpacr"] == "1");
  fixture.home.unset("AZURE_APP_CLIENT_SECRET");
  const auto missing = fixture.get("env:nais", scope);
  CHECK(missing.exit_status == 7);
  CHECK_THAT(missing.err, Contains("AZURE_APP_JWK") && Contains("AZURE_APP_CLIENT_SECRET"));
}

TEST_CASE("env profiles: Azure's own variables make a profile, which can be the default") {
  Fixture fixture;
  fixture.home.enter(fixture.server, "azure");
  CHECK(is_one_token(fixture.token("env:azure", {"-s", fixture.server["scope"]})));
  fixture.home.profiles("default_profile = \"env:azure\"\n");
  const auto by_default = fixture.home.cli({"get-token", "-s", fixture.server["scope"]});
  CHECK(is_one_token(by_default.out));
  CHECK(fixture.home.cli({"config", "validate"}).exit_status == 0);
  fixture.home.unset("AZURE_TENANT_ID");
  const auto missing = fixture.get("env:azure", {"-s", fixture.server["scope"]});
  CHECK(missing.exit_status == 7);
  CHECK_THAT(missing.err, Contains("AZURE_TENANT_ID is not set"));
}

TEST_CASE(
    "env profiles: a job of GitHub or Azure Pipelines gets a new assertion for each token "
    "request") {
  struct Row {
    const char* platform;
    const char* endpoint;
  };
  const auto row =
      GENERATE(Row{"github", "github_oidc"}, Row{"azure-pipelines", "azure_pipelines_oidc"});
  CAPTURE(row.platform);
  Fixture fixture;
  fixture.home.enter(fixture.server, row.platform);
  const std::vector<std::string> scope = {"-s", fixture.server["scope"]};
  const auto first = fixture.token("env:azure", scope);
  CHECK(fixture.token("env:azure", scope) == first);
  CHECK(fixture.server.counters()[row.endpoint] == 1);
  auto forced = scope;
  forced.emplace_back("--force");
  CHECK(fixture.token("env:azure", forced) != first);
  CHECK(fixture.server.counters()[row.endpoint] == 2);

  // A retry is an attempt of its own.
  fixture.server.fault({{"endpoint", "token"}, {"status", 503}, {"body", "down"}});
  (void)fixture.token("env:azure", forced);
  CHECK(fixture.server.counters()[row.endpoint] == 4);
}

TEST_CASE(
    "env profiles: a CI system that issues no token is named, and its token is in no output") {
  Fixture fixture;
  fixture.home.enter(fixture.server, "github");
  fixture.home.set("ACTIONS_ID_TOKEN_REQUEST_TOKEN", "canary-request-token");
  const auto result = fixture.get("env:azure", {"-s", fixture.server["scope"], "-vv"});
  CHECK(result.exit_status == 8);
  CHECK(result.out.empty());
  CHECK_THAT(result.err,
             Contains("GitHub Actions") && Contains("id-token: write") && !Contains("canary"));
  CHECK(fixture.server.counters()["token"] == 0);
}

TEST_CASE("env profiles: a CI system can be the credential of a profile") {
  Fixture fixture;
  fixture.home.enter(fixture.server, "github");
  fixture.home.profiles(Home::profile(fixture.server, "ci", "00000000-0000-0000-0000-000000000005",
                                      "federated = \"github\""));
  CHECK(is_one_token(fixture.token("ci")));
}

TEST_CASE("env profiles: GitLab's id_tokens are read from the named variable") {
  Fixture fixture;
  fixture.home.enter(fixture.server, "github");
  // Any issuer's assertion will do: this one is GitHub's, taken out of the journal.
  (void)fixture.token("env:azure", {"-s", fixture.server["scope"]});
  const auto assertion = form_field(fixture.server.requests().back(), "client_assertion");
  for (const char* name : {"ACTIONS_ID_TOKEN_REQUEST_URL", "ACTIONS_ID_TOKEN_REQUEST_TOKEN"}) {
    fixture.home.unset(name);
  }
  fixture.home.set("AZURE_ID_TOKEN", assertion);
  CHECK(is_one_token(fixture.token("env:azure/AZURE_ID_TOKEN", {"-s", fixture.server["scope"]})));
  const auto missing = fixture.get("env:azure/OTHER", {"-s", fixture.server["scope"]});
  CHECK(missing.exit_status == 7);
  CHECK_THAT(missing.err, Contains("variable OTHER is not set"));
}

TEST_CASE("env profiles: variables of two platforms are never mixed") {
  Fixture fixture;
  fixture.home.enter(fixture.server, "nais");
  fixture.home.enter(fixture.server, "maskinporten");
  fixture.home.enter(fixture.server, "azure");
  const auto scope = fixture.server["scope"];
  CHECK(is_one_token(fixture.token("env:azure", {"-s", scope})));
  CHECK(is_one_token(fixture.token("env:nais", {"-s", scope})));
  CHECK(is_one_token(fixture.token("env:maskinporten")));
  fixture.home.unset("AZURE_CLIENT_SECRET");
  CHECK(fixture.get("env:azure", {"-s", scope}).exit_status == 7);
  fixture.home.unset("MASKINPORTEN_CLIENT_ID");
  CHECK(fixture.get("env:maskinporten").exit_status == 7);
  CHECK(is_one_token(fixture.token("env:nais", {"-s", scope})));
}

TEST_CASE(
    "env profiles: on a machine with two platforms each gives the token of its own identity") {
  struct Platform {
    const char* name;
    const char* profile;
    std::vector<std::string> scope;
    const char* claim;  // that names the client
    const char* client;
  };
  const std::vector<std::string> api = {"-s", "api://cluster.ns.app/.default"};
  // Those that share env:azure stand in the order in which they win.
  const std::vector<Platform> platforms = {
      {"azure", "env:azure", api, "azp", "00000000-0000-0000-0000-000000000001"},
      {"github", "env:azure", api, "azp", "00000000-0000-0000-0000-000000000005"},
      {"azure-pipelines", "env:azure", api, "azp", "00000000-0000-0000-0000-000000000005"},
      {"nais", "env:nais", api, "azp", "00000000-0000-0000-0000-000000000001"},
      {"maskinporten", "env:maskinporten", {}, "client_id", "5b5f4d3c-0c1d-4e2f-8a3b-000000000001"},
      {"texas", "env:texas/entra_id", api, "azp", "00000000-0000-0000-0000-000000000001"},
      {"imds", "mi", {}, "azp", "00000000-0000-0000-0000-0000000000b0"},
  };
  const SandboxProcess server(ENTRA_AUTH_SANDBOX);
  for (std::size_t i = 0; i < platforms.size(); ++i) {
    for (std::size_t j = i + 1; j < platforms.size(); ++j) {
      const auto& winner = platforms[i];
      const auto& other = platforms[j];
      CAPTURE(winner.name, other.name);
      Home home;
      home.profiles(
          "[profiles.mi]\nauth_method = \"managed-identity\"\nresource = "
          "\"api://cluster.ns.app\"\n");
      home.enter(server, other.name);
      home.enter(server, winner.name);
      const auto client = [&](const Platform& platform) {
        std::vector<std::string> arguments = {"get-token", "-p", platform.profile};
        arguments.insert(arguments.end(), platform.scope.begin(), platform.scope.end());
        const auto result = home.cli(arguments);
        return result.exit_status == 0 ? claims_of(result.out)[platform.claim].get<std::string>()
                                       : result.err;
      };
      CHECK(client(winner) == winner.client);
      if (std::string(winner.profile) != other.profile) CHECK(client(other) == other.client);
    }
  }
}

TEST_CASE("env profiles: the files that Nais mounts are sufficient") {
  Fixture fixture;
  fixture.home.enter(fixture.server, "maskinporten");
  fixture.home.unset("MASKINPORTEN_TOKEN_ENDPOINT");
  const auto result = fixture.home.cli_after(
      "folder=/var/run/secrets/nais.io/maskinporten; mount -t tmpfs none /run && mkdir -p $folder "
      "&& for name in CLIENT_ID CLIENT_JWK ISSUER SCOPES; do "
      "eval \"printf '%s\\n' \\\"\\$MASKINPORTEN_$name\\\"\" > $folder/MASKINPORTEN_$name; "
      "unset MASKINPORTEN_$name; done",
      {"get-token", "-p", "env:maskinporten"});
  if (!result) return;
  CAPTURE(result->err);
  CHECK(result->exit_status == 0);
  CHECK(is_one_token(result->out));
}

TEST_CASE("env profiles: an unknown name exits with 2 and lists the known ones") {
  const Fixture fixture;
  const auto result = fixture.get("env:nias");
  CHECK(result.exit_status == 2);
  CHECK_THAT(result.err, Contains("did you mean env:nais?") && Contains("env:texas/entra_id"));
}
