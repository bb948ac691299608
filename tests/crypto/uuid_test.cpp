// SPDX-License-Identifier: MIT

#include "crypto/uuid.hpp"

#include "base/encoding.hpp"

#include <catch2/catch.hpp>

#include <set>
#include <string>
#include <string_view>

using namespace entra_auth;
TEST_CASE("a handle is 32 bytes in 43 characters that need no escaping anywhere") {
  const auto handle = crypto::random_handle();
  CHECK(handle.size() == 43);
  CHECK(percent_encode(handle) == handle);
  const auto bytes = base64url_decode(handle);
  REQUIRE(bytes);
  CHECK(bytes->size() == 32);
}

TEST_CASE("no handle comes twice, and no bit of it is always the same") {
  constexpr int kHandles = 1000;
  std::set<std::string> handles;
  std::string ones(32, '\0');
  std::string zeros(32, '\0');
  for (int i = 0; i < kHandles; ++i) {
    const auto handle = crypto::random_handle();
    handles.insert(handle);
    const auto bytes = base64url_decode(handle).value();
    for (std::size_t at = 0; at < ones.size(); ++at) {
      ones[at] = static_cast<char>(ones[at] | bytes[at]);
      zeros[at] = static_cast<char>(zeros[at] | ~bytes[at]);
    }
  }
  CHECK(handles.size() == kHandles);
  CHECK(ones == std::string(32, '\xff'));
  CHECK(zeros == std::string(32, '\xff'));
}

TEST_CASE("UUIDs have the form of version 4 and differ") {
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) {
    const std::string uuid = crypto::random_uuid();
    REQUIRE(uuid.size() == 36);
    for (std::size_t position = 0; position < uuid.size(); ++position) {
      const bool dash = position == 8 || position == 13 || position == 18 || position == 23;
      REQUIRE(
          (dash ? uuid[position] == '-'
                : std::string_view("0123456789abcdef").find(uuid[position]) != std::string::npos));
    }
    CHECK(uuid[14] == '4');
    CHECK(std::string_view("89ab").find(uuid[19]) != std::string_view::npos);
    seen.insert(uuid);
  }
  CHECK(seen.size() == 1000);
}
