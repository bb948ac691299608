// SPDX-License-Identifier: MIT
#include "oauth/grants/managed_identity.hpp"

#include "support/fake_clock.hpp"
#include "support/fake_transport.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth;
using Catch::Matchers::Contains;
using oauth::IdentityChoice;
using oauth::IdentityHost;
using std::chrono::seconds;

namespace {

constexpr const char* kEndpoint = "http://169.254.169.254/metadata/identity/oauth2/token";
constexpr const char* kImds =
    "http://169.254.169.254/metadata/identity/oauth2/token?api-version=2018-02-01&resource="
    "https%3A%2F%2Fvault.azure.net";
constexpr const char* kToken =
    R"({"access_token":"at","token_type":"Bearer","expires_in":"3599","expires_on":"1767229199",)"
    R"("resource":"https://vault.azure.net","client_id":"c"})";

oauth::ManagedIdentity grant(IdentityHost host = IdentityHost::imds,
                             std::string endpoint = kEndpoint) {
  return {.host = host,
          .endpoint = std::move(endpoint),
          .identity_header = Secret("header"),
          .identity = {},
          .resource = "https://vault.azure.net",
          .read_challenge_file = {}};
}

struct Fixture {
  test::FakeTransport transport;
  test::FakeClock clock;

  Result<Token> acquire(const oauth::ManagedIdentity& grant) {
    return oauth::acquire(grant, transport, clock, clock.in(seconds(60)));
  }
  Error refused(int status, const std::string& body) {
    transport.expect(kImds, status, body);
    const auto token = acquire(grant());
    REQUIRE_FALSE(token);
    return token.error();
  }
  Token answered(const std::string& body) {
    transport.expect(kImds, 200, body);
    const auto token = acquire(grant());
    REQUIRE(token);
    return *token;
  }
};

}  // namespace

TEST_CASE("managed identity: the request to the instance metadata service is the documented one") {
  Fixture fixture;
  fixture.transport.expect(kImds, 200, kToken);
  const auto token = fixture.acquire(grant());
  REQUIRE(token);
  CHECK(token->access_token.expose() == "at");
  CHECK(token->expires_at - token->acquired_at == seconds(3599));
  const auto& sent = fixture.transport.sent().at(0);
  CHECK(sent.method == HttpMethod::get);
  CHECK(sent.route == Route::platform);
  CHECK(sent.attempts == Attempts::instance_metadata);
  CHECK(sent.connect_timeout == Milliseconds(1000));
  CHECK(sent.headers == std::map<std::string, std::string>{{"Metadata", "true"}});
}

TEST_CASE("managed identity: each host has its own names for an identity") {
  struct Row {
    IdentityHost host;
    IdentityChoice::Kind kind;
    const char* expected;
  };
  using Kind = IdentityChoice::Kind;
  const auto row = GENERATE(Row{IdentityHost::imds, Kind::client_id, "&client_id=x%2Fy"},
                            Row{IdentityHost::imds, Kind::object_id, "&object_id=x%2Fy"},
                            Row{IdentityHost::imds, Kind::resource_id, "&msi_res_id=x%2Fy"},
                            Row{IdentityHost::app_service, Kind::client_id, "&client_id=x%2Fy"},
                            Row{IdentityHost::app_service, Kind::object_id, "&principal_id=x%2Fy"},
                            Row{IdentityHost::app_service, Kind::resource_id, "&mi_res_id=x%2Fy"});
  const std::string version = row.host == IdentityHost::imds ? "2018-02-01" : "2019-08-01";
  Fixture fixture;
  auto with_identity = grant(row.host, "http://127.0.0.1:1/t");
  with_identity.identity = {row.kind, "x/y"};
  fixture.transport.expect("http://127.0.0.1:1/t?api-version=" + version +
                               "&resource=https%3A%2F%2Fvault.azure.net" + row.expected,
                           200, kToken);
  CHECK(fixture.acquire(with_identity));
}

TEST_CASE("managed identity: App Service gets its header and sends the time of expiry") {
  Fixture fixture;
  const std::string url =
      "http://127.0.0.1:41741/msi/token?api-version=2019-08-01&resource=https%3A%2F%2Fvault.azure."
      "net";
  fixture.transport.expect(
      url, 200,
      R"({"access_token":"at","expires_on":"1767229200","resource":"r","token_type":"Bearer"})");
  const auto token =
      fixture.acquire(grant(IdentityHost::app_service, "http://127.0.0.1:41741/msi/token"));
  REQUIRE(token);
  CHECK(token->expires_at.time_since_epoch().count() == 1767229200);
  const auto& sent = fixture.transport.sent().at(0);
  CHECK(sent.headers == std::map<std::string, std::string>{{"X-IDENTITY-HEADER", "header"}});
  CHECK(sent.attempts == Attempts::retry);
}

TEST_CASE("managed identity: Cloud Shell gets a form") {
  Fixture fixture;
  fixture.transport.expect("http://localhost:50342/oauth2/token", 200, kToken);
  REQUIRE(fixture.acquire(grant(IdentityHost::cloud_shell, "http://localhost:50342/oauth2/token")));
  const auto& sent = fixture.transport.sent().at(0);
  CHECK(sent.method == HttpMethod::post);
  CHECK(sent.form ==
        std::vector<std::pair<std::string, std::string>>{{"resource", "https://vault.azure.net"}});
  CHECK(sent.headers.at("Metadata") == "true");
}

TEST_CASE("managed identity: Azure Arc gets the content of the file it names") {
  const std::string endpoint = "http://127.0.0.1:40342/metadata/identity/oauth2/token";
  const std::string url =
      endpoint + "?api-version=2020-06-01&resource=https%3A%2F%2Fvault.azure.net";
  Fixture fixture;
  auto arc = grant(IdentityHost::azure_arc, endpoint);
  std::string asked;
  arc.read_challenge_file = [&](const std::string& path) {
    asked = path;
    return Result<Secret>(Secret("key"));
  };
  fixture.transport.expect(url, 401, "",
                           {{"www-authenticate", "Basic realm=/var/opt/azcmagent/tokens/1.key"}});
  fixture.transport.expect(url, 200, kToken);
  REQUIRE(fixture.acquire(arc));
  CHECK(asked == "/var/opt/azcmagent/tokens/1.key");
  CHECK(fixture.transport.sent().at(1).headers.at("Authorization") == "Basic key");

  fixture.transport.expect(url, 401, "");
  const auto nameless = fixture.acquire(arc);
  REQUIRE_FALSE(nameless);
  CHECK(nameless.error().kind == ErrorKind::network);
}

TEST_CASE(
    "managed identity: a long-lived token is renewed from half its life, a short one is not") {
  Fixture fixture;
  const auto lives = [](const char* seconds_of_life) {
    return R"({"access_token":"at","token_type":"Bearer","expires_in":")" +
           std::string(seconds_of_life) + "\"}";
  };
  const auto day = fixture.answered(lives("86400"));
  REQUIRE(day.refresh_at);
  CHECK(*day.refresh_at - day.acquired_at == seconds(43200));
  CHECK_FALSE(fixture.answered(lives("7200")).refresh_at);
}

TEST_CASE("managed identity: every form of date that Azure has used is read") {
  Fixture fixture;
  const auto until = [&](const std::string& expires_on) {
    return fixture
        .answered(R"({"access_token":"at","token_type":"Bearer","expires_on":)" + expires_on + "}")
        .expires_at.time_since_epoch()
        .count();
  };
  CHECK(until("1767229200") == 1767229200);
  CHECK(until("\"1767229200\"") == 1767229200);
  CHECK(until("\"2026-01-01T01:00:00Z\"") == 1767229200);
  // Not understood: printed but not kept.
  CHECK(until("\"soon\"") == fixture.clock.now().time_since_epoch().count());
}

TEST_CASE("managed identity: without a response the hint asks whether this is Azure") {
  const auto kind = GENERATE(ErrorKind::network, ErrorKind::timeout);
  Fixture fixture;
  fixture.transport.expect_failure(
      kImds, {.kind = kind, .message = "no route", .retryable = kind == ErrorKind::network});
  const auto token = fixture.acquire(grant());
  REQUIRE_FALSE(token);
  CHECK(token.error().kind == ErrorKind::network);
  CHECK_THAT(token.error().message, Contains("no managed identity") && Contains("169.254.169.254"));
  CHECK_THAT(token.error().hints.at(0), Contains("in Azure?"));
}

TEST_CASE("managed identity: refusals are recognised in each of Azure's forms") {
  Fixture fixture;
  const auto imds = fixture.refused(
      400, R"({"error":"invalid_request","error_description":"Identity not found"})");
  CHECK(imds.kind == ErrorKind::server_refused);
  CHECK_THAT(imds.message, Contains("Identity not found"));
  CHECK_THAT(imds.hints.at(0), Contains("assign"));
  const auto nested =
      fixture.refused(400, R"({"error":{"code":"invalid_request","message":"wrong audience"}})");
  CHECK(nested.error == "invalid_request");
  CHECK_THAT(nested.message, Contains("wrong audience"));
  const auto app_service = fixture.refused(403, R"({"statusCode":403,"message":"bad header"})");
  CHECK(app_service.kind == ErrorKind::server_refused);
  CHECK_THAT(app_service.message, Contains("bad header"));
  CHECK(fixture.refused(200, R"({"token_type":"Bearer"})").kind == ErrorKind::network);
  CHECK(fixture.refused(200, "<html>").kind == ErrorKind::network);
}
