// SPDX-License-Identifier: MIT
#include "http/retrying_transport.hpp"

#include "support/fake_clock.hpp"
#include "support/fake_transport.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth;
using namespace entra_auth::http;
using entra_auth::test::FakeClock;
using entra_auth::test::FakeTransport;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

constexpr const char* kUrl = "https://login.example.test/t/oauth2/v2.0/token?x=canary-query";
constexpr const char* kToken = R"({"access_token":"t"})";

/// A retrying transport over a script, with 60 s to go.
struct Fixture {
  FakeTransport inner;
  FakeClock clock;
  RetryingTransport retrying{inner, clock};
  HttpRequest request{.method = HttpMethod::post,
                      .url = kUrl,
                      .headers = {},
                      .make_form = {},
                      .expected_body = ExpectedBody::json_object,
                      .deadline = clock.in(seconds(60))};

  Result<HttpResponse> send() { return retrying.send(request); }
  void expect(int status, std::string body, const char* retry_after = nullptr) {
    if (retry_after == nullptr) return inner.expect(kUrl, status, std::move(body));
    inner.expect(kUrl, status, std::move(body), {{"retry-after", retry_after}});
  }
  void expect_failure(ErrorKind kind, bool retryable) {
    inner.expect_failure(kUrl, Error{.kind = kind, .message = "m", .retryable = retryable});
  }
};

bool contains(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("RetryingTransport: returns a usable response after one attempt") {
  Fixture f;
  f.expect(200, kToken);
  const auto response = f.send();
  REQUIRE(response);
  CHECK(response->body.expose() == kToken);
  CHECK(f.clock.sleeps().empty());
}

TEST_CASE("RetryingTransport: repeats transient statuses after pauses around 0.5 s and 1.5 s") {
  const int status = GENERATE(408, 429, 500, 502, 503, 504);
  Fixture f;
  f.expect(status, "");
  f.expect(status, "<html>");
  f.expect(200, kToken);
  REQUIRE(f.send());
  REQUIRE(f.clock.sleeps().size() == 2);
  CHECK(f.clock.sleeps()[0] >= milliseconds(375));
  CHECK(f.clock.sleeps()[0] <= milliseconds(625));
  CHECK(f.clock.sleeps()[1] >= milliseconds(1125));
  CHECK(f.clock.sleeps()[1] <= milliseconds(1875));
}

TEST_CASE("RetryingTransport: pauses vary") {
  std::vector<milliseconds> pauses;
  for (int i = 0; i < 20; ++i) {
    Fixture f;
    f.expect(503, "");
    f.expect(200, kToken);
    REQUIRE(f.send());
    pauses.push_back(f.clock.sleeps().at(0));
  }
  CHECK(std::ranges::any_of(pauses, [&](auto pause) { return pause != pauses[0]; }));
}

TEST_CASE(
    "RetryingTransport: a transient status after three attempts is a retryable network error") {
  Fixture f;
  for (int i = 0; i < 3; ++i) f.expect(503, "upstream connect error");
  const auto response = f.send();
  REQUIRE_FALSE(response);
  CHECK(response.error().kind == ErrorKind::network);
  CHECK(response.error().retryable);
  CHECK(response.error().message ==
        "unexpected response from https://login.example.test: status 503, body: upstream connect "
        "error "
        "(3 attempts)");
  CHECK(f.clock.sleeps().size() == 2);
}

TEST_CASE("RetryingTransport: returns a transient status with a JSON `error` after the attempts") {
  const auto* body = GENERATE(R"({"error":"temporarily_unavailable","error_codes":[90033]})",
                              R"({"error":{"code":"TooManyRequests"}})");
  Fixture f;
  for (int i = 0; i < 3; ++i) f.expect(503, body);
  const auto response = f.send();
  REQUIRE(response);
  CHECK(response->status == 503);
  CHECK(response->body.expose() == body);
}

TEST_CASE("RetryingTransport: JSON without `error` does not explain a transient status") {
  const auto* body = GENERATE(R"({"message":"x"})", R"({"error":null})", R"(["error"])");
  Fixture f;
  f.request.attempts = Attempts::once;
  f.expect(500, body);
  REQUIRE_FALSE(f.send());
}

TEST_CASE(
    "RetryingTransport: returns other client errors and redirects at once, whatever their body") {
  const int status = GENERATE(302, 307, 400, 401, 403, 404, 409, 410, 418);
  const auto* body = GENERATE("", "<html>", R"({"error":"invalid_client"})");
  Fixture f;
  f.expect(status, body, "1");
  const auto response = f.send();
  REQUIRE(response);
  CHECK(response->status == status);
  CHECK(response->body.expose() == body);
  CHECK(f.clock.sleeps().empty());
}

TEST_CASE("RetryingTransport: repeats a request with an unusable body") {
  const auto* body = GENERATE("", "<html>Sign in</html>", "null", "[]", "\"str\"", "{}{}",
                              "\xEF\xBB\xBF{}", R"({"a":1,"a":2})", "{\"a\":\"\xff\"}");
  Fixture f;
  f.expect(200, body);
  f.expect(200, kToken);
  REQUIRE(f.send());
  CHECK(f.clock.sleeps().size() == 1);
}

TEST_CASE("RetryingTransport: describes an unusable body by status, type and reason") {
  Fixture f;
  for (int i = 0; i < 3; ++i) {
    f.inner.expect(kUrl, 200, "<html><title>Sign in\x1b[2J</title>",
                   {{"content-type", "text/html\x07"}});
  }
  const auto response = f.send();
  REQUIRE_FALSE(response);
  CHECK(response.error().kind == ErrorKind::network);
  CHECK(response.error().message ==
        "unexpected response from https://login.example.test: status 200, content type "
        "text/html\\x07, "
        "not valid JSON at byte 1, body: <html><title>Sign in\\x1b[2J</title> (3 attempts)");
}

TEST_CASE("RetryingTransport: does not show the beginning of a body that may hold a secret") {
  struct Case {
    int status;
    std::string body;
  };
  const auto [status, body] = GENERATE(values<Case>({
      {200, R"({"access_token":"canary-token")"},
      {200, "[\"canary-token\"]"},
      {200, "canary-token"},
      {200, "access_token=canary-token"},
      {200, "<html><input value=\"canary-token-0123456789abcdef\">"},
      {500, R"({"echo":"canary-token"})"},
      {500, "received client_secret=canary-token"},
      {502, "<html>client_assertion=canary-token"},
  }));
  Fixture f;
  f.request.attempts = Attempts::once;
  f.expect(status, body);
  const auto response = f.send();
  REQUIRE_FALSE(response);
  CHECK_FALSE(contains(response.error().message, "canary"));
}

TEST_CASE("RetryingTransport: shows at most 200 bytes of a body") {
  std::string words = "<p>";
  for (int i = 0; i < 500; ++i) words += " word";
  Fixture f;
  f.request.attempts = Attempts::once;
  f.expect(502, words);
  const auto response = f.send();
  REQUIRE_FALSE(response);
  CHECK(response.error().message.size() < 300);
  CHECK(contains(response.error().message, "…"));
}

TEST_CASE("RetryingTransport: accepts every body if the caller expects anything") {
  Fixture f;
  f.request.expected_body = ExpectedBody::anything;
  f.expect(200, "<html>");
  CHECK(f.send());
}

TEST_CASE("RetryingTransport: repeats other server errors only for an unusable body") {
  Fixture f;
  f.expect(501, "<html>");
  f.expect(501, R"({"error":"unsupported"})");
  CHECK(f.send());
  CHECK(f.clock.sleeps().size() == 1);
}

TEST_CASE("RetryingTransport: repeats connection failures") {
  Fixture f;
  f.expect_failure(ErrorKind::network, true);
  f.expect_failure(ErrorKind::timeout, true);
  f.expect(200, kToken);
  CHECK(f.send());
}

TEST_CASE("RetryingTransport: returns the last of three connection failures") {
  Fixture f;
  for (int i = 0; i < 3; ++i) f.expect_failure(ErrorKind::network, true);
  const auto response = f.send();
  REQUIRE_FALSE(response);
  CHECK(response.error().message == "m (3 attempts)");
  CHECK(response.error().retryable);
}

TEST_CASE("RetryingTransport: returns permanent failures at once") {
  const auto kind = GENERATE(ErrorKind::network, ErrorKind::timeout,
                             ErrorKind::invalid_configuration, ErrorKind::unexpected);
  Fixture f;
  f.expect_failure(kind, false);
  const auto response = f.send();
  REQUIRE_FALSE(response);
  CHECK(response.error().kind == kind);
  CHECK(response.error().message == "m");
}

TEST_CASE("RetryingTransport: sends a request with `once` only once") {
  Fixture f;
  f.request.attempts = Attempts::once;
  SECTION("connection failure") { f.expect_failure(ErrorKind::network, true); }
  SECTION("transient status") { f.expect(503, "", "0"); }
  SECTION("unusable body") { f.expect(200, "<html>"); }
  REQUIRE_FALSE(f.send());
  CHECK(f.clock.sleeps().empty());
}

TEST_CASE("RetryingTransport: makes the form for each attempt") {
  Fixture f;
  int made = 0;
  f.request.make_form = [&]() -> Result<Form> {
    return Form{{"jti", Secret(std::to_string(++made))}};
  };
  f.expect(503, "");
  f.expect(200, kToken);
  REQUIRE(f.send());
  REQUIRE(f.inner.sent().size() == 2);
  CHECK(f.inner.sent()[0].field("jti") == "1");
  CHECK(f.inner.sent()[1].field("jti") == "2");
}

TEST_CASE("RetryingTransport: does not repeat a form that cannot be made") {
  Fixture f;
  int made = 0;
  f.request.make_form = [&]() -> Result<Form> {
    ++made;
    return fail(Error{.kind = ErrorKind::network, .message = "no assertion", .retryable = true});
  };
  const auto response = f.send();
  REQUIRE_FALSE(response);
  CHECK(response.error().message == "no assertion");
  CHECK(made == 1);
}

TEST_CASE("RetryingTransport: Retry-After replaces the pause") {
  struct Case {
    const char* header;
    seconds pause;
  };
  // The clock of the test starts at 2026-01-01T00:00:00Z, a Thursday.
  const auto [header, pause] = GENERATE(values<Case>({
      {"0", seconds(0)},
      {"7", seconds(7)},
      {" 7 ", seconds(7)},
      {"Thu, 01 Jan 2026 00:00:20 GMT", seconds(20)},
  }));
  Fixture f;
  f.expect(429, "Too Many Requests", header);
  f.expect(200, kToken);
  REQUIRE(f.send());
  REQUIRE(f.clock.sleeps().size() == 1);
  CHECK(f.clock.sleeps()[0] == pause);
}

TEST_CASE("RetryingTransport: ignores an invalid Retry-After") {
  const auto* header = GENERATE("", "-1", "1.5", "soon", "1e3", "0x10", "7 seconds",
                                "Thu, 01 Jan 1970 00:00:00 GMT", "Thu, 99 Jan 2026 00:00:20 GMT");
  Fixture f;
  f.expect(503, "", header);
  f.expect(200, kToken);
  REQUIRE(f.send());
  REQUIRE(f.clock.sleeps().size() == 1);
  CHECK(f.clock.sleeps()[0] >= milliseconds(375));
  CHECK(f.clock.sleeps()[0] <= milliseconds(625));
}

TEST_CASE("RetryingTransport: a Retry-After beyond the deadline ends the attempts at once") {
  const auto* header = GENERATE("60", "99999", "99999999999999999999999999", "9223372036854775807",
                                "Fri, 01 Jan 2100 00:00:00 GMT", "Thu, 01 Jan 2026 00:02:00 GMT");
  Fixture f;
  f.expect(503, "", header);
  const auto response = f.send();
  REQUIRE_FALSE(response);
  CHECK(response.error().kind == ErrorKind::network);
  CHECK(response.error().retryable);
  REQUIRE_FALSE(response.error().hints.empty());
  CHECK(contains(response.error().hints.back(), "the server asks to wait"));
  CHECK(f.clock.sleeps().empty());
}

TEST_CASE("RetryingTransport: no pause goes beyond the deadline") {
  Fixture f;
  f.request.deadline = f.clock.steady_now() + milliseconds(700);
  f.expect(503, "");
  f.expect(503, "");
  CHECK_FALSE(f.send());
  CHECK(f.clock.sleeps().size() == 1);
}

TEST_CASE("RetryingTransport: a deadline in the past allows one attempt") {
  Fixture f;
  f.request.deadline = f.clock.steady_now() - hours(1);
  f.expect_failure(ErrorKind::timeout, true);
  CHECK_FALSE(f.send());
  CHECK(f.clock.sleeps().empty());
}

TEST_CASE("RetryingTransport: repeats requests to the metadata service as Azure requires") {
  const int status = GENERATE(404, 410, 429, 500, 503);
  Fixture f;
  f.request.attempts = Attempts::instance_metadata;
  f.request.deadline = f.clock.in(seconds(600));
  for (int i = 0; i < 5; ++i) f.expect(status, "");
  f.expect(200, kToken);
  REQUIRE(f.send());
  const auto& sleeps = f.clock.sleeps();
  REQUIRE(sleeps.size() == 5);
  CHECK(sleeps[0] == milliseconds(0));
  const std::vector<milliseconds> nominal = {milliseconds(2000), milliseconds(6000),
                                             milliseconds(14000), milliseconds(30000)};
  for (std::size_t i = 0; i < nominal.size(); ++i) {
    CHECK(sleeps[i + 1] >= nominal[i] * 3 / 4);
    CHECK(sleeps[i + 1] <= nominal[i] * 5 / 4);
  }
}

TEST_CASE("RetryingTransport: returns the response of the metadata service after six attempts") {
  Fixture f;
  f.request.attempts = Attempts::instance_metadata;
  f.request.deadline = f.clock.in(seconds(600));
  for (int i = 0; i < 6; ++i) f.expect(410, "");
  const auto gone = f.send();
  REQUIRE_FALSE(gone);
  CHECK(gone.error().kind == ErrorKind::network);
  f.expect(400, R"({"error":"invalid_request"})");
  const auto refused = f.send();
  REQUIRE(refused);
  CHECK(refused->status == 400);
}

TEST_CASE("RetryingTransport: does not repeat connect failures to the metadata service") {
  Fixture f;
  f.request.attempts = Attempts::instance_metadata;
  f.expect_failure(ErrorKind::network, true);
  CHECK_FALSE(f.send());
  CHECK(f.clock.sleeps().empty());
}

TEST_CASE("RetryingTransport: returns 404 and 410 of other servers at once") {
  const int status = GENERATE(404, 410);
  Fixture f;
  f.expect(status, "");
  const auto response = f.send();
  REQUIRE(response);
  CHECK(response->status == status);
}
