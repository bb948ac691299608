// SPDX-License-Identifier: MIT

#include "cache/entry.hpp"

#include "base/json.hpp"
#include "crypto/sealing.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth;
using cache::EntryState;

namespace {

const std::string kName = "0123456789abcdef0123456789abcdef";
const std::string kPayload = R"({"access_token":"canary"})";

std::optional<Secret> key_for(bool sealed) {
  static const Secret key = crypto::new_sealing_key();
  return sealed ? std::optional(key) : std::nullopt;
}

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
TEST_CASE("decode_entry: restores what encode_entry was given") {
  for (const bool sealed : {true, false}) {
    CAPTURE(sealed);
    const auto bytes = cache::encode_entry(key_for(sealed), kName, kPayload);
    const auto opened = cache::decode_entry(key_for(sealed), kName, bytes);
    CHECK(opened.state == EntryState::usable);
    CHECK(opened.sealed == sealed);
    CHECK(opened.payload.expose() == kPayload);
    CHECK((bytes.find("canary") == std::string::npos) == sealed);
  }
}

TEST_CASE("decode_entry: refuses a changed, cut, extended or moved entry") {
  for (const bool sealed : {true, false}) {
    CAPTURE(sealed);
    const auto key = key_for(sealed);
    const auto bytes = cache::encode_entry(key, kName, kPayload);
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      for (const char bit : {'\x01', '\x80'}) {
        auto changed = bytes;
        changed[i] = static_cast<char>(changed[i] ^ bit);
        CAPTURE(i);
        CHECK(cache::decode_entry(key, kName, changed).state != EntryState::usable);
      }
      CHECK(cache::decode_entry(key, kName, bytes.substr(0, i)).state != EntryState::usable);
    }
    CHECK(cache::decode_entry(key, kName, bytes + "x").state != EntryState::usable);
    CHECK(cache::decode_entry(key, "f" + kName.substr(1), bytes).state != EntryState::usable);
  }
}

TEST_CASE("decode_entry: a sealed entry needs its key") {
  const auto bytes = cache::encode_entry(key_for(true), kName, kPayload);
  CHECK(cache::decode_entry(std::nullopt, kName, bytes).state == EntryState::locked);
  CHECK(cache::decode_entry(crypto::new_sealing_key(), kName, bytes).state == EntryState::damaged);
}

TEST_CASE("decode_entry: reads a plain entry although there is a key now") {
  const auto bytes = cache::encode_entry(std::nullopt, kName, kPayload);
  CHECK(cache::decode_entry(key_for(true), kName, bytes).state == EntryState::usable);
}

TEST_CASE("decode_entry: does not read an entry of a newer format") {
  auto bytes = cache::encode_entry(std::nullopt, kName, kPayload);
  REQUIRE(bytes.starts_with("EACTOK01"));
  bytes[7] = '2';
  CHECK(cache::decode_entry(std::nullopt, kName, bytes).state == EntryState::damaged);
}

TEST_CASE("decode_payload: restores what encode_payload was given") {
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

TEST_CASE("decode_payload: only refresh_at may be absent") {
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

TEST_CASE("decode_payload: refuses members of wrong types or ranges") {
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

TEST_CASE("make_credential_version: shows a change but not the secret") {
  const Secret version("hunter2");
  const auto stored = cache::make_credential_version(version);
  CHECK(stored.find("hunter2") == std::string::npos);
  CHECK(cache::matches_credential_version(stored, version));
  CHECK_FALSE(cache::matches_credential_version(stored, Secret("hunter3")));
  CHECK_FALSE(cache::matches_credential_version("", version));
  CHECK_FALSE(cache::matches_credential_version("no colon", version));
  CHECK(cache::make_credential_version(version) != stored);
}
