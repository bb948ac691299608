// SPDX-License-Identifier: MIT
#include "oauth/error_response.hpp"

#include "base/json.hpp"
#include "support/fake_clock.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth;

namespace {

const Timestamp kNow = test::FakeClock().now();

Error explain(int status, const std::string& body, std::vector<HttpHeader> headers = {}) {
  const HttpResponse response{
      .status = status, .headers = std::move(headers), .body = Secret(body)};
  return oauth::explain_error_response(response, *parse_json_object(body), kNow);
}

}  // namespace

TEST_CASE("explain_error_response: an Entra error becomes code, ids, sentence and hint") {
  const auto error = explain(401, R"({"error":"invalid_client",
    "error_description":"AADSTS7000215: Invalid client secret provided.\r\nTrace ID: t-1\r\nCorrelation ID: c-1\r\nTimestamp: 2026-01-01 00:00:00Z",
    "error_codes":[7000215],"trace_id":"t-1","correlation_id":"c-1"})");
  CHECK(error.kind == ErrorKind::server_refused);
  CHECK(error.error == "invalid_client");
  CHECK(error.code == "AADSTS7000215");
  CHECK(error.trace_id == "t-1");
  CHECK(error.correlation_id == "c-1");
  CHECK(error.message ==
        "the server refused: invalid_client (AADSTS7000215): Invalid client secret provided.");
  REQUIRE(error.hints.size() == 1);
  CHECK(error.hints[0].find("Value") != std::string::npos);
  CHECK_FALSE(error.retryable);
}

TEST_CASE("explain_error_response: the newer description, separated by spaces, is cut at the ids") {
  const auto error = explain(400, R"({"error":"invalid_scope","error_description":
    "AADSTS70011: Bad scope. Trace ID: t Correlation ID: c Timestamp: x"})");
  CHECK(error.message == "the server refused: invalid_scope (AADSTS70011): Bad scope.");
}

TEST_CASE("explain_error_response: an unknown code shows the server's text") {
  const auto error = explain(
      400, R"({"error":"invalid_grant","error_description":"AADSTS999999: Something new."})");
  CHECK(error.code == "AADSTS999999");
  CHECK(error.message == "the server refused: invalid_grant (AADSTS999999): Something new.");
  CHECK(error.hints.empty());
}

TEST_CASE("explain_error_response: the code comes from error_codes if the description has none") {
  CHECK(explain(400, R"({"error":"x","error_codes":[70011]})").code == "AADSTS70011");
  CHECK(explain(400, R"({"error":"x","error_codes":["70011"]})").code.empty());
  CHECK(explain(400, R"({"error":"x","error_description":"AADSTS"})").code.empty());
  CHECK(explain(400, R"({"error":"x","error_description":"AADSTS9999999999999: y"})").code.empty());
}

TEST_CASE(
    "explain_error_response: the kind follows status, error, suberror and claims, not the code") {
  CHECK(explain(400, R"({"error":"invalid_grant"})").kind == ErrorKind::server_refused);
  CHECK(explain(400, R"({"error":"interaction_required"})").kind ==
        ErrorKind::interaction_required);
  CHECK(explain(400, R"({"error":"invalid_grant","suberror":"consent_required"})").kind ==
        ErrorKind::interaction_required);
  const auto challenged = explain(400, R"({"error":"invalid_grant","claims":"{\"a\":1}"})");
  CHECK(challenged.kind == ErrorKind::interaction_required);
  CHECK(challenged.claims == R"({"a":1})");
  CHECK(explain(400, R"({"error":"invalid_grant","error_codes":[50076]})").kind ==
        ErrorKind::server_refused);
  for (const int status : {408, 429, 500, 503}) {
    const auto error = explain(status, R"({"error":"server_error"})");
    CHECK(error.kind == ErrorKind::network);
    CHECK(error.retryable);
  }
  CHECK(explain(400, R"({"error":"temporarily_unavailable"})").kind == ErrorKind::network);
}

TEST_CASE("explain_error_response: a wrong clock is named, a correct one is not") {
  const auto hints = [](const char* date) {
    std::vector<HttpHeader> headers;
    headers.push_back({"date", Secret(date)});
    return explain(401, R"({"error":"invalid_client"})", std::move(headers)).hints;
  };
  const auto behind = hints("Thu, 01 Jan 2026 00:10:00 GMT");
  REQUIRE(behind.size() == 1);
  CHECK(behind[0] == "this machine's clock is 10 min behind the server's; correct it (NTP)");
  const auto ahead = hints("Wed, 31 Dec 2025 22:00:00 GMT");
  REQUIRE(ahead.size() == 1);
  CHECK(ahead[0].find("2 h ahead of") != std::string::npos);
  CHECK(hints("Thu, 01 Jan 2026 00:00:30 GMT").empty());
  CHECK(hints("yesterday").empty());
}

TEST_CASE("explain_error_response: members of wrong types are ignored") {
  const auto error = explain(400, R"({"error":{"code":"x"},"error_description":7,"claims":[1],
    "correlation_id":true,"error_codes":"no"})");
  CHECK(error.error == "error");
  CHECK(error.message == "the server refused: error");
  CHECK(error.claims.empty());
}
