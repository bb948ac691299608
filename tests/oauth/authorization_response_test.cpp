// SPDX-License-Identifier: MIT
#include "oauth/authorization.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth;
using Catch::Matchers::Contains;

namespace {

using Fields = std::vector<std::pair<std::string, std::string>>;
using Response = std::optional<Result<Secret>>;

Response read(const Fields& fields, const oauth::ExpectedResponse& expected = {.state = "right"}) {
  Form form;
  for (const auto& [name, value] : fields) form.push_back({name, Secret(value)});
  return oauth::read_authorization_response(form, expected);
}

std::string code_of(const Response& response) {
  REQUIRE(response);
  REQUIRE(*response);
  return std::string((*response)->expose());
}

Error error_of(const Response& response) {
  REQUIRE(response);
  REQUIRE_FALSE(*response);
  return response->error();
}

}  // namespace

TEST_CASE("the code is taken from an answer to our own request") {
  CHECK(code_of(read({{"code", "c1"}, {"state", "right"}})) == "c1");
  CHECK(code_of(read({{"session_state", "x"}, {"state", "right"}, {"code", "c2"}})) == "c2");
}

TEST_CASE("an answer without our state is not ours, whatever else it says") {
  CHECK_FALSE(read({}));
  CHECK_FALSE(read({{"code", "c1"}}));
  for (const std::string state : {"", "wrong", "righ", "right1", "RIGHT"}) {
    CAPTURE(state);
    CHECK_FALSE(read({{"code", "c1"}, {"state", state}}));
    CHECK_FALSE(read({{"error", "access_denied"}, {"state", state}}));
    CHECK_FALSE(read({{"code", "c1"}, {"state", state}, {"iss", "https://evil.example"}},
                     {.state = "right", .issuer = "https://idp.example"}));
  }
}

TEST_CASE("an answer that says something twice is not ours") {
  CHECK_FALSE(read({{"code", "c1"}, {"state", "right"}, {"state", "right"}}));
  CHECK_FALSE(read({{"code", "c1"}, {"state", "wrong"}, {"state", "right"}}));
  CHECK_FALSE(read({{"code", "c1"}, {"state", "right"}, {"state", "wrong"}}));
  CHECK_FALSE(read({{"code", "c1"}, {"code", "c2"}, {"state", "right"}}));
  CHECK_FALSE(read({{"error", "a"}, {"error", "b"}, {"state", "right"}}));
}

TEST_CASE("an answer without a code is none, and the wait goes on") {
  CHECK_FALSE(read({{"state", "right"}}));
  CHECK_FALSE(read({{"code", ""}, {"state", "right"}}));
  const oauth::ExpectedResponse expected{.state = "right", .issuer = "https://idp.example"};
  CHECK_FALSE(read({{"code", ""}, {"state", "right"}, {"iss", "https://evil.example"}}, expected));
}

TEST_CASE("an answer of another issuer is refused") {
  const oauth::ExpectedResponse expected{.state = "right", .issuer = "https://idp.example"};
  CHECK(code_of(read({{"code", "c"}, {"state", "right"}, {"iss", "https://idp.example"}},
                     expected)) == "c");
  for (const std::string issuer : {"https://evil.example", "https://idp.example/", ""}) {
    CAPTURE(issuer);
    const auto error =
        error_of(read({{"code", "c"}, {"state", "right"}, {"iss", issuer}}, expected));
    CHECK(error.kind == ErrorKind::server_refused);
    CHECK_THAT(error.message, Contains("iss"));
    CHECK_FALSE(error.hints.empty());
    // An error of another issuer says nothing about ours either.
    CHECK_THAT(
        error_of(read({{"error", "login_required"}, {"state", "right"}, {"iss", issuer}}, expected))
            .message,
        Contains("iss"));
  }
}

TEST_CASE("an issuer that promises to name itself has to") {
  oauth::ExpectedResponse expected{.state = "right", .issuer = "https://idp.example"};
  CHECK(code_of(read({{"code", "c"}, {"state", "right"}}, expected)) == "c");
  expected.issuer_required = true;
  CHECK(error_of(read({{"code", "c"}, {"state", "right"}}, expected)).kind ==
        ErrorKind::server_refused);
  CHECK(code_of(read({{"code", "c"}, {"state", "right"}, {"iss", "https://idp.example"}},
                     expected)) == "c");
}

TEST_CASE("where no issuer is known none is compared") {
  CHECK(code_of(read({{"code", "c"}, {"state", "right"}, {"iss", "https://any.example"}})) == "c");
}

TEST_CASE("a refusal in the browser is explained as one of the token endpoint would be") {
  const auto error = error_of(read({{"error", "invalid_request"},
                                    {"error_description", "AADSTS50011: The redirect URI ..."},
                                    {"state", "right"}}));
  CHECK(error.kind == ErrorKind::server_refused);
  CHECK(error.error == "invalid_request");
  CHECK(error.code == "AADSTS50011");
  CHECK_FALSE(error.hints.empty());
  // A code beside an error is not believed.
  CHECK(error_of(read({{"code", "c"}, {"error", "server_error"}, {"state", "right"}})).error ==
        "server_error");
}

TEST_CASE("the errors that ask for a person say so") {
  for (const std::string name : {"interaction_required", "login_required", "consent_required"}) {
    CAPTURE(name);
    CHECK(error_of(read({{"error", name}, {"state", "right"}})).kind ==
          ErrorKind::interaction_required);
  }
  CHECK(error_of(read({{"error", "invalid_grant"}, {"claims", R"({"a":1})"}, {"state", "right"}}))
            .claims == R"({"a":1})");
}

TEST_CASE("who closes the sign-in page has cancelled, which is no fault of the server") {
  const auto error =
      error_of(read({{"error", "access_denied"}, {"error_subcode", "cancel"}, {"state", "right"}}));
  CHECK(error.kind == ErrorKind::server_refused);
  CHECK(error.message == "the sign-in was cancelled");
  const auto denied = error_of(read({{"error", "access_denied"}, {"state", "right"}}));
  CHECK_THAT(denied.message, Contains("access_denied") && !Contains("cancelled"));
  for (const auto& each : {error, denied}) {
    REQUIRE_FALSE(each.hints.empty());
    CHECK_THAT(each.hints.back(), Contains("again"));
  }
}
