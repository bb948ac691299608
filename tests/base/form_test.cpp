// SPDX-License-Identifier: MIT
#include <entra_auth/transport.hpp>

#include <catch2/catch.hpp>

using namespace entra_auth;

TEST_CASE("the first header of a name is found") {
  HttpResponse response;
  response.headers.push_back({"retry-after", Secret("1")});
  response.headers.push_back({"retry-after", Secret("2")});
  response.headers.push_back({"empty", Secret()});
  CHECK(response.header("retry-after") == "1");
  CHECK(response.header("empty") == "");
  CHECK_FALSE(response.header("retry"));
}
