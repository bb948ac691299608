// SPDX-License-Identifier: MIT
#include "oauth/ci_oidc_token.hpp"

#include "support/fake_clock.hpp"
#include "support/fake_transport.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth;
using Catch::Matchers::Contains;
using std::chrono::seconds;

namespace {

constexpr const char* kGitHub = "https://ci.example/oidc?api-version=2.0";
constexpr const char* kGitHubAsked =
    "https://ci.example/oidc?api-version=2.0&audience=api%3A%2F%2FAzureADTokenExchange";
constexpr const char* kPipelines = "https://dev.example/oidctoken";
constexpr const char* kPipelinesAsked =
    "https://dev.example/oidctoken?api-version=7.1&serviceConnectionId=id-1";

struct Fixture {
  test::FakeTransport transport;
  test::FakeClock clock;

  Result<Secret> github() {
    return oauth::fetch_assertion(
        oauth::GitHubRequest{kGitHub, Secret("job"), "api://AzureADTokenExchange"}, transport,
        clock.in(seconds(60)));
  }
  Result<Secret> pipelines() {
    return oauth::fetch_assertion(oauth::AzurePipelinesRequest{kPipelines, Secret("job"), "id-1"},
                                  transport, clock.in(seconds(60)));
  }
};

}  // namespace

TEST_CASE("fetch_assertion: GitHub is asked for the audience, with the job's token") {
  Fixture fixture;
  fixture.transport.expect(kGitHubAsked, 200, R"({"count":3,"value":"jwt"})");
  const auto assertion = fixture.github();
  REQUIRE(assertion);
  CHECK(assertion->expose() == "jwt");
  const auto& sent = fixture.transport.sent().at(0);
  CHECK(sent.method == HttpMethod::get);
  CHECK(sent.headers.at("Authorization") == "Bearer job");
  CHECK(sent.route == Route::internet);
}

TEST_CASE("fetch_assertion: Azure Pipelines gets an empty JSON post that must not be redirected") {
  Fixture fixture;
  fixture.transport.expect(kPipelinesAsked, 200, R"({"oidcToken":"jwt"})");
  const auto assertion = fixture.pipelines();
  REQUIRE(assertion);
  CHECK(assertion->expose() == "jwt");
  const auto& sent = fixture.transport.sent().at(0);
  CHECK(sent.method == HttpMethod::post);
  CHECK(sent.form.empty());
  CHECK(sent.headers.at("Authorization") == "Bearer job");
  CHECK(sent.headers.at("Content-Type") == "application/json");
  CHECK(sent.headers.at("X-TFS-FedAuthRedirect") == "Suppress");
}

TEST_CASE(
    "fetch_assertion: a refusal says what to change and quotes the id that support asks for") {
  Fixture fixture;
  fixture.transport.expect(kGitHubAsked, 403, R"({"message":"no permission"})",
                           {{"x-github-request-id", "R1"}});
  const auto github = fixture.github();
  REQUIRE_FALSE(github);
  CHECK(github.error().kind == ErrorKind::secret_unavailable);
  CHECK_THAT(github.error().message, Contains("GitHub Actions") && Contains("no permission"));
  CHECK_THAT(github.error().hints.at(0), Contains("id-token: write"));
  CHECK_THAT(github.error().hints.at(1), Contains("R1"));

  fixture.transport.expect(kPipelinesAsked, 401, "", {{"x-vss-e2eid", "E1"}});
  const auto pipelines = fixture.pipelines();
  REQUIRE_FALSE(pipelines);
  CHECK(pipelines.error().kind == ErrorKind::secret_unavailable);
  CHECK_THAT(pipelines.error().hints.at(0), Contains("SYSTEM_ACCESSTOKEN"));
  CHECK_THAT(pipelines.error().hints.at(1), Contains("E1"));
}

TEST_CASE("fetch_assertion: a response without an assertion fails") {
  Fixture fixture;
  for (const char* body : {"{}", R"({"value":""})", R"({"value":1})", "[]", "<html>"}) {
    CAPTURE(body);
    fixture.transport.expect(kGitHubAsked, 200, body);
    const auto assertion = fixture.github();
    REQUIRE_FALSE(assertion);
    CHECK(assertion.error().kind == ErrorKind::network);
  }
}
