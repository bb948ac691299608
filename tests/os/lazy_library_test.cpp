// SPDX-License-Identifier: MIT
#include "os/lazy_library.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <string>

using namespace entra_auth;

TEST_CASE("LazyLibrary: calls a function by its own type") {
  const auto library = os::LazyLibrary::open("libm.so.6", "libc6").value();
  auto* function = library.symbol<double(double)>("sqrt");
  REQUIRE(function != nullptr);
  CHECK(function(9.0) == 3.0);
  CHECK(library.symbol<double(double)>("no_such_function") == nullptr);
}

TEST_CASE("Symbols: fills a table and names the first function that is missing") {
  const auto library = os::LazyLibrary::open("libm.so.6", "libc6").value();
  os::Symbols symbols(library);
  double (*root)(double) = nullptr;
  double (*none)(double) = root;
  symbols.find(root, "sqrt");
  CHECK(symbols.complete());
  CHECK(symbols.missing() == nullptr);
  symbols.find(none, "no_such_function");
  symbols.find(none, "nor_this_one");
  CHECK_FALSE(symbols.complete());
  CHECK(std::string(symbols.missing()) == "no_such_function");
  CHECK(none == nullptr);
  REQUIRE(root != nullptr);
  CHECK(root(9.0) == 3.0);
}

TEST_CASE("LazyLibrary: a missing library is an error that names the package") {
  const auto library = os::LazyLibrary::open("libno-such-library.so.9", "libno-such9");
  REQUIRE_FALSE(library);
  CHECK(library.error().kind == ErrorKind::unexpected);
  CHECK(library.error().message.find("libno-such-library.so.9") != std::string::npos);
  CHECK(library.error().hints.front().find("libno-such9") != std::string::npos);
}
