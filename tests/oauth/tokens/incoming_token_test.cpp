// SPDX-License-Identifier: MIT
#include "oauth/tokens/incoming_token.hpp"

#include "base/encoding.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth;
using Catch::Matchers::Contains;

namespace {

const Timestamp kNow{std::chrono::seconds(1767225600)};

Result<oauth::DecodedJwt> check(const std::string& claims, bool needs_user_scope = true,
                                const std::string& audience = "app-1") {
  const Secret token(base64url_encode(R"({"alg":"RS256"})") + "." + base64url_encode(claims) +
                     ".c2ln");
  return oauth::check_incoming_token(
      token,
      {.audiences = audience.empty() ? std::vector<std::string>{} : std::vector{audience},
       .needs_user_scope = needs_user_scope},
      kNow);
}

std::string broken(const std::string& claims) {
  const auto checked = check(claims);
  REQUIRE_FALSE(checked);
  CHECK(checked.error().kind == ErrorKind::invalid_token);
  CHECK_FALSE(checked.error().hints.empty());
  return checked.error().message;
}

}  // namespace

TEST_CASE("check_incoming_token: a user's access token for this application is accepted") {
  CHECK(check(R"({"exp":1767225601,"aud":"app-1","scp":"defaultaccess"})"));
  CHECK(check(R"({"exp":1767225601,"aud":["x","app-1"],"scp":"defaultaccess"})"));
  CHECK(check(R"({"exp":1767225601,"aud":"whatever","scp":"a"})", true, ""));
  CHECK(check(R"({"exp":1767225601.5,"nbf":1767225600.9,"aud":"app-1","scp":"a"})"));
  CHECK(check(R"({"exp":1767225601,"nbf":1767225900,"aud":"app-1","scp":"a"})"));
}

TEST_CASE("check_incoming_token: the message names the broken rule") {
  CHECK_THAT(broken(R"({"exp":1767225600,"aud":"app-1","scp":"a"})"), Contains("expired 0 s ago"));
  CHECK_THAT(broken(R"({"aud":"app-1","scp":"a"})"), Contains("exp"));
  CHECK_THAT(broken(R"({"exp":"x","aud":"app-1","scp":"a"})"), Contains("exp"));
  CHECK_THAT(broken(R"({"exp":1767225601,"nbf":1767226000,"aud":"app-1","scp":"a"})"),
             Contains("not valid yet"));
  CHECK_THAT(broken(R"({"exp":1767225601,"nbf":"soon","aud":"app-1","scp":"a"})"), Contains("nbf"));
  // Digits in quotes are not a NumericDate (RFC 7519 section 2).
  CHECK_THAT(broken(R"({"exp":"1767225601","aud":"app-1","scp":"a"})"), Contains("exp"));
  CHECK_THAT(broken(R"({"exp":1767225601,"aud":"APP-1","scp":"a"})"),
             Contains("APP-1") && Contains("not for this application"));
  CHECK_THAT(broken(R"({"exp":1767225601,"aud":"app-1","roles":["r"]})"),
             Contains("speaks for an application"));
  CHECK_THAT(broken(R"({"exp":1767225601,"aud":"app-1","idtyp":"app","scp":"a"})"),
             Contains("speaks for an application"));
  CHECK_THAT(broken(R"({"exp":1767225601,"aud":"app-1","oid":"o","sub":"o"})"),
             Contains("speaks for an application"));
  CHECK_THAT(broken(R"({"exp":1767225601,"aud":"app-1","nonce":"n"})"), Contains("id_token"));
}

TEST_CASE("check_incoming_token: text that is not a JWT is named as such, not quoted") {
  const auto checked = oauth::check_incoming_token(Secret("opaque"), {.audiences = {}}, kNow);
  REQUIRE_FALSE(checked);
  CHECK(checked.error().kind == ErrorKind::invalid_token);
  CHECK_THAT(checked.error().message, Contains("not a JWT") && !Contains("opaque"));
}

TEST_CASE("check_incoming_token: scp is not required if tokens of several issuers are accepted") {
  CHECK(check(R"({"exp":1767225601,"aud":"app-1","pid":"x"})", false, ""));
}
