// SPDX-License-Identifier: MIT
#include "oauth/grants/sidecar.hpp"

#include "support/fake_clock.hpp"
#include "support/fake_transport.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth;
using Catch::Matchers::Contains;
using std::chrono::seconds;

namespace {

using Fields = std::vector<std::pair<std::string, std::string>>;

constexpr const char* kUrl = "http://texas:3000/api/v1/token";
constexpr const char* kToken = R"({"token_type":"Bearer","expires_in":3599,"access_token":"at"})";

oauth::Sidecar grant() {
  return {.endpoint = kUrl,
          .identity_provider = "entra_id",
          .target = "api://cluster.ns.app/.default",
          .resource = {},
          .authorization_details = {},
          .incoming_token = {}};
}

struct Fixture {
  test::FakeTransport transport;
  test::FakeClock clock;

  Result<Token> acquire(const oauth::Sidecar& grant) {
    return oauth::acquire(grant, transport, clock, clock.in(seconds(60)));
  }
  Error refused(int status, const std::string& body) {
    transport.expect(kUrl, status, body);
    const auto token = acquire(grant());
    REQUIRE_FALSE(token);
    return token.error();
  }
  Result<oauth::Introspection> introspect(int status, const std::string& body) {
    transport.expect(kUrl, status, body);
    return oauth::introspect(transport, kUrl, "maskinporten", Secret("t"), clock,
                             clock.in(seconds(60)));
  }
};

}  // namespace

TEST_CASE("sidecar: a token is requested by provider and target, on the platform's route") {
  Fixture fixture;
  fixture.transport.expect(kUrl, 200, kToken);
  const auto token = fixture.acquire(grant());
  REQUIRE(token);
  CHECK(token->scope == "api://cluster.ns.app/.default");
  const auto& sent = fixture.transport.sent().at(0);
  CHECK(sent.method == HttpMethod::post);
  CHECK(sent.route == Route::platform);
  CHECK(sent.body_format == BodyFormat::form);
  CHECK(sent.form ==
        Fields{{"identity_provider", "entra_id"}, {"target", "api://cluster.ns.app/.default"}});
}

TEST_CASE("sidecar: optional members are sent only if they are set") {
  auto full = grant();
  full.resource = "https://api.example";
  full.authorization_details = "[{}]";
  full.skip_cache = true;
  full.incoming_token = Secret("user");
  full.body_format = BodyFormat::json;
  Fixture fixture;
  fixture.transport.expect(kUrl, 200, kToken);
  REQUIRE(fixture.acquire(full));
  const auto& sent = fixture.transport.sent().at(0);
  CHECK(sent.body_format == BodyFormat::json);
  CHECK(sent.form == Fields{{"identity_provider", "entra_id"},
                            {"target", "api://cluster.ns.app/.default"},
                            {"resource", "https://api.example"},
                            {"authorization_details", "[{}]"},
                            {"skip_cache", "true"},
                            {"user_token", "user"}});
}

TEST_CASE("sidecar: the two members of its errors give code and hint") {
  Fixture fixture;
  const auto entra = fixture.refused(
      400, R"({"error":"invalid_client","error_description":"AADSTS7000215: Invalid secret."})");
  CHECK(entra.kind == ErrorKind::server_refused);
  CHECK(entra.code == "AADSTS7000215");
  CHECK_FALSE(entra.hints.empty());
  const auto maskinporten = fixture.refused(
      400,
      R"({"error":"invalid_scope","error_description":"Upstream request failed: MP-250: nope"})");
  CHECK(maskinporten.code == "MP-250");
}

TEST_CASE("sidecar: a provider that the application has not enabled is named") {
  Fixture fixture;
  const auto error = fixture.refused(
      400,
      R"({"error":"invalid_request","error_description":"identity provider 'entra_id' is not enabled"})");
  REQUIRE_FALSE(error.hints.empty());
  CHECK_THAT(error.hints.back(), Contains("manifest") && Contains("entra_id"));
}

TEST_CASE("sidecar: a sidecar that cannot be reached is named") {
  Fixture fixture;
  fixture.transport.expect_failure(kUrl, {.kind = ErrorKind::network, .message = "refused"});
  const auto token = fixture.acquire(grant());
  REQUIRE_FALSE(token);
  CHECK_THAT(token.error().hints.at(0), Contains(kUrl) && Contains("pod"));
}

TEST_CASE("introspect: says whether a token is active, and why not") {
  Fixture fixture;
  const auto good = fixture.introspect(200, R"({"active":true,"iss":"x"})");
  REQUIRE(good);
  CHECK(good->active);
  const auto& sent = fixture.transport.sent().at(0);
  CHECK(sent.route == Route::platform);
  CHECK(sent.form == Fields{{"identity_provider", "maskinporten"}, {"token", "t"}});

  const auto bad = fixture.introspect(200, R"({"active":false,"error":"token expired"})");
  REQUIRE(bad);
  CHECK_FALSE(bad->active);
  CHECK(bad->error == "token expired");
}

TEST_CASE("introspect: a response without a clear yes is a no") {
  Fixture fixture;
  const std::vector<std::pair<int, std::string>> answers = {{200, "{}"},
                                                            {200, R"({"active":"true"})"},
                                                            {200, "<html>"},
                                                            {404, R"({"active":true})"},
                                                            {200, R"({"active":null})"}};
  for (const auto& [status, body] : answers) {
    CAPTURE(status, body);
    const auto response = fixture.introspect(status, body);
    REQUIRE_FALSE(response);
    CHECK(response.error().kind == ErrorKind::network);
  }
  const auto refused =
      fixture.introspect(400, R"({"error":"invalid_request","error_description":"missing field"})");
  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind == ErrorKind::server_refused);
}
