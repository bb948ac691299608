// SPDX-License-Identifier: MIT
#include "http/curl_library.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace entra_auth;

TEST_CASE("libcurl tells its version and that of its TLS library, in two words") {
  const auto version = http::curl_version();
  REQUIRE(version);
  CHECK(version->find_first_not_of("0123456789.") == version->find(' '));
  CHECK(version->find('/') != std::string::npos);
  CHECK(version->find(' ') == version->rfind(' '));
}
