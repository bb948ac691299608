// SPDX-License-Identifier: MIT
#include "base/try.hpp"

#include <catch2/catch.hpp>

#include <memory>

using namespace entra_auth;

namespace {

Result<std::unique_ptr<int>> make(bool good) {
  if (!good) return fail(ErrorKind::network, "no answer", {"try again"});
  return std::make_unique<int>(7);
}

Result<void> check(bool good) {
  if (!good) return fail(ErrorKind::timeout, "too late");
  return {};
}

Result<int> sum(bool first, bool second, bool third) {
  TRY(auto one, make(first));
  TRY(const auto two, make(second));
  TRY_VOID(check(third));
  return *one + *two;
}

}  // namespace

TEST_CASE("TRY: unwraps values and returns whole errors to the caller") {
  CHECK(sum(true, true, true).value() == 14);
  CHECK(sum(false, true, true).error().kind == ErrorKind::network);
  CHECK(sum(true, false, true).error().hints.front() == "try again");
  CHECK(sum(true, true, false).error().message == "too late");
}
