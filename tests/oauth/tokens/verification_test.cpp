// SPDX-License-Identifier: MIT
#include "oauth/tokens/verification.hpp"

#include "base/encoding.hpp"
#include "base/json.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth;
using Catch::Matchers::Contains;

namespace {

const Timestamp kNow{std::chrono::seconds(1767225600)};
constexpr const char* kTenant = "5a0db0c5-7b1e-4d0a-9c3e-6f1f2d3c4b5a";
const std::string kIssuer = "https://login.example/" + std::string(kTenant) + "/v2.0";

const crypto::PrivateKey& rsa() {
  static const auto key = crypto::PrivateKey::generate_rsa(2048);
  return key;
}

std::vector<crypto::PublicJwk> keys() {
  return {{.key = crypto::PrivateKey::generate_ec(256).public_key(),
           .kid = "other",
           .algorithm = {},
           .issuer = {}},
          {.key = rsa().public_key(), .kid = "k", .algorithm = {}, .issuer = {}}};
}

OrderedJson claims() {
  return {{"iss", kIssuer},    {"tid", kTenant},      {"aud", "api"},         {"exp", 1767229200},
          {"nbf", 1767225600}, {"scp", "read write"}, {"roles", {"r1", "r2"}}};
}

oauth::DecodedJwt signed_jwt(const OrderedJson& claims,
                             OrderedJson header = {{"alg", "RS256"}, {"kid", "k"}},
                             crypto::Algorithm algorithm = crypto::Algorithm::rs256) {
  const auto token = oauth::make_jwt(header, claims, rsa(), algorithm);
  REQUIRE(token);
  const auto jwt = oauth::decode_jwt(token->expose());
  REQUIRE(jwt);
  return *jwt;
}

oauth::Verification verify(const oauth::DecodedJwt& jwt,
                           const oauth::VerificationRules& rules = {.issuer = kIssuer}) {
  return oauth::verify_token(jwt, keys(), rules, kNow);
}

/// The rule that is broken, and why.
std::string broken(const oauth::DecodedJwt& jwt,
                   const oauth::VerificationRules& rules = {.issuer = kIssuer}) {
  const auto result = verify(jwt, rules);
  CHECK_FALSE(result.verified());
  const auto* rule = result.broken();
  REQUIRE(rule != nullptr);
  return rule->rule + ": " + rule->detail;
}

OrderedJson with(const char* name, const OrderedJson& value) {
  auto changed = claims();
  changed[name] = value;
  return changed;
}

OrderedJson without(const char* name) {
  auto changed = claims();
  changed.erase(name);
  return changed;
}

}  // namespace

TEST_CASE("verify_token: a good token keeps every rule, and each rule is reported") {
  const auto result =
      verify(signed_jwt(claims()),
             {.issuer = kIssuer, .audiences = {"x", "api"}, .scopes = {"read"}, .roles = {"r2"}});
  CHECK(result.verified());
  std::vector<std::string> names;
  for (const auto& rule : result.rules) names.push_back(rule.rule);
  CHECK(names == std::vector<std::string>{"algorithm", "signature", "issuer", "time", "audience",
                                          "scope", "role"});
}

TEST_CASE(
    "verify_token: changed claims, another key or another algorithm break the signature rule") {
  auto changed = signed_jwt(claims());
  changed.signing_input += "x";
  CHECK_THAT(broken(changed), Contains("signature"));
  auto truncated = signed_jwt(claims());
  truncated.signature.pop_back();
  CHECK_THAT(broken(truncated), Contains("signature"));
  CHECK_THAT(broken(signed_jwt(claims(), {{"alg", "RS256"}, {"kid", "other"}})),
             Contains("signature"));
  const auto unsigned_token = oauth::decode_jwt(base64url_encode(R"({"alg":"RS256","kid":"k"})") +
                                                "." + base64url_encode(claims().dump()) + ".");
  REQUIRE(unsigned_token);
  CHECK_THAT(broken(*unsigned_token), Contains("signature"));
}

TEST_CASE("verify_token: algorithms that are none, symmetric or unknown are refused by name") {
  for (const char* alg : {"none", "None", "HS256", "HS512", "RS1", "", "rs256"}) {
    CAPTURE(alg);
    auto jwt = signed_jwt(claims());
    jwt.header["alg"] = alg;
    CHECK_THAT(broken(jwt), Contains("algorithm"));
  }
  auto jwt = signed_jwt(claims());
  jwt.header["alg"] = Json::array({"RS256"});
  CHECK_THAT(broken(jwt), Contains("algorithm"));
  jwt.header.erase("alg");
  CHECK_THAT(broken(jwt), Contains("algorithm"));
}

TEST_CASE("verify_token: an unknown critical extension is refused") {
  for (const auto& crit : {OrderedJson::array({"exp"}), OrderedJson::array(), OrderedJson("b64")}) {
    const auto jwt = signed_jwt(claims(), {{"alg", "RS256"}, {"kid", "k"}, {"crit", crit}});
    CHECK_THAT(broken(jwt), Contains("crit"));
  }
}

TEST_CASE("verify_token: keys come from the issuer, whatever the header offers") {
  auto own_key = crypto::to_public_jwk(rsa().public_key());
  own_key["kid"] = "mine";
  const auto jwt = signed_jwt(claims(), {{"alg", "RS256"},
                                         {"kid", "mine"},
                                         {"jwk", own_key},
                                         {"jku", "https://evil.example/keys"},
                                         {"x5u", "https://evil.example/c"}});
  CHECK_THAT(broken(jwt), Contains("key: the issuer has no key mine"));
  CHECK(oauth::names_unknown_key(jwt, keys()));
  CHECK_FALSE(oauth::names_unknown_key(signed_jwt(claims()), keys()));
  for (const char* kid : {"../../etc/passwd", "' or 1=1", "K"}) {
    CHECK_THAT(broken(signed_jwt(claims(), {{"alg", "RS256"}, {"kid", kid}})), Contains("key"));
  }
}

TEST_CASE("verify_token: without a kid the issuer's only key is used, and none of several") {
  const auto jwt = signed_jwt(claims(), {{"alg", "RS256"}});
  CHECK_THAT(broken(jwt), Contains("does not name one"));
  const std::vector<crypto::PublicJwk> one = {keys()[1]};
  CHECK(oauth::verify_token(jwt, one, {.issuer = kIssuer}, kNow).verified());
  CHECK_FALSE(oauth::verify_token(jwt, {}, {.issuer = kIssuer}, kNow).verified());
}

TEST_CASE("verify_token: a key is used for its own algorithm and its own issuer only") {
  auto set = keys();
  set[1].algorithm = crypto::Algorithm::ps256;
  CHECK_FALSE(oauth::verify_token(signed_jwt(claims()), set, {}, kNow).verified());
  set[1].algorithm = crypto::Algorithm::rs256;
  set[1].issuer = "https://login.example/{tenantid}/v2.0";
  CHECK(oauth::verify_token(signed_jwt(claims()), set, {}, kNow).verified());
  set[1].issuer = "https://login.example/9188040d-6c67-4c5b-b112-36a304b66dad/v2.0";
  CHECK_FALSE(oauth::verify_token(signed_jwt(claims()), set, {}, kNow).verified());
}

TEST_CASE("verify_token: an issuer may use one kid for several keys") {
  auto set = keys();
  set[0].kid = "k";
  CHECK(oauth::verify_token(signed_jwt(claims()), set, {}, kNow).verified());
  set[0] = set[1];
  set[0].algorithm = crypto::Algorithm::rs512;
  CHECK(oauth::verify_token(signed_jwt(claims()), set, {}, kNow).verified());
  set.pop_back();
  CHECK_FALSE(oauth::verify_token(signed_jwt(claims()), set, {}, kNow).verified());
}

TEST_CASE(
    "verify_token: the issuer must match exactly, a template is filled with the token's tenant") {
  CHECK_THAT(broken(signed_jwt(with("iss", kIssuer + "/"))), Contains("issuer: found"));
  CHECK_THAT(broken(signed_jwt(with("iss", "https://sts.example/"))),
             Contains("expected " + kIssuer));
  CHECK_THAT(broken(signed_jwt(without("iss"))), Contains("(none)"));
  const oauth::VerificationRules any_tenant{.issuer = "https://login.example/{TenantID}/v2.0"};
  CHECK(verify(signed_jwt(claims()), any_tenant).verified());
  CHECK_FALSE(verify(signed_jwt(with("tid", "00000000-0000-0000-0000-000000000000")), any_tenant)
                  .verified());
  for (const char* tenant : {"", "x/../..", "not-a-guid-at-all-but-36-characters"}) {
    CHECK_FALSE(verify(signed_jwt(with("tid", tenant)), any_tenant).verified());
  }
}

TEST_CASE("verify_token: exp and nbf have leeway on both sides") {
  const auto ok = [](const OrderedJson& changed) { return verify(signed_jwt(changed)).verified(); };
  const auto now = kNow.time_since_epoch().count();
  CHECK(ok(with("exp", now - 59)));
  CHECK_FALSE(ok(with("exp", now - 60)));
  CHECK(ok(with("nbf", now + 60)));
  CHECK_FALSE(ok(with("nbf", now + 61)));
  CHECK_FALSE(ok(with("nbf", "soon")));
  CHECK_FALSE(ok(with("nbf", -1)));
  CHECK_FALSE(ok(without("exp")));
  for (const auto& odd :
       {OrderedJson("x"), OrderedJson(-1), OrderedJson(true), OrderedJson(1e30)}) {
    CHECK_FALSE(ok(with("exp", odd)));
  }
  CHECK(ok(without("nbf")));
  CHECK(ok(with("exp", static_cast<double>(now) + 0.5)));
  CHECK_FALSE(ok(with("exp", std::to_string(now + 3600))));  // a text is no NumericDate
  const oauth::VerificationRules strict{.issuer = kIssuer, .leeway = std::chrono::seconds(0)};
  CHECK_FALSE(verify(signed_jwt(with("exp", now)), strict).verified());
}

TEST_CASE("verify_token: audience, scope and role rules report what was found and expected") {
  CHECK_THAT(broken(signed_jwt(claims()), {.issuer = kIssuer, .audiences = {"a", "b"}}),
             Contains("audience: found api, expected a or b"));
  CHECK_THAT(broken(signed_jwt(without("aud")), {.issuer = kIssuer, .audiences = {"a"}}),
             Contains("found none"));
  CHECK(verify(signed_jwt(with("aud", {"x", 1, "api"})), {.issuer = kIssuer, .audiences = {"api"}})
            .verified());
  CHECK_THAT(broken(signed_jwt(claims()), {.issuer = kIssuer, .scopes = {"read", "admin"}}),
             Contains("scope: admin is missing, found read, write"));
  CHECK_THAT(broken(signed_jwt(claims()), {.issuer = kIssuer, .roles = {"R1"}}),
             Contains("role: R1 is missing"));
  // Maskinporten's word for it.
  CHECK(verify(signed_jwt(with("scope", "a:b c:d")), {.issuer = kIssuer, .scopes = {"c:d"}})
            .verified());
}

TEST_CASE("verify_token: all broken rules are reported at once") {
  auto jwt = signed_jwt(with("exp", 1));
  jwt.signature += "x";
  const auto result = verify(jwt, {.issuer = "https://other.example", .audiences = {"b"}});
  std::vector<std::string> names;
  for (const auto& rule : result.rules) {
    if (!rule.held) names.push_back(rule.rule);
  }
  CHECK(names == std::vector<std::string>{"signature", "issuer", "time", "audience"});
}

TEST_CASE("is_for_its_api_only: a nonce in the header decides") {
  CHECK(oauth::is_for_its_api_only(
      signed_jwt(claims(), {{"alg", "RS256"}, {"kid", "k"}, {"nonce", "n"}})));
  CHECK_FALSE(oauth::is_for_its_api_only(signed_jwt(claims())));
}
