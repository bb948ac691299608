// SPDX-License-Identifier: MIT
#include "os/environment.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <string>
#include <vector>

using namespace entra_auth;
using os::Environment;

namespace {

Environment with(std::vector<std::string> entries) { return Environment(std::move(entries)); }

}  // namespace

TEST_CASE("Environment: variables are found by their whole name") {
  const auto environment =
      with({"NAME=value", "NAMES=other", "EMPTY=", "NOTHING", "NAME=second", "E=a=b"});
  CHECK(environment.get("NAME") == "value");
  CHECK(environment.get("EMPTY") == "");
  CHECK(environment.get("E") == "a=b");
  CHECK_FALSE(environment.get("NAM"));
  CHECK_FALSE(environment.get("name"));
  CHECK_FALSE(environment.get("NOTHING"));
  CHECK_FALSE(environment.get_nonempty("EMPTY"));
  CHECK(environment.get_nonempty("NAME") == "value");
  CHECK(environment.entries().size() == 6);
  CHECK_FALSE(with({}).get("NAME"));
}

TEST_CASE("Environment: of_process sees the process's own variables") {
  ::setenv("ENTRA_AUTH_TEST_VARIABLE", "here", 1);
  const auto environment = Environment::of_process();
  CHECK(environment.get("ENTRA_AUTH_TEST_VARIABLE") == "here");
  bool listed = false;
  for (const auto entry : environment.entries()) {
    listed = listed || entry == "ENTRA_AUTH_TEST_VARIABLE=here";
  }
  CHECK(listed);
  ::unsetenv("ENTRA_AUTH_TEST_VARIABLE");
  CHECK_FALSE(Environment::of_process().get("ENTRA_AUTH_TEST_VARIABLE"));
}

TEST_CASE("expand_home: replaces a leading tilde and nothing else") {
  const auto environment = with({"HOME=/home/u", "X=y"});
  CHECK(expand_home("~", environment) == "/home/u");
  CHECK(expand_home("~/a/b", environment) == "/home/u/a/b");
  for (const char* path : {"", "/a/~", "~other/a", "a/~/b", "$X", "${HOME}/a", "~~"}) {
    CHECK(expand_home(path, environment) == path);
  }
  CHECK(expand_home("~/a", with({"HOME=relative"})) == "~/a");
  CHECK(expand_home("~/a", with({})) == "~/a");
}
