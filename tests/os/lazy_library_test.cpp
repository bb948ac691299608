// SPDX-License-Identifier: MIT
#include "os/lazy_library.hpp"

#include <catch2/catch.hpp>

#include <cmath>

using namespace entra_auth;

TEST_CASE("a function of a library is called by its own type") {
  const auto library = os::LazyLibrary::open("libm.so.6", "libc6").value();
  auto* function = library.symbol<double(double)>("sqrt");
  REQUIRE(function != nullptr);
  CHECK(function(9.0) == 3.0);
  CHECK(library.symbol<double(double)>("no_such_function") == nullptr);
}

TEST_CASE("a missing library is an error that names the package") {
  const auto library = os::LazyLibrary::open("libno-such-library.so.9", "libno-such9");
  REQUIRE_FALSE(library);
  CHECK(library.error().kind == ErrorKind::unexpected);
  CHECK(library.error().message.find("libno-such-library.so.9") != std::string::npos);
  CHECK(library.error().hints.front().find("libno-such9") != std::string::npos);
}
