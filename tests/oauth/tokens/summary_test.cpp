// SPDX-License-Identifier: MIT
#include "oauth/tokens/summary.hpp"

#include "base/json.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth;
using Catch::Matchers::Contains;

namespace {

std::string summary(const char* claims, const char* header = R"({"alg":"RS256"})") {
  const oauth::DecodedJwt jwt{.header = Json::parse(header),
                              .claims = Json::parse(claims),
                              .signing_input = {},
                              .signature = {},
                              .signature_text = {}};
  std::string text;
  for (const auto& line : oauth::summarize(jwt)) text += line.name + ": " + line.value + "\n";
  return text;
}

}  // namespace

TEST_CASE("summarize: an application's token of Entra, in each version") {
  CHECK(summary(R"({"tid":"t","ver":"2.0","aud":"api","iss":"i","azp":"c","azpacr":"2",
                    "oid":"o","sub":"o","roles":["r1","r2"]})") ==
        "kind: access token of Entra ID (v2.0), for an application\nfor: api\nfrom: i\n"
        "client: c (by certificate or assertion)\noid: o\nroles: r1, r2\n");
  CHECK_THAT(summary(R"({"tid":"t","ver":"1.0","idtyp":"app","appid":"c","appidacr":"1"})"),
             Contains("(v1.0), for an application") && Contains("client: c (by client secret)") &&
                 Contains("note: it has no roles"));
}

TEST_CASE("summarize: a user's token, and who the user is") {
  const auto text = summary(
      R"({"tid":"t","ver":"2.0","scp":"read write","preferred_username":"ola@x.example","azpacr":"0","azp":"c"})");
  CHECK_THAT(text, Contains("for a user") && Contains("user: ola@x.example") &&
                       Contains("scopes: read write") && Contains("(public client)"));
  CHECK_THAT(text, !Contains("note:"));
}

TEST_CASE("summarize: an id_token is not called an access token") {
  CHECK_THAT(summary(R"({"tid":"t","aud":"c","nonce":"n","preferred_username":"ola"})"),
             Contains("kind: id_token") && Contains("user: ola") && !Contains("roles"));
  // Without a nonce, and with the roles that the user has in the application.
  CHECK_THAT(summary(R"({"tid":"t","ver":"2.0","aud":"c","oid":"o","sub":"s","roles":["admin"],
                         "preferred_username":"ola"})"),
             Contains("kind: id_token") && Contains("user: ola") && Contains("oid: o") &&
                 Contains("roles: admin"));
  CHECK_THAT(summary(R"({"iss":"i","aud":"c","at_hash":"x"})"), Contains("kind: id_token"));
  CHECK_THAT(summary(R"({"iss":"i","aud":"c","nonce":"x","scope":"a"})"), Contains("kind: JWT"));
}

TEST_CASE("summarize: tokens of Maskinporten and TokenX") {
  CHECK_THAT(summary(R"({"client_amr":"private_key_jwt","client_id":"c","scope":"a:b",
                  "consumer":{"authority":"iso6523-actorid-upis","ID":"0192:123456789"}})"),
             Contains("kind: access token of Maskinporten") &&
                 Contains("consumer: 0192:123456789") && Contains("scopes: a:b"));
  CHECK_THAT(summary(R"({"client_amr":"x","consumer":{"ID":"0192:1"},"supplier":{"ID":"0192:2"}})"),
             Contains("consumer: 0192:1\nsupplier: 0192:2\n"));
  CHECK_THAT(summary(R"({"client_id":"c","idp":"https://idporten.no","pid":"1"})"),
             Contains("TokenX"));
  CHECK_THAT(summary(R"({"sub":"x"})"), Contains("kind: JWT"));
}

TEST_CASE("summarize: notes that matter if an API refuses the token") {
  CHECK_THAT(summary(R"({"aud":"https://graph.microsoft.com/"})"), Contains("Microsoft Graph"));
  CHECK_THAT(summary("{}", R"({"alg":"RS256","nonce":"n"})"), Contains("nonce"));
  CHECK_THAT(summary(R"({"_claim_names":{"groups":"src1"}})"), Contains("groups"));
  CHECK_THAT(summary(R"({"xms_cc":["cp1"]})"), Contains("claims challenges"));
}

TEST_CASE("summarize: claims of other types and hostile texts are shown safely or not at all") {
  const auto text = summary(
      R"({"aud":{"a":1},"iss":7,"azp":["\u001b[2J",null],"consumer":"x","roles":"\u202e","ver":{}})");
  CHECK(text.find('\x1b') == std::string::npos);
  CHECK_THAT(text, Contains("\\x1b[2J") && !Contains("from:"));
}
