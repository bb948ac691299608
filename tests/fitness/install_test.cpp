// SPDX-License-Identifier: MIT
#include "support/spawn.hpp"
#include "support/temp_dir.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth;

TEST_CASE("cmake --install puts the executables and the documentation in place") {
  const test::TempDir prefix;
  test::RunOptions options;
  options.env = test::own_environment();
  const auto installed = test::run(
      {"/usr/bin/cmake", "--install", ENTRA_AUTH_BINARY_DIR, "--prefix", prefix.path().string()},
      options);
  INFO(installed.err);
  REQUIRE(installed.exit_status == 0);
  CHECK(test::run({(prefix / "bin/entra-auth-cli").string(), "--version"}).exit_status == 0);
  CHECK(test::run({(prefix / "bin/entra-auth-sandbox").string(), "--help"}, options).exit_status ==
        0);
  for (const char* file : {"README.md", "LICENSE", "profiles.example.toml", "docs/profiles.md"}) {
    CAPTURE(file);
    CHECK(
        std::filesystem::exists(prefix / "share/doc/entra-auth-cli" / std::filesystem::path(file)));
  }
  for (const char* file :
       {"man/man1/entra-auth-cli.1", "man/man1/entra-auth-cli-get-token.1",
        "man/man1/entra-auth-cli-config.1", "bash-completion/completions/entra-auth-cli",
        "zsh/site-functions/_entra-auth-cli", "fish/vendor_completions.d/entra-auth-cli.fish"}) {
    CAPTURE(file);
    CHECK(std::filesystem::file_size(prefix / "share" / std::filesystem::path(file)) > 500);
  }
}
