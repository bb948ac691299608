// SPDX-License-Identifier: MIT
#include "crypto/keys.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth::crypto;

TEST_CASE("algorithm names go both ways") {
  for (const char* text :
       {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"}) {
    const auto algorithm = parse_algorithm(text);
    REQUIRE(algorithm);
    CHECK(name(*algorithm) == text);
  }
}

TEST_CASE("no other text names an algorithm") {
  for (const char* text : {"", "none", "None", "NONE", "HS256", "HS512", "rs256", "RS256 ", "RS25",
                           "RS2566", "ES256K", "EdDSA", "RSA-OAEP"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_algorithm(text));
  }
}
