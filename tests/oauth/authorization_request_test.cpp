// SPDX-License-Identifier: MIT
#include "oauth/authorization.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth;
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

}  // namespace

TEST_CASE("an authorization request has the documented parameters and no others") {
  CHECK(oauth::authorization_url(request()) ==
        "https://login.example/t/authorize?client_id=client-1&response_type=code"
        "&redirect_uri=http%3A%2F%2Flocalhost%3A8400&response_mode=query"
        "&scope=api%3A%2F%2Fx%2F.default%20openid&state=s1&nonce=n1&code_challenge=c1"
        "&code_challenge_method=S256");
}

TEST_CASE("what the profile says about the sign-in is sent along") {
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

TEST_CASE("a query that the authorization endpoint has already is kept") {
  auto b2c = request();
  b2c.endpoint = "https://t.b2clogin.example/authorize?p=b2c_1_signin";
  CHECK(oauth::authorization_url(b2c).starts_with(
      "https://t.b2clogin.example/authorize?p=b2c_1_signin&client_id=client-1&"));
}

TEST_CASE("no value of an authorization request can become a parameter, a fragment or a line") {
  auto hostile = request();
  hostile.login_hint = "a&state=evil#x\r\n\"$(touch /tmp/p) \xc3\xa6%41";
  hostile.extra_parameters = {{"a&b", "c=d"}};
  const auto url = oauth::authorization_url(hostile);
  CHECK(url.find("&login_hint=a%26state%3Devil%23x%0D%0A%22%24%28touch%20%2Ftmp%2Fp%29%20%C3%A6"
                 "%2541&a%26b=c%3Dd") != std::string::npos);
  CHECK(url.find_first_of("#\r\n\"$() ") == std::string::npos);
}
