// SPDX-License-Identifier: MIT
#include "oauth/tokens/claims.hpp"

#include "base/encoding.hpp"
#include "base/json.hpp"
#include "oauth/tokens/id_token.hpp"
#include "oauth/tokens/incoming_token.hpp"
#include "oauth/tokens/verification.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace entra_auth;

namespace {

std::string status(const char* claims, long long now = 1000) {
  return std::string(
      oauth::token_status(Json::parse(claims), Timestamp(std::chrono::seconds(now))));
}

}  // namespace

TEST_CASE("token_status: exp and nbf decide, to the second") {
  CHECK(status(R"({"exp":1001})") == "valid");
  CHECK(status(R"({"exp":1000})") == "expired");
  CHECK(status(R"({"exp":2000,"nbf":1000})") == "valid");
  CHECK(status(R"({"exp":2000,"nbf":1001})") == "not_yet_valid");
  CHECK(status(R"({"nbf":1001})") == "not_yet_valid");
  CHECK(status(R"({"nbf":1000})") == "no_expiry");
  CHECK(status(R"({"iat":5000})") == "no_expiry");
}

TEST_CASE("token_status: a date that cannot be read counts against the token") {
  for (const char* date : {"\"2000\"", "true", "null", "[]", "1e300", "-1e300", "1e20"}) {
    CAPTURE(date);
    CHECK(status(("{\"exp\":" + std::string(date) + "}").c_str()) == "expired");
    CHECK(status(("{\"exp\":9000,\"nbf\":" + std::string(date) + "}").c_str()) == "not_yet_valid");
  }
}

TEST_CASE("date_claim: fractions are cut off, negative dates and the year 9999 are dates") {
  CHECK(oauth::date_claim(Json{{"exp", 1000.9}}, "exp")->time_since_epoch().count() == 1000);
  CHECK(oauth::date_claim(Json{{"exp", -1}}, "exp")->time_since_epoch().count() == -1);
  CHECK(oauth::date_claim(Json{{"exp", 253402300799}}, "exp"));
  CHECK_FALSE(oauth::date_claim(Json{{"exp", 253402300800}}, "exp"));
  CHECK_FALSE(oauth::date_claim(Json::object(), "exp"));
}

TEST_CASE("a fractional exp has the same verdict in inspect, --verify, on-behalf-of and sign-in") {
  constexpr long long kNow = 1767225600;
  const Timestamp now{std::chrono::seconds(kNow)};
  for (const double end : {kNow + 0.5, kNow + 1.5}) {
    CAPTURE(end);
    const Json claims = {{"exp", end}, {"aud", "app"}, {"scp", "a"}, {"sub", "s"}};
    const bool is_good = end > kNow + 1;
    CHECK((oauth::token_status(claims, now) == "valid") == is_good);
    const Secret token("e30." + base64url_encode(claims.dump()) + ".c2ln");
    CHECK(oauth::check_incoming_token(token, {.audiences = {"app"}}, now).has_value() == is_good);
    const auto verification =
        oauth::verify_token(*oauth::decode_jwt(token.expose()), {}, {.leeway = {}}, now);
    const auto time = std::ranges::find(verification.rules, "time", &oauth::RuleOutcome::rule);
    REQUIRE(time != verification.rules.end());
    CHECK(time->held == is_good);
    CHECK(oauth::check_id_token(token, {.client_id = "app"}, now - oauth::kIdTokenLeeway));
  }
}

TEST_CASE("audiences_of, roles_of: one text or several, other values are skipped") {
  CHECK(oauth::audiences_of(Json{{"aud", "a"}}) == std::vector<std::string>{"a"});
  CHECK(oauth::audiences_of(Json{{"aud", {"a", 1, "b"}}}) == std::vector<std::string>{"a", "b"});
  CHECK(oauth::audiences_of(Json{{"aud", 1}}).empty());
  CHECK(oauth::audiences_of(Json::object()).empty());
  CHECK(oauth::roles_of(Json{{"roles", {"r 1", "r2"}}}) == std::vector<std::string>{"r 1", "r2"});
}

TEST_CASE("scopes_of: words of scp and scope, or the texts of an array") {
  CHECK(oauth::scopes_of(Json{{"scp", "a b"}, {"scope", {"c", "d"}}}) ==
        std::vector<std::string>{"a", "b", "c", "d"});
  CHECK(oauth::scopes_of(Json{{"scp", ""}}).empty());
}

TEST_CASE("is_application: idtyp, roles without scp, or a subject that is its own object") {
  CHECK(oauth::is_application(Json{{"idtyp", "app"}, {"scp", "a"}}));
  CHECK(oauth::is_application(Json{{"roles", {"r"}}}));
  CHECK(oauth::is_application(Json{{"roles", {"r"}}, {"scp", nullptr}}));
  CHECK(oauth::is_application(Json{{"sub", "o"}, {"oid", "o"}}));
  CHECK_FALSE(oauth::is_application(Json{{"sub", "o"}, {"oid", "o"}, {"scp", "a"}}));
  CHECK_FALSE(oauth::is_application(Json{{"sub", "s"}, {"oid", "o"}}));
  CHECK_FALSE(oauth::is_application(Json::object()));
}

TEST_CASE("is_id_token: at Entra without a client, elsewhere by claims of OpenID Connect alone") {
  CHECK(oauth::is_id_token(Json{{"tid", "t"}}));
  CHECK_FALSE(oauth::is_id_token(Json{{"tid", "t"}, {"azp", "c"}}));
  CHECK(oauth::is_id_token(Json{{"nonce", "n"}}));
  CHECK_FALSE(oauth::is_id_token(Json{{"nonce", "n"}, {"scope", "a"}}));
  CHECK_FALSE(oauth::is_id_token(Json{{"sub", "s"}}));
}
