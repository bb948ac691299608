// SPDX-License-Identifier: MIT
#include "profiles/keys/problem.hpp"

#include "support/temp_dir.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <string>
#include <vector>

using namespace entra_auth;
using namespace entra_auth::profiles;

TEST_CASE("error_of: names file, line and profile, and keeps the hint") {
  const SourceFile file{.path = "/p.toml"};
  Problem problem{.profile = "p", .key = "port", .line = 7, .message = "port is odd", .hint = {}};
  auto error = error_of(file, problem);
  CHECK(error.kind == ErrorKind::invalid_configuration);
  CHECK(error.message == "/p.toml:7: profile p: port is odd");
  CHECK(error.hints.empty());
  problem.hint = "make it even";
  CHECK(error_of(file, problem).hints == std::vector<std::string>{"make it even"});
}

TEST_CASE("item_owner: links of the folder are resolved, a link to the file is not") {
  const test::TempDir dir;
  const auto root = std::filesystem::canonical(dir.path());
  std::filesystem::create_directory(root / "real");
  std::filesystem::create_directory_symlink(root / "real", root / "link");
  CHECK(item_owner(root / "link" / "p.toml") == (root / "real/p.toml").native());
  std::filesystem::create_symlink("elsewhere.toml", root / "real/q.toml");
  CHECK(item_owner(root / "real/q.toml") == (root / "real/q.toml").native());
  CHECK(item_owner("p.toml") == (std::filesystem::current_path() / "p.toml").native());
}

TEST_CASE("suggest: offers near candidates only") {
  const std::vector<std::string> names = {"my-api", "my-app", "other"};
  CHECK(suggest("my-apj", {"my-api", "other"}) == "did you mean my-api?");
  CHECK(suggest("my-apx", names).starts_with("did you mean my-ap"));
  CHECK(suggest("zzzzzzzz", names).empty());
}
