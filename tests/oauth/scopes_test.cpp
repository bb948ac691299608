// SPDX-License-Identifier: MIT
#include "oauth/authority.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth;

TEST_CASE("the default scope keeps a slash that the resource ends in") {
  CHECK(oauth::default_scope("api://id") == "api://id/.default");
  CHECK(oauth::default_scope("https://management.core.windows.net/") ==
        "https://management.core.windows.net//.default");
}

TEST_CASE("the scope parameter keeps the order") {
  const std::vector<std::string> scopes = {"b", "a"};
  CHECK(oauth::scope_parameter(scopes) == "b a");
  CHECK(oauth::scope_parameter({}).empty());
}
