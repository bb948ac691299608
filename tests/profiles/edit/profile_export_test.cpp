// SPDX-License-Identifier: MIT
#include "profiles/edit/profile_export.hpp"

#include "profiles/keys/key_table.hpp"
#include "profiles/toml/value.hpp"

#include <catch2/catch.hpp>

#include <set>
#include <string>
#include <vector>

using namespace entra_auth;
using namespace entra_auth::profiles;

namespace {

TomlTable members_of(const std::string& text) {
  const auto parsed = parse_toml(text, "test");
  REQUIRE(parsed);
  return *parsed;
}

std::string error_of(std::string_view text) {
  const auto decoded = decode_export(text);
  if (decoded) return "";
  CHECK(decoded.error().kind == ErrorKind::invalid_configuration);
  CHECK(decoded.error().message.find("canary") == std::string::npos);
  CHECK_FALSE(decoded.error().hints.empty());
  return decoded.error().message;
}

/// With that TOML text as it stands in JSON, and those secrets.
std::string payload(const std::string& profile, const std::string& secrets = "{}") {
  return R"({"version":1,"profile":")" + profile + R"(","secrets":)" + secrets + "}";
}

constexpr const char* kOther = "does not contain a profile";

}  // namespace

TEST_CASE("secret_keys: all keys that accept every secret reference, and no others") {
  std::set<std::string> expected;
  const auto members = members_of("x = { fd = 3 }");
  for (const auto& key : profile_keys()) {
    const SourceFile file;
    Profile profile;
    std::vector<Problem> problems;
    key.read({key.name, members[0].value, file, profile, problems});
    if (problems.empty()) expected.emplace(key.name);
  }
  std::set<std::string> names;
  for (const auto& key : secret_keys()) {
    const SourceFile file;
    Profile profile;
    std::vector<Problem> problems;
    names.emplace(key.name);
    find_profile_key(key.name)->read({key.name, members[0].value, file, profile, problems});
    CHECK((profile.*key.reference).has_value());
  }
  CHECK(names == expected);
}

TEST_CASE("export: every form of value and every secret can be read back") {
  ExportedProfile exported{
      .name = "my.api-1",
      .members = members_of("tenant_id = 't\"\\u0001'\nscopes = ['a', 'b']\nport = 8080\n"
                            "cache = false\njwk = { command = ['a b', \"c\\n\\td\"] }\n"
                            "login_hint = 'bj\u00f8rn'\n[extra_parameters]\n'x y' = ''\n"),
      .secrets = {}};
  exported.secrets.push_back({"client_secret", Secret("hemmelig\xff\n")});
  exported.secrets.push_back({"jwk", Secret(std::string(64 * 1024, 'x'))});
  const auto text = encode_export(exported);
  CHECK(text.expose().find("hemmelig") == std::string_view::npos);
  const auto read = decode_export(text.expose());
  REQUIRE(read);
  CHECK(read->name == exported.name);
  CHECK(is_same(read->members, exported.members));
  REQUIRE(read->members.size() == exported.members.size());
  for (std::size_t i = 0; i < read->members.size(); ++i) {
    CHECK(read->members[i].key == exported.members[i].key);
  }
  REQUIRE(read->secrets.size() == 2);
  CHECK(read->secrets[0].key == "client_secret");
  CHECK(read->secrets[0].secret.expose() == "hemmelig\xff\n");
  CHECK(read->secrets[1].secret.size() == 64 * 1024);
}

TEST_CASE("export: the text is as docs/vault-format.md says") {
  ExportedProfile exported{.name = "a", .members = members_of("client_id = 'c'"), .secrets = {}};
  exported.secrets.push_back({"client_secret", Secret("s")});
  CHECK(encode_export(exported).expose() ==
        payload(R"([profiles.a]\nclient_id = \"c\"\n)", R"({"client_secret":"cw"})"));
}

TEST_CASE("decode_export: refuses other text without quoting it") {
  const std::string good = R"([profiles.a]\nclient_id = 'canary'\n)";
  REQUIRE(error_of(payload(good)).empty());
  REQUIRE(error_of(payload("[profiles.a]")).empty());
  for (const std::string& text : std::vector<std::string>{
           "",
           "canary",
           "[]",
           "{}",
           R"({"version":"1","profile":")" + good + R"(","secrets":{}})",
           R"({"version":1.0,"profile":")" + good + R"(","secrets":{}})",
           R"({"version":1,"profile":")" + good + R"("})",
           R"({"version":1,"secrets":{}})",
           R"({"version":1,"profile":["canary"],"secrets":{}})",
           R"({"version":1,"profile":")" + good + R"(","secrets":{},"canary":1})",
           R"({"version":1,"version":1,"profile":")" + good + R"(","secrets":{}})",
           payload("canary"),
           payload(""),
           payload("[profiles]"),
           payload(R"(default_profile = 'a'\n[profiles.a]\n)"),
           payload(R"(canary = 1\n[profiles.a]\n)"),
           payload(R"([profiles.a]\n[profiles.canary]\n)"),
           payload("[profiles.'../canary']"),
           payload("[profiles.'']"),
           payload(R"(profiles = { a = 'canary' })"),
           payload(R"([[profiles.a]])"),
           // A secret as text never comes from us.
           payload(R"([profiles.a]\nclient_secret = 'canary'\n)"),
           payload(R"([profiles.a]\njwk = 1\n)"),
           payload(good, "[]"),
           payload(good, "null"),
           payload(good, R"({"canary":"cw"})"),
           payload(good, R"({"client_id":"cw"})"),
           payload(good, R"({"client_secret":1})"),
           payload(good, R"({"client_secret":""})"),
           payload(good, R"({"client_secret":"cw=="})"),
           payload(good, R"({"client_secret":"AA"})"),
           payload(good, R"({"client_secret":"cw","client_secret":"cw"})"),
           payload(good, R"({"client_secret":")" + std::string(88000, 'A') + R"("})"),
       }) {
    CAPTURE(text.substr(0, 200));
    CHECK(error_of(text) == kOther);
  }
}

TEST_CASE("decode_export: an export of a newer version asks for an update") {
  for (const char* version : {"2", "0", "-1", "99999999999"}) {
    CHECK_THAT(error_of(R"({"version":)" + std::string(version) + R"(,"profiles":[]})"),
               Catch::Matchers::Contains("newer format"));
  }
}
