// SPDX-License-Identifier: MIT
#include "secrets/keyring/item.hpp"

#include "base/text.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace entra_auth;
using namespace entra_auth::secrets;

TEST_CASE("attributes_of: the attributes are those of docs/secrets.md") {
  const SecretItem item{"/home/mås/profiles.toml", "my-api", "client_secret"};
  CHECK(attributes_of(item) == Attributes{{"xdg:schema", "io.github.entra-auth-cli.Secret"},
                                          {"application", "entra-auth-cli"},
                                          {"owner", "/home/mås/profiles.toml"},
                                          {"profile", "my-api"},
                                          {"key", "client_secret"}});
  CHECK(label_of(item) == "entra-auth-cli: my-api client_secret");
}

TEST_CASE("attributes_of: bytes that D-Bus cannot carry are escaped, and item_with restores them") {
  struct Case {
    std::string given, escaped;
  };
  const std::vector<Case> cases = {
      {"", ""},
      {"100 %", "100 %25"},
      {"%FF", "%25FF"},
      {std::string("a\0b", 3), "a%00b"},
      {"ø", "ø"},
      {"\xff", "%FF"},
      {"ø\xff", "%C3%B8%FF"},
      {"\xed\xa0\x80", "%ED%A0%80"},  // a surrogate
      {"\xc0\x80", "%C0%80"},         // an overlong NUL
  };
  for (const auto& [given, escaped] : cases) {
    CAPTURE(escaped);
    const SecretItem item{given, given, given};
    const auto attributes = attributes_of(item);
    for (const char* name : {"owner", "profile", "key"}) CHECK(attributes.at(name) == escaped);
    for (const auto& [name, value] : attributes) {
      CHECK(is_valid_utf8(value));
      CHECK(value.find('\0') == std::string::npos);
    }
    CHECK(item_with(attributes) == item);
    CHECK(is_valid_utf8(label_of(item)));
  }
}

TEST_CASE("item_with: returns nullopt for attributes of other programs") {
  const auto ours = attributes_of({"/p.toml", "p", "jwk"});
  REQUIRE(item_with(ours));
  for (const auto& [name, value] : ours) {
    CAPTURE(name);
    auto without = ours;
    without.erase(name);
    CHECK_FALSE(item_with(without));
  }
  for (const std::string name : {"xdg:schema", "application"}) {
    auto other = ours;
    other[name] = "other";
    CHECK_FALSE(item_with(other));
  }
  for (const std::string broken : {"%", "%4", "%zz", "%ff", "%41", "a%2"}) {
    CAPTURE(broken);
    auto other = ours;
    other["profile"] = broken;
    CHECK_FALSE(item_with(other));
  }
}
