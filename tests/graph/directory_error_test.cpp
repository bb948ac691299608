// SPDX-License-Identifier: MIT
#include "graph/directory.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth;

namespace {

Error explain(int status, const std::string& text) {
  HttpResponse response;
  response.status = status;
  return graph::explain_directory_error(response, parse_json_object(text).value());
}

}  // namespace

TEST_CASE("a missing permission is named, with how to grant it") {
  const auto error = explain(
      403, R"({"error":{"code":"Authorization_RequestDenied","message":"Insufficient privileges",)"
           R"("innerError":{"request-id":"r-1","client-request-id":"c-1"}}})");
  CHECK(error.kind == ErrorKind::server_refused);
  CHECK(error.error == "Authorization_RequestDenied");
  CHECK(error.trace_id == "r-1");
  CHECK(error.correlation_id == "c-1");
  REQUIRE(error.hints.size() == 1);
  CHECK(error.hints[0].find("Application.Read.All") != std::string::npos);
}

TEST_CASE("throttling and failures may be tried again, refusals may not") {
  CHECK(explain(429, R"({"error":{"code":"TooManyRequests"}})").retryable);
  CHECK(explain(503, R"({"error":{}})").kind == ErrorKind::network);
  CHECK_FALSE(explain(401, R"({"error":{"code":"InvalidAuthenticationToken"}})").retryable);
}

TEST_CASE("an answer of another shape is still an error with its status") {
  for (const char* text :
       {R"({})", R"({"error":"text"})", R"({"error":{"code":7,"innerError":1}})"}) {
    const auto error = explain(400, text);
    CHECK(error.kind == ErrorKind::server_refused);
    CHECK(error.message.find("status 400") != std::string::npos);
  }
}
