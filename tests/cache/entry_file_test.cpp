// SPDX-License-Identifier: MIT
#include "cache/entry.hpp"
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

}  // namespace

TEST_CASE("an entry comes back as it went in") {
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

TEST_CASE("no changed, cut, extended or moved entry is usable") {
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

TEST_CASE("a sealed entry needs its key") {
  const auto bytes = cache::encode_entry(key_for(true), kName, kPayload);
  CHECK(cache::decode_entry(std::nullopt, kName, bytes).state == EntryState::locked);
  CHECK(cache::decode_entry(crypto::new_sealing_key(), kName, bytes).state == EntryState::damaged);
}

TEST_CASE("a plain entry is read where a key has come up since") {
  const auto bytes = cache::encode_entry(std::nullopt, kName, kPayload);
  CHECK(cache::decode_entry(key_for(true), kName, bytes).state == EntryState::usable);
}

TEST_CASE("an entry of a newer format is not read") {
  auto bytes = cache::encode_entry(std::nullopt, kName, kPayload);
  REQUIRE(bytes.starts_with("EACTOK01"));
  bytes[7] = '2';
  CHECK(cache::decode_entry(std::nullopt, kName, bytes).state == EntryState::damaged);
}
