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

TEST_CASE("variables are found by their whole name") {
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

TEST_CASE("the process's own variables are seen") {
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

TEST_CASE("folders come from our variable, then XDG, then HOME") {
  const std::vector<std::string> all{"HOME=/home/u",
                                     "XDG_CONFIG_HOME=/x/config",
                                     "XDG_CACHE_HOME=/x/cache",
                                     "XDG_DATA_HOME=/x/data",
                                     "ENTRA_AUTH_CLI_CONFIG_DIR=/own/config",
                                     "ENTRA_AUTH_CLI_CACHE_DIR=/own/cache",
                                     "ENTRA_AUTH_CLI_DATA_DIR=/own/data"};
  CHECK(config_folder(with(all)).value() == "/own/config");
  CHECK(cache_folder(with(all)).value() == "/own/cache");
  CHECK(data_folder(with(all)).value() == "/own/data");

  const auto xdg = with({all.begin(), all.begin() + 4});
  CHECK(config_folder(xdg).value() == "/x/config/entra-auth-cli");
  CHECK(cache_folder(xdg).value() == "/x/cache/entra-auth-cli");
  CHECK(data_folder(xdg).value() == "/x/data/entra-auth-cli");

  const auto home = with({"HOME=/home/u"});
  CHECK(config_folder(home).value() == "/home/u/.config/entra-auth-cli");
  CHECK(cache_folder(home).value() == "/home/u/.cache/entra-auth-cli");
  CHECK(data_folder(home).value() == "/home/u/.local/share/entra-auth-cli");
}

TEST_CASE("relative and empty XDG variables are ignored") {
  for (const char* value : {"", "relative", "./x", "~/x", "../x"}) {
    const auto environment = with({"HOME=/home/u", "XDG_CACHE_HOME=" + std::string(value)});
    CHECK(cache_folder(environment).value() == "/home/u/.cache/entra-auth-cli");
  }
}

TEST_CASE("a relative path in a variable of ours is an error that names it") {
  for (const char* value : {"relative", "./x", "~/x"}) {
    const auto folder =
        cache_folder(with({"HOME=/home/u", "ENTRA_AUTH_CLI_CACHE_DIR=" + std::string(value)}));
    REQUIRE_FALSE(folder);
    CHECK(folder.error().kind == ErrorKind::invalid_configuration);
    CHECK(folder.error().message == "ENTRA_AUTH_CLI_CACHE_DIR is not an absolute path");
  }
  CHECK(cache_folder(with({"HOME=/home/u", "ENTRA_AUTH_CLI_CACHE_DIR="})).value() ==
        "/home/u/.cache/entra-auth-cli");
}

TEST_CASE("without a home the error says which variable to set") {
  for (const auto& environment : {with({}), with({"HOME="}), with({"HOME=relative"})}) {
    const auto folder = data_folder(environment);
    REQUIRE_FALSE(folder);
    CHECK(folder.error().kind == ErrorKind::invalid_configuration);
    CHECK(folder.error().hints.front() == "set HOME or ENTRA_AUTH_CLI_DATA_DIR");
  }
}

TEST_CASE("a leading tilde is the home folder, and nothing else is expanded") {
  const auto environment = with({"HOME=/home/u", "X=y"});
  CHECK(expand_home("~", environment) == "/home/u");
  CHECK(expand_home("~/a/b", environment) == "/home/u/a/b");
  for (const char* path : {"", "/a/~", "~other/a", "a/~/b", "$X", "${HOME}/a", "~~"}) {
    CHECK(expand_home(path, environment) == path);
  }
  CHECK(expand_home("~/a", with({"HOME=relative"})) == "~/a");
  CHECK(expand_home("~/a", with({})) == "~/a");
}
