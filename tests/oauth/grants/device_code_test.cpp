// SPDX-License-Identifier: MIT
#include "oauth/grants/device_code.hpp"

#include "support/fake_clock.hpp"
#include "support/fake_transport.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth;
using Catch::Matchers::Contains;
using std::chrono::seconds;
using Fields = std::vector<std::pair<std::string, std::string>>;

namespace {

constexpr const char* kUrl = "https://login.example/t/oauth2/v2.0/token";
constexpr const char* kDeviceUrl = "https://login.example/t/oauth2/v2.0/devicecode";
constexpr const char* kToken =
    R"({"token_type":"Bearer","access_token":"at","expires_in":10,"refresh_token":"rt"})";

oauth::ClientRequest client_request() {
  oauth::ClientRequest request;
  request.client.client_id = "client-1";
  request.token_endpoint = kUrl;
  request.scopes = {"api://x/.default", "openid"};
  return request;
}

std::string response(const std::string& more,
                     const std::string& uri = "https://login.example/dev") {
  return R"({"device_code":"dc","user_code":"ABCD-EFGH","verification_uri":")" + uri + "\"" + more +
         "}";
}

struct Fixture {
  test::FakeTransport transport;
  test::FakeClock clock;

  Result<oauth::DeviceAuthorization> ask(const std::string& body, int status = 200) {
    transport.expect(kDeviceUrl, status, body);
    return oauth::request_device_authorization(client_request(), kDeviceUrl, transport, clock,
                                               clock.in(seconds(60)));
  }
  /// How long the code lives and how often it may be asked for, with that member in the answer.
  seconds interval(const std::string& member) {
    const auto authorization = ask(response(member));
    REQUIRE(authorization);
    return authorization->interval;
  }
  seconds lifetime(const std::string& member) {
    const auto authorization = ask(response(member));
    REQUIRE(authorization);
    return std::chrono::duration_cast<seconds>(authorization->expires_at - clock.steady_now());
  }

  void expect_error(const std::string& error, int status = 400) {
    transport.expect(kUrl, status, R"({"error":")" + error + R"("})");
  }
  void expect_failure(ErrorKind kind) {
    transport.expect_failure(kUrl, Error{.kind = kind, .message = "down"});
  }
  Result<TokenSet> poll(seconds lifetime = seconds(900), seconds limit = seconds(900)) {
    oauth::DeviceCode grant{client_request()};
    grant.claims = R"({"a":1})";
    grant.authorization.device_code = Secret("dc");
    grant.authorization.expires_at = clock.in(lifetime);
    return oauth::acquire(grant, transport, clock, clock.in(limit));
  }
  [[nodiscard]] std::vector<long long> pauses() const {
    std::vector<long long> result;
    for (const auto& pause : clock.sleeps()) result.push_back(pause.count() / 1000);
    return result;
  }
};

std::string refusal(const Result<TokenSet>& tokens, ErrorKind kind) {
  REQUIRE_FALSE(tokens);
  CHECK(tokens.error().kind == kind);
  return tokens.error().message;
}

using Pauses = std::vector<long long>;

}  // namespace

TEST_CASE("request_device_authorization: sends the client id and the scopes") {
  Fixture fixture;
  const auto authorization = fixture.ask(
      response(R"(,"expires_in":600,"interval":7,"message":"Go there.",)"
               R"("verification_uri_complete":"https://login.example/dev?c=ABCD-EFGH")"));
  REQUIRE(authorization);
  CHECK(fixture.transport.sent().at(0).form ==
        Fields{{"client_id", "client-1"}, {"scope", "api://x/.default openid"}});
  CHECK(fixture.transport.sent().at(0).method == HttpMethod::post);
  CHECK(authorization->device_code.expose() == "dc");
  CHECK(authorization->user_code == "ABCD-EFGH");
  CHECK(authorization->verification_uri == "https://login.example/dev");
  CHECK(authorization->verification_uri_complete == "https://login.example/dev?c=ABCD-EFGH");
  CHECK(authorization->message == "Go there.");
  CHECK(authorization->expires_at == fixture.clock.in(seconds(600)));
  CHECK(authorization->interval == seconds(7));
}

TEST_CASE("request_device_authorization: a missing or odd interval or lifetime gets a default") {
  Fixture fixture;
  CHECK(fixture.interval("") == seconds(5));
  CHECK(fixture.interval(R"(,"interval":"7")") == seconds(7));
  for (const std::string odd : {"0", "-5", "\"x\"", "null", "true", "[]", "{}", "2.5", "-1e9"}) {
    CAPTURE(odd);
    CHECK(fixture.interval(",\"interval\":" + odd) == seconds(5));
    CHECK(fixture.lifetime(",\"expires_in\":" + odd) == seconds(900));
  }
  for (const std::string large : {"1e9", "1000000000", "99999999999999999999"}) {
    CAPTURE(large);
    CHECK(fixture.interval(",\"interval\":" + large) == seconds(60));
    CHECK(fixture.lifetime(",\"expires_in\":" + large) == seconds(24 * 3600));
  }
}

TEST_CASE("request_device_authorization: the address may have its name from the draft") {
  Fixture fixture;
  const auto authorization = fixture.ask(
      R"({"device_code":"dc","user_code":"A","verification_url":"https://www.idp.example/device"})");
  REQUIRE(authorization);
  CHECK(authorization->verification_uri == "https://www.idp.example/device");
}

TEST_CASE("request_device_authorization: a response without code or address is refused") {
  Fixture fixture;
  for (const std::string& body :
       {std::string("<html>"), std::string("{}"),
        std::string(R"({"device_code":"dc","verification_uri":"https://a.example"})"),
        std::string(R"({"user_code":"A","verification_uri":"https://a.example"})"),
        std::string(R"({"device_code":"dc","user_code":"A"})"),
        std::string(R"({"device_code":7,"user_code":"A","verification_uri":"https://a.example"})"),
        response("", "javascript:alert(1)"), response("", "file:///etc/passwd"),
        response("", "-flag"), response("", "https://a.example/\\u001b[2J"),
        response("", "https://a@b.example/")}) {
    CAPTURE(body);
    const auto authorization = fixture.ask(body);
    REQUIRE_FALSE(authorization);
    CHECK(authorization.error().kind == ErrorKind::network);
    CHECK_FALSE(authorization.error().hints.empty());
  }
  CHECK_FALSE(fixture.ask(response(""), 500));
}

TEST_CASE("request_device_authorization: a complete address that is not an http URL is left out") {
  Fixture fixture;
  const auto authorization =
      fixture.ask(response(R"x(,"verification_uri_complete":"javascript:alert(1)")x"));
  REQUIRE(authorization);
  CHECK(authorization->verification_uri_complete.empty());
}

TEST_CASE("request_device_authorization: a client without device codes gets the server's refusal") {
  Fixture fixture;
  const auto authorization = fixture.ask(
      R"({"error":"invalid_client","error_description":"AADSTS7000218: A secret is missing."})",
      401);
  REQUIRE_FALSE(authorization);
  CHECK(authorization.error().kind == ErrorKind::server_refused);
  CHECK(authorization.error().code == "AADSTS7000218");
}

TEST_CASE("device code: polls every interval until the user has signed in") {
  Fixture fixture;
  fixture.expect_error("authorization_pending");
  fixture.expect_error("authorization_pending");
  fixture.transport.expect(kUrl, 200, kToken);
  const auto tokens = fixture.poll();
  REQUIRE(tokens);
  CHECK(tokens->token.access_token.expose() == "at");
  CHECK(tokens->token.scope == "api://x/.default openid");
  CHECK(tokens->refresh_token.expose() == "rt");
  CHECK(fixture.pauses() == Pauses{5, 5, 5});
  for (const auto& sent : fixture.transport.sent()) {
    CHECK(sent.form == Fields{{"grant_type", "urn:ietf:params:oauth:grant-type:device_code"},
                              {"client_id", "client-1"},
                              {"device_code", "dc"}});
    CHECK(sent.attempts == Attempts::once);
  }
}

TEST_CASE("device code: each slow_down lengthens the interval by five seconds for good") {
  Fixture fixture;
  fixture.expect_error("slow_down");
  fixture.expect_error("authorization_pending");
  fixture.expect_error("slow_down", 429);
  fixture.expect_error("authorization_pending");
  fixture.transport.expect(kUrl, 200, kToken);
  REQUIRE(fixture.poll());
  CHECK(fixture.pauses() == Pauses{5, 10, 10, 15, 15});
}

TEST_CASE("device code: a network failure doubles the pause until a response comes") {
  Fixture fixture;
  fixture.expect_failure(ErrorKind::network);
  fixture.expect_error("authorization_pending");
  fixture.expect_failure(ErrorKind::timeout);
  fixture.expect_error("slow_down");
  fixture.transport.expect(kUrl, 429, "slow down");
  fixture.expect_error("temporarily_unavailable", 503);
  fixture.transport.expect(kUrl, 200, kToken);
  REQUIRE(fixture.poll());
  const auto pauses = fixture.pauses();
  CHECK(Pauses(pauses.begin(), pauses.begin() + 6) == Pauses{5, 10, 5, 10, 10, 20});
}

TEST_CASE("device code: the pause doubles with each failure in a row, to a minute at most") {
  Fixture fixture;
  for (int i = 0; i < 6; ++i) fixture.expect_failure(ErrorKind::network);
  fixture.expect_error("authorization_pending");
  fixture.transport.expect(kUrl, 200, kToken);
  REQUIRE(fixture.poll());
  CHECK(fixture.pauses() == Pauses{5, 10, 20, 40, 60, 60, 60, 5});
}

TEST_CASE("device code: polling stops once the code has expired") {
  Fixture fixture;
  fixture.expect_error("authorization_pending");
  fixture.expect_error("authorization_pending");
  CHECK_THAT(refusal(fixture.poll(seconds(12)), ErrorKind::timeout), Contains("expired"));
  CHECK(fixture.pauses() == Pauses{5, 5});
}

TEST_CASE("device code: a sign-in ends at the deadline") {
  Fixture fixture;
  fixture.expect_error("authorization_pending");
  CHECK_THAT(refusal(fixture.poll(seconds(900), seconds(9)), ErrorKind::timeout),
             Contains("in time"));
}

TEST_CASE(
    "device code: if the server says that the code has expired, the hint asks for a new run") {
  for (const std::string error : {"expired_token", "code_expired"}) {
    CAPTURE(error);
    Fixture fixture;
    fixture.expect_error(error);
    const auto tokens = fixture.poll();
    CHECK_THAT(refusal(tokens, ErrorKind::timeout), Contains("expired"));
    CHECK(tokens.error().error == "expired_token");
    CHECK_FALSE(tokens.error().hints.empty());
  }
}

TEST_CASE("device code: a declined sign-in is recognised in Entra's and in the standard's words") {
  for (const std::string error : {"authorization_declined", "access_denied"}) {
    CAPTURE(error);
    Fixture fixture;
    fixture.expect_error(error);
    CHECK_THAT(refusal(fixture.poll(), ErrorKind::server_refused), Contains("declined"));
  }
}

TEST_CASE("device code: an error that waiting cannot fix ends the polling") {
  Fixture fixture;
  fixture.expect_error("bad_verification_code");
  CHECK_THAT(refusal(fixture.poll(), ErrorKind::server_refused), Contains("bad_verification_code"));
  fixture.expect_error("interaction_required");
  refusal(fixture.poll(), ErrorKind::interaction_required);
  CHECK(fixture.pauses() == Pauses{5, 5});
}

TEST_CASE("device code: no poll takes longer than half a minute or than the code lives") {
  class Recorder final : public Transport {
   public:
    Result<HttpResponse> send(const HttpRequest& request) override {
      deadlines.push_back(request.deadline);
      return fail(ErrorKind::timeout, "no answer");
    }
    std::vector<Deadline> deadlines;
  };
  Recorder recorder;
  test::FakeClock clock;
  const auto started = clock.steady_now();
  oauth::DeviceCode grant{client_request()};
  grant.authorization.expires_at = started + seconds(20);
  CHECK_FALSE(oauth::acquire(grant, recorder, clock, started + seconds(900)));
  grant.authorization.expires_at = started + seconds(900);
  const auto later = clock.steady_now();
  CHECK_FALSE(oauth::acquire(grant, recorder, clock, later + seconds(10)));
  REQUIRE(recorder.deadlines.size() >= 2);
  CHECK(recorder.deadlines.front() == started + seconds(20));
  CHECK(recorder.deadlines.back() == later + seconds(10));
  recorder.deadlines.clear();
  const auto last = clock.steady_now();
  CHECK_FALSE(oauth::acquire(grant, recorder, clock, last + seconds(60)));
  CHECK(recorder.deadlines.front() == last + seconds(35));
}
