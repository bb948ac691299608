// SPDX-License-Identifier: MIT
// Answers that no token endpoint gives, and passing faults that are worth another try.
#include "e2e/home.hpp"
#include "support/raw_server.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <atomic>

using namespace entra_auth::test;
using Catch::Matchers::Contains;

namespace {

struct Fixture {
  SandboxProcess server{ENTRA_AUTH_SANDBOX};
  Home home{server};

  RunResult get(std::vector<std::string> more = {}) const {
    more.insert(more.begin(), "get-token");
    return home.cli(more);
  }
  void fails_with(int exit_status, const nlohmann::json& fault) const {
    server.reset();
    server.fault(fault);
    const auto result = get({"--timeout", "20s"});
    CAPTURE(fault.dump().substr(0, 200), result.err.substr(0, 500));
    CHECK(result.exit_status == exit_status);
    CHECK(result.out.empty());
    CHECK(result.err.starts_with("error: "));
    CHECK(result.err.size() < 2000);
    CHECK(result.max_rss_kib < 64 * 1024);
    for (const char c : result.err) CHECK((c == '\n' || c < 0 || (c >= 0x20 && c < 0x7F)));
  }
};

nlohmann::json body(const std::string& text, const char* type = "application/json") {
  return {
      {"endpoint", "token"}, {"times", 0}, {"status", 200}, {"body", text}, {"content_type", type}};
}

}  // namespace

TEST_CASE("get-token: a body that is not a token response exits with 4 and leaves stdout empty") {
  const Fixture fixture;
  fixture.fails_with(4, body("<html><title>Sign in</title>\x1b[2J</html>", "text/html"));
  fixture.fails_with(4, body(""));
  fixture.fails_with(4, body("{\"access_token\":\"abc"));
  fixture.fails_with(4, body("[]"));
  fixture.fails_with(
      4, body(R"({"token_type":"Bearer","access_token":"a","access_token":"b","expires_in":1})"));
  fixture.fails_with(
      4, body("{\"token_type\":\"Bearer\",\"access_token\":\"a\\u001b[2J\",\"expires_in\":1}"));
  fixture.fails_with(
      4, body("{\"token_type\":\"Bearer\",\"access_token\":\"a\\nb\",\"expires_in\":1}"));
  fixture.fails_with(4, body(std::string(100000, '[')));
}

TEST_CASE("get-token: stops reading a response of a hundred megabytes") {
  const SandboxProcess sandbox(ENTRA_AUTH_SANDBOX);
  std::atomic<std::size_t> sent = 0;
  const RawServer server([&](RawConnection& connection) {
    (void)connection.read_request();
    const std::string chunk(64 * 1024, ' ');
    bool open = connection.send("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n");
    for (int i = 0; open && i < 1600; ++i) {
      open = connection.send(chunk);
      sent += chunk.size();
    }
  });
  Home home(sandbox);
  home.profiles("[profiles.p]\ntoken_endpoint = \"" + server.url("/token") +
                "\"\nclient_id = \"c\"\nscopes = [\"x\"]\n"
                "client_secret = { env = \"API_SECRET\" }\n");
  const auto result = home.cli({"get-token"});
  CAPTURE(result.err);
  CHECK(result.exit_status == 4);
  CHECK(result.out.empty());
  CHECK(result.max_rss_kib < 64 * 1024);
  CHECK(sent < 30U * 1024 * 1024);  // what the kernel's buffers take, three times at most
}

TEST_CASE("get-token: a connection that ends too early exits with 4") {
  const Fixture fixture;
  fixture.fails_with(4, {{"endpoint", "token"}, {"times", 0}, {"close", true}});
  fixture.fails_with(4, {{"endpoint", "token"}, {"times", 0}, {"after_bytes", 300}});
}

TEST_CASE("get-token: redirects are refused, and the credential is not sent on") {
  const Fixture fixture;
  const SandboxProcess other(ENTRA_AUTH_SANDBOX);
  for (const int status : {301, 302, 303, 307, 308}) {
    fixture.fails_with(4, {{"endpoint", "token"},
                           {"times", 0},
                           {"status", status},
                           {"body", ""},
                           {"headers", {{"Location", other["token_endpoint"]}}}});
  }
  CHECK(other.requests().empty());
}

TEST_CASE("get-token: transient failures are retried at most three times, after Retry-After") {
  const Fixture fixture;
  for (const int status : {408, 429, 500, 502, 503, 504}) {
    CAPTURE(status);
    fixture.server.reset();
    fixture.server.fault({{"endpoint", "token"}, {"times", 1}, {"status", status}});
    CHECK(fixture.get({"--force"}).exit_status == 0);
    CHECK(fixture.server.counters()["token"] == 2);
  }
  fixture.server.reset();
  fixture.server.fault({{"endpoint", "token"}, {"times", 0}, {"status", 503}});
  const auto down = fixture.get({"--force"});
  CHECK(down.exit_status == 4);
  CHECK(fixture.server.counters()["token"] == 3);

  fixture.server.reset();
  fixture.server.fault(
      {{"endpoint", "token"}, {"times", 1}, {"status", 429}, {"retry_after", "2"}});
  const auto patient = fixture.get({"--force"});
  CHECK(patient.exit_status == 0);
  CHECK(patient.seconds >= 2);

  fixture.server.reset();
  fixture.server.fault(
      {{"endpoint", "token"}, {"times", 0}, {"status", 429}, {"retry_after", "99999"}});
  const auto told = fixture.get({"--force", "--timeout", "5s"});
  CHECK(told.exit_status == 4);
  CHECK(told.seconds < 2);
  CHECK(fixture.server.counters()["token"] == 1);
}

TEST_CASE("get-token: an outage after refresh_in is harmless while the token is valid") {
  const SandboxProcess server(ENTRA_AUTH_SANDBOX, {"--refresh-in", "1"});
  const Home home(server);
  const auto first = home.cli({"get-token"});
  REQUIRE(first.exit_status == 0);
  server.fault({{"endpoint", "token"}, {"times", 0}, {"status", 503}});
  RunResult second;
  for (int i = 0; i < 30; ++i) {  // until a renewal was tried: a second after the token was issued
    second = home.cli({"get-token"});
    REQUIRE(second.exit_status == 0);
    if (server.counters()["token"] > 1) break;
    (void)run({"/bin/sleep", "0.1"}, {.env = own_environment()});
  }
  CHECK(server.counters()["token"] > 1);
  CHECK(second.out == first.out);
  CHECK(second.err.empty());
}
