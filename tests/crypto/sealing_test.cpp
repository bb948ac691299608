// SPDX-License-Identifier: MIT
#include "crypto/sealing.hpp"

#include <catch2/catch.hpp>

#include <set>
#include <string>

using namespace entra_auth;
using namespace entra_auth::crypto;

namespace {

constexpr std::string_view kContext = "entry of profile x";
const std::string kText = std::string("an access token\0with a NUL", 26);

char flipped(char c, int bit) {
  return static_cast<char>(static_cast<unsigned char>(c) ^ 1U << bit);
}

}  // namespace

TEST_CASE("seal: open_sealed returns the text") {
  const Secret key = new_sealing_key();
  for (const std::string& text :
       {std::string(), std::string("x"), kText, std::string(100'000, 'y')}) {
    const std::string sealed = seal(key, kContext, text);
    CHECK(sealed.size() == 24 + text.size() + 16);
    const auto opened = open_sealed(key, kContext, sealed);
    REQUIRE(opened);
    CHECK(opened->expose() == text);
  }
}

TEST_CASE("seal: the bytes do not show the text and differ every time") {
  const Secret key = new_sealing_key();
  std::set<std::string> seen;
  for (int i = 0; i < 50; ++i) {
    const std::string sealed = seal(key, kContext, kText);
    CHECK(sealed.find("access") == std::string::npos);
    seen.insert(sealed.substr(0, 24));
  }
  CHECK(seen.size() == 50);
}

TEST_CASE("open_sealed: refuses a flipped bit in any byte") {
  const Secret key = new_sealing_key();
  const std::string sealed = seal(key, kContext, kText);
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    for (const int bit : {0, 7}) {
      std::string damaged = sealed;
      damaged[i] = flipped(damaged[i], bit);
      CAPTURE(i, bit);
      CHECK_FALSE(open_sealed(key, kContext, damaged));
    }
  }
}

TEST_CASE("open_sealed: refuses truncated, lengthened and empty bytes") {
  const Secret key = new_sealing_key();
  const std::string sealed = seal(key, kContext, kText);
  for (std::size_t size = 0; size < sealed.size(); ++size) {
    CHECK_FALSE(open_sealed(key, kContext, std::string_view(sealed).substr(0, size)));
  }
  CHECK_FALSE(open_sealed(key, kContext, sealed + '\0'));
  CHECK_FALSE(open_sealed(key, kContext, '\0' + sealed));
}

TEST_CASE("open_sealed: refuses another key and other associated data") {
  const Secret key = new_sealing_key();
  const std::string sealed = seal(key, kContext, kText);
  CHECK_FALSE(open_sealed(new_sealing_key(), kContext, sealed));
  CHECK_FALSE(open_sealed(key, "entry of profile y", sealed));
  CHECK_FALSE(open_sealed(key, "", sealed));

  std::string near(key.expose());
  near.back() = flipped(near.back(), 0);
  CHECK_FALSE(open_sealed(Secret(std::string_view(near)), kContext, sealed));
}

TEST_CASE("seal, open_sealed: refuse a key of another length") {
  const std::string sealed = seal(new_sealing_key(), kContext, kText);
  CHECK_FALSE(open_sealed(Secret(), kContext, sealed));
  CHECK_FALSE(open_sealed(Secret("short"), kContext, sealed));
  CHECK_THROWS(seal(Secret("short"), kContext, kText));
}

TEST_CASE("new_sealing_key: 32 bytes that never repeat") {
  const Secret a = new_sealing_key();
  CHECK(a.size() == kSealingKeyBytes);
  CHECK(a.expose() != new_sealing_key().expose());
}

TEST_CASE("checksum: has 16 bytes and detects every flipped bit") {
  const std::string bytes = "a small record";
  const std::string sum = checksum(bytes);
  CHECK(sum.size() == 16);
  CHECK(checksum(bytes) == sum);
  CHECK(checksum("") != sum);
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string damaged = bytes;
      damaged[i] = flipped(damaged[i], bit);
      CHECK(checksum(damaged) != sum);
    }
  }
}
