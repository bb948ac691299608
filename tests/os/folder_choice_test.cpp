// SPDX-License-Identifier: MIT
#include "os/folders.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace entra_auth;
using os::FolderKind;

TEST_CASE("the variable that decided where a folder is comes with it") {
  const auto choose = [](std::vector<std::string> entries) {
    return os::choose_folder(os::Environment(std::move(entries)), FolderKind::cache);
  };
  CHECK(choose({"HOME=/h"})->variable == "HOME");
  CHECK(choose({"HOME=/h"})->path == "/h/.cache/entra-auth-cli");
  CHECK(choose({"HOME=/h", "XDG_CACHE_HOME=/x"})->variable == "XDG_CACHE_HOME");
  CHECK(choose({"HOME=/h", "XDG_CACHE_HOME=x"})->variable == "HOME");
  CHECK(choose({"XDG_CACHE_HOME=/x", "ENTRA_AUTH_CLI_CACHE_DIR=/own"})->path == "/own");
  CHECK(choose({"ENTRA_AUTH_CLI_CACHE_DIR=/own"})->variable == "ENTRA_AUTH_CLI_CACHE_DIR");
  CHECK(choose({"HOME=/h", "ENTRA_AUTH_CLI_CACHE_DIR=own"}).error().kind ==
        ErrorKind::invalid_configuration);
  CHECK_FALSE(choose({}));
}
