// SPDX-License-Identifier: MIT
#include "oauth/tokens/id_token.hpp"

#include "base/encoding.hpp"
#include "base/json.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth;
using Catch::Matchers::Contains;

namespace {

constexpr long long kNow = 1767225600;
constexpr const char* kTenant = "11111111-2222-3333-4444-555555555555";

Json claims() {
  return {{"aud", "client-1"},
          {"iss", "https://idp.example"},
          {"exp", kNow + 3600},
          {"nonce", "n1"},
          {"sub", "subject"}};
}

Json with(const std::string& name, const Json& value) {
  Json changed = claims();
  changed[name] = value;
  return changed;
}

Json without(const std::string& name) {
  Json changed = claims();
  changed.erase(name);
  return changed;
}

const oauth::IdTokenRules kRules{
    .client_id = "client-1", .issuers = {"https://idp.example"}, .nonce = "n1"};

Result<oauth::SignedInUser> check(const Json& body, const oauth::IdTokenRules& rules = kRules) {
  const Secret token(base64url_encode(R"({"alg":"RS256"})") + "." + base64url_encode(body.dump()) +
                     ".c2ln");
  return oauth::check_id_token(token, rules, Timestamp(std::chrono::seconds(kNow)));
}

std::string broken(const Json& body, const oauth::IdTokenRules& rules = kRules) {
  const auto user = check(body, rules);
  if (user) return "accepted";
  CHECK(user.error().kind == ErrorKind::network);
  CHECK_FALSE(user.error().hints.empty());
  return user.error().message;
}

}  // namespace

TEST_CASE("check_id_token: a token for our sign-in is accepted") { CHECK(check(claims())); }

TEST_CASE("check_id_token: a token for another client is refused") {
  CHECK(check(with("aud", Json::array({"client-1"}))));
  for (const Json& audience : {Json("client-2"), Json("CLIENT-1"), Json(""), Json(1), Json(),
                               Json::array(), Json::array({"client-2"}), Json::object()}) {
    CAPTURE(audience.dump());
    CHECK_THAT(broken(with("aud", audience)), Contains("aud"));
  }
  CHECK_THAT(broken(without("aud")), Contains("aud"));
}

TEST_CASE("check_id_token: with several audiences azp must name the client") {
  Json several = with("aud", Json::array({"api", "client-1"}));
  CHECK_THAT(broken(several), Contains("aud"));
  several["azp"] = "api";
  CHECK_THAT(broken(several), Contains("aud"));
  several["azp"] = "client-1";
  CHECK(check(several));
}

TEST_CASE("check_id_token: a token of another issuer is refused") {
  for (const Json& issuer : {Json("https://evil.example"), Json("https://idp.example/"), Json(""),
                             Json("HTTPS://idp.example"), Json(7), Json()}) {
    CAPTURE(issuer.dump());
    CHECK_THAT(broken(with("iss", issuer)), Contains("iss"));
  }
  CHECK_THAT(broken(without("iss")), Contains("iss"));
  auto rules = kRules;
  rules.issuers = {"https://first.example", "https://idp.example"};
  CHECK(check(claims(), rules));
  rules.issuers.clear();
  CHECK(check(without("iss"), rules));  // a token endpoint of which no more is known
}

TEST_CASE("check_id_token: the token's own tenant fills in a template of the issuer") {
  auto rules = kRules;
  rules.issuers = {"https://login.example/{tenantid}/v2.0"};
  Json body = with("iss", std::string("https://login.example/") + kTenant + "/v2.0");
  CHECK_THAT(broken(body, rules), Contains("iss"));  // no tid
  body["tid"] = kTenant;
  CHECK(check(body, rules));
  body["tid"] = "99999999-2222-3333-4444-555555555555";
  CHECK_THAT(broken(body, rules), Contains("iss"));
  // A tid that is no GUID must not choose what it is compared with.
  body["tid"] = "a/b";
  body["iss"] = "https://login.example/a/b/v2.0";
  CHECK_THAT(broken(body, rules), Contains("iss"));
}

TEST_CASE("check_id_token: an expired token is refused, after two minutes of leeway") {
  CHECK(check(with("exp", kNow)));
  CHECK(check(with("exp", kNow - 119)));
  CHECK(check(with("exp", kNow + 0.5)));
  CHECK_THAT(broken(with("exp", kNow - 120)), Contains("expired"));
  for (const Json& expiry : {Json("soon"), Json(-1), Json(1e18), Json(true),
                             Json(std::to_string(kNow + 60)), Json(9223372036854775807), Json()}) {
    CAPTURE(expiry.dump());
    CHECK_THAT(broken(with("exp", expiry)), Contains("exp"));
  }
  CHECK_THAT(broken(without("exp")), Contains("exp"));
}

TEST_CASE("check_id_token: a token of another sign-in is refused") {
  CHECK_THAT(broken(with("nonce", "n2")), Contains("nonce"));
  CHECK_THAT(broken(with("nonce", "")), Contains("nonce"));
  CHECK_THAT(broken(without("nonce")), Contains("nonce"));
  auto device_code = kRules;
  device_code.nonce = "";
  CHECK(check(without("nonce"), device_code));
}

TEST_CASE("check_id_token: a user has one id, for Entra in all applications of the tenant") {
  CHECK(check(claims())->id == "subject");
  Json entra = with("oid", "object");
  entra["tid"] = kTenant;
  CHECK(check(entra)->id == std::string("object.") + kTenant);
  CHECK(check(without("sub"))->id.empty());
}

TEST_CASE("check_id_token: the name is preferred_username, otherwise email, otherwise empty") {
  CHECK(check(claims())->name.empty());
  Json named = with("email", "kari@example.org");
  CHECK(check(named)->name == "kari@example.org");
  named["preferred_username"] = "kari";
  CHECK(check(named)->name == "kari");
  named["preferred_username"] = 7;
  CHECK(check(named)->name == "kari@example.org");
}

TEST_CASE("check_id_token: text that is not a JWT is refused without being quoted") {
  for (const std::string token : {"opaque", "a.b", "a.b.c", ""}) {
    CAPTURE(token);
    const auto user =
        oauth::check_id_token(Secret(token), kRules, Timestamp(std::chrono::seconds(kNow)));
    REQUIRE_FALSE(user);
    CHECK(user.error().kind == ErrorKind::network);
    CHECK_THAT(user.error().message, Contains("cannot be read") && !Contains("opaque"));
  }
}
