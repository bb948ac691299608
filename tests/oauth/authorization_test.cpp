// SPDX-License-Identifier: MIT

#include "oauth/authorization.hpp"

#include "base/encoding.hpp"
#include "crypto/digest.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth;
using Catch::Matchers::Contains;
using oauth::ResponseMode;

namespace {

oauth::AuthorizationRequest request() {
  return {.endpoint = "https://login.example/t/authorize",
          .client_id = "client-1",
          .redirect_uri = "http://localhost:8400",
          .scopes = {"api://x/.default", "openid"},
          .state = "s1",
          .nonce = "n1",
          .code_challenge = "c1"};
}

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

std::string s256(std::string_view verifier) { return base64url_encode(crypto::sha256(verifier)); }

}  // namespace
TEST_CASE("authorization_url: has the documented parameters and no others") {
  CHECK(oauth::authorization_url(request()) ==
        "https://login.example/t/authorize?client_id=client-1&response_type=code"
        "&redirect_uri=http%3A%2F%2Flocalhost%3A8400&response_mode=query"
        "&scope=api%3A%2F%2Fx%2F.default%20openid&state=s1&nonce=n1&code_challenge=c1"
        "&code_challenge_method=S256");
}

TEST_CASE("authorization_url: sends the profile's prompt, hints, claims and extra parameters") {
  auto full = request();
  full.response_mode = ResponseMode::form_post;
  full.resource = "https://api.example";
  full.prompt = "select_account";
  full.login_hint = "kari+test@example.org";
  full.domain_hint = "organizations";
  full.claims = R"({"id_token":{"acr":null}})";
  full.extra_parameters = {{"acr_values", "idporten-loa-high"}, {"ui_locales", "nb"}};
  const auto url = oauth::authorization_url(full);
  CHECK(url.find("&response_mode=form_post&") != std::string::npos);
  CHECK(url.find("&resource=https%3A%2F%2Fapi.example&") != std::string::npos);
  CHECK(
      url.ends_with("&prompt=select_account&login_hint=kari%2Btest%40example.org"
                    "&domain_hint=organizations"
                    "&claims=%7B%22id_token%22%3A%7B%22acr%22%3Anull%7D%7D"
                    "&acr_values=idporten-loa-high&ui_locales=nb"));
}

TEST_CASE("authorization_url: keeps a query that the endpoint already has") {
  auto b2c = request();
  b2c.endpoint = "https://t.b2clogin.example/authorize?p=b2c_1_signin";
  CHECK(oauth::authorization_url(b2c).starts_with(
      "https://t.b2clogin.example/authorize?p=b2c_1_signin&client_id=client-1&"));
}

TEST_CASE("authorization_url: no value can become a parameter, a fragment or a line") {
  auto hostile = request();
  hostile.login_hint = "a&state=evil#x\r\n\"$(touch /tmp/p) \xc3\xa6%41";
  hostile.extra_parameters = {{"a&b", "c=d"}};
  const auto url = oauth::authorization_url(hostile);
  CHECK(url.find("&login_hint=a%26state%3Devil%23x%0D%0A%22%24%28touch%20%2Ftmp%2Fp%29%20%C3%A6"
                 "%2541&a%26b=c%3Dd") != std::string::npos);
  CHECK(url.find_first_of("#\r\n\"$() ") == std::string::npos);
}

TEST_CASE("read_authorization_response: takes the code from a response to our request") {
  CHECK(code_of(read({{"code", "c1"}, {"state", "right"}})) == "c1");
  CHECK(code_of(read({{"session_state", "x"}, {"state", "right"}, {"code", "c2"}})) == "c2");
}

TEST_CASE("read_authorization_response: ignores a response with another state, whatever it says") {
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

TEST_CASE("read_authorization_response: ignores a response with a duplicate parameter") {
  CHECK_FALSE(read({{"code", "c1"}, {"state", "right"}, {"state", "right"}}));
  CHECK_FALSE(read({{"code", "c1"}, {"state", "wrong"}, {"state", "right"}}));
  CHECK_FALSE(read({{"code", "c1"}, {"state", "right"}, {"state", "wrong"}}));
  CHECK_FALSE(read({{"code", "c1"}, {"code", "c2"}, {"state", "right"}}));
  CHECK_FALSE(read({{"error", "a"}, {"error", "b"}, {"state", "right"}}));
}

TEST_CASE("read_authorization_response: ignores a response without a code, and the wait goes on") {
  CHECK_FALSE(read({{"state", "right"}}));
  CHECK_FALSE(read({{"code", ""}, {"state", "right"}}));
  const oauth::ExpectedResponse expected{.state = "right", .issuer = "https://idp.example"};
  CHECK_FALSE(read({{"code", ""}, {"state", "right"}, {"iss", "https://evil.example"}}, expected));
}

TEST_CASE("read_authorization_response: refuses a response of another issuer") {
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

TEST_CASE("read_authorization_response: an issuer that promises to name itself must do so") {
  oauth::ExpectedResponse expected{.state = "right", .issuer = "https://idp.example"};
  CHECK(code_of(read({{"code", "c"}, {"state", "right"}}, expected)) == "c");
  expected.issuer_required = true;
  CHECK(error_of(read({{"code", "c"}, {"state", "right"}}, expected)).kind ==
        ErrorKind::server_refused);
  CHECK(code_of(read({{"code", "c"}, {"state", "right"}, {"iss", "https://idp.example"}},
                     expected)) == "c");
}

TEST_CASE("read_authorization_response: without a known issuer none is compared") {
  CHECK(code_of(read({{"code", "c"}, {"state", "right"}, {"iss", "https://any.example"}})) == "c");
}

TEST_CASE("read_authorization_response: a refusal is explained like one of the token endpoint") {
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

TEST_CASE("read_authorization_response: errors that need the user are interaction_required") {
  for (const std::string name : {"interaction_required", "login_required", "consent_required"}) {
    CAPTURE(name);
    CHECK(error_of(read({{"error", name}, {"state", "right"}})).kind ==
          ErrorKind::interaction_required);
  }
  CHECK(error_of(read({{"error", "invalid_grant"}, {"claims", R"({"a":1})"}, {"state", "right"}}))
            .claims == R"({"a":1})");
}

TEST_CASE(
    "read_authorization_response: closing the sign-in page is a cancellation, not a fault of the "
    "server") {
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

TEST_CASE("make_pkce: the challenge is the one that RFC 7636 derives from the verifier") {
  // Appendix B: the rule that the next check applies is the document's.
  REQUIRE(s256("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk") ==
          "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
  const auto pkce = oauth::make_pkce();
  CHECK(pkce.challenge == s256(pkce.verifier.expose()));
}

TEST_CASE("make_pkce: a verifier has 43 characters that RFC 7636 allows") {
  const auto pkce = oauth::make_pkce();
  CHECK(pkce.verifier.size() == 43);
  CHECK(percent_encode(pkce.verifier.expose()) == pkce.verifier.expose());
  CHECK(pkce.challenge.size() == 43);
}

TEST_CASE("make_pkce: verifiers differ, and do not show in the challenge") {
  const auto one = oauth::make_pkce();
  const auto two = oauth::make_pkce();
  CHECK(one.verifier.expose() != two.verifier.expose());
  CHECK(one.challenge != two.challenge);
  CHECK(one.challenge != one.verifier.expose());
}
