// SPDX-License-Identifier: MIT
#include "service/credential/federated_assertion.hpp"

#include "support/fake_clock.hpp"
#include "support/fake_transport.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth;
using Catch::Matchers::Contains;
using std::chrono::seconds;

namespace {

using Variables = std::vector<std::string>;

Profile federated(FederatedSource source) {
  Profile profile;
  profile.name = std::string("profile-1");
  profile.auth_method = AuthMethod::federated;
  profile.federated = std::move(source);
  return profile;
}

struct Fixture {
  explicit Fixture(const Variables& variables) : environment(variables) {}
  os::Environment environment;
  test::FakeTransport transport;
  test::FakeClock clock;
  secrets::SecretSource secrets{environment, clock.in(seconds(60))};

  Result<Secret> current(const Profile& profile) {
    return service::current_assertion(
        profile, {environment, secrets, transport, clock, clock.in(seconds(60))});
  }
};

const Variables kGitHub = {"ACTIONS_ID_TOKEN_REQUEST_URL=https://ci.example/?v=1",
                           "ACTIONS_ID_TOKEN_REQUEST_TOKEN=job"};
const Variables kPipelines = {"SYSTEM_OIDCREQUESTURI=https://dev.example/t",
                              "SYSTEM_ACCESSTOKEN=job",
                              "AZURESUBSCRIPTION_SERVICE_CONNECTION_ID=id"};

}  // namespace

TEST_CASE("current_assertion: GitHub is asked for the audience of the profile's cloud") {
  Fixture fixture(kGitHub);
  auto profile = federated(GitHubAssertion{});
  fixture.transport.expect("https://ci.example/?v=1&audience=api%3A%2F%2FAzureADTokenExchange", 200,
                           R"({"value":"one"})");
  CHECK(fixture.current(profile)->expose() == "one");
  profile.cloud = Cloud::usgov;
  fixture.transport.expect("https://ci.example/?v=1&audience=api%3A%2F%2FAzureADTokenExchangeUSGov",
                           200, R"({"value":"two"})");
  CHECK(fixture.current(profile)->expose() == "two");
}

TEST_CASE("current_assertion: Azure Pipelines is asked for the service connection") {
  Fixture fixture(kPipelines);
  fixture.transport.expect("https://dev.example/t?api-version=7.1&serviceConnectionId=id", 200,
                           R"({"oidcToken":"one"})");
  CHECK(fixture.current(federated(AzurePipelinesAssertion{}))->expose() == "one");
}

TEST_CASE("current_assertion: a missing variable of the CI system is named") {
  for (const auto& group : {kGitHub, kPipelines}) {
    for (std::size_t missing = 0; missing < group.size(); ++missing) {
      const auto name = group[missing].substr(0, group[missing].find('='));
      Variables others;
      for (const auto& variable : group) {
        if (variable != group[missing]) others.push_back(variable);
      }
      Fixture fixture(others);
      const auto assertion = fixture.current(
          group == kGitHub ? federated(GitHubAssertion{}) : federated(AzurePipelinesAssertion{}));
      REQUIRE_FALSE(assertion);
      CHECK(assertion.error().kind == ErrorKind::invalid_configuration);
      CHECK_THAT(assertion.error().message, Contains(name) && Contains("is not set"));
    }
  }
}

TEST_CASE("current_assertion: a variable with one of GitLab's id_tokens is read by its name") {
  Fixture fixture(Variables{"MY_ID_TOKEN=jwt\n"});
  CHECK(fixture.current(federated(EnvironmentSecret{"MY_ID_TOKEN"}))->expose() == "jwt");
  const auto missing = fixture.current(federated(EnvironmentSecret{"OTHER"}));
  REQUIRE_FALSE(missing);
  CHECK(missing.error().kind == ErrorKind::secret_unavailable);
}
