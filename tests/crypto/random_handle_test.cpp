// SPDX-License-Identifier: MIT
#include "base/encoding.hpp"
#include "crypto/uuid.hpp"

#include <catch2/catch.hpp>

#include <set>

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
