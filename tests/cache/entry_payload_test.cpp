// SPDX-License-Identifier: MIT
#include "cache/entry.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth;

namespace {

cache::EntryPayload sample() {
  cache::CacheKey key;
  key.client_id = "c";
  return {.key = key.to_json(),
          .profile = "my-api",
          .credential_version = "00:11",
          .token = {.access_token = Secret("abc.def"),
                    .acquired_at = Timestamp(std::chrono::seconds(1000)),
                    .expires_at = Timestamp(std::chrono::seconds(4600)),
                    .refresh_at = Timestamp(std::chrono::seconds(2800)),
                    .scope = "a b"}};
}

}  // namespace

TEST_CASE("a payload comes back as it went in") {
  const auto decoded = cache::decode_payload(cache::encode_payload(sample()).expose());
  REQUIRE(decoded);
  CHECK(decoded->key == sample().key);
  CHECK(decoded->profile == "my-api");
  CHECK(decoded->credential_version == "00:11");
  CHECK(decoded->token.access_token.expose() == "abc.def");
  CHECK(decoded->token.token_type == "Bearer");
  CHECK(decoded->token.acquired_at == sample().token.acquired_at);
  CHECK(decoded->token.expires_at == sample().token.expires_at);
  CHECK(decoded->token.refresh_at == sample().token.refresh_at);
  CHECK(decoded->token.scope == "a b");
}

TEST_CASE("refresh_at may be absent, everything else may not") {
  auto json = *parse_json_object(cache::encode_payload(sample()).expose());
  json.erase("refresh_at");
  CHECK(cache::decode_payload(json.dump()));
  for (const char* member : {"key", "profile", "credential_version", "token_type", "scope",
                             "acquired_at", "expires_at", "access_token"}) {
    CAPTURE(member);
    auto without = json;
    without.erase(member);
    CHECK_FALSE(cache::decode_payload(without.dump()));
  }
}

TEST_CASE("members of wrong types or ranges are damage") {
  const auto json = *parse_json_object(cache::encode_payload(sample()).expose());
  const std::vector<std::pair<const char*, Json>> wrong = {
      {"profile", 1},      {"access_token", ""},        {"access_token", Json::array()},
      {"acquired_at", -1}, {"expires_at", true},        {"expires_at", 1e300},
      {"scope", nullptr},  {"expires_at", 253402300800}};
  for (const auto& [member, value] : wrong) {
    CAPTURE(member, value.dump());
    auto changed = json;
    changed[member] = value;
    CHECK_FALSE(cache::decode_payload(changed.dump()));
  }
  CHECK_FALSE(cache::decode_payload(""));
  CHECK_FALSE(cache::decode_payload("[]"));
}

TEST_CASE("a credential version tells a change and not the secret") {
  const Secret version("hunter2");
  const auto stored = cache::make_credential_version(version);
  CHECK(stored.find("hunter2") == std::string::npos);
  CHECK(cache::matches_credential_version(stored, version));
  CHECK_FALSE(cache::matches_credential_version(stored, Secret("hunter3")));
  CHECK_FALSE(cache::matches_credential_version("", version));
  CHECK_FALSE(cache::matches_credential_version("no colon", version));
  CHECK(cache::make_credential_version(version) != stored);
}
