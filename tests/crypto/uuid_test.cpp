// SPDX-License-Identifier: MIT
#include "crypto/uuid.hpp"

#include <catch2/catch.hpp>

#include <set>
#include <string>
#include <string_view>

using namespace entra_auth;

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
