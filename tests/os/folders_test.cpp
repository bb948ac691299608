// SPDX-License-Identifier: MIT

#include "os/folders.hpp"

#include "os/files.hpp"
#include "support/forked.hpp"
#include "support/temp_dir.hpp"

#include <catch2/catch.hpp>

#include <sys/stat.h>
#include <unistd.h>

#include <string>
#include <vector>

using namespace entra_auth;
namespace fs = std::filesystem;
using os::FolderKind;

namespace {

unsigned mode_of(const fs::path& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0 ? status.st_mode & 07777U : 0;
}

std::string failure(const fs::path& path) {
  const auto done = os::ensure_private_folder(path);
  return done ? "" : done.error().message;
}

bool ends_with(const std::string& text, const std::string& end) { return text.ends_with(end); }

}  // namespace
TEST_CASE("folders are made private whatever the umask, as any user") {
  const test::TempDir folder;
  REQUIRE(::chmod(folder.path().c_str(), 0777) == 0);
  const mode_t mask = GENERATE(as<mode_t>{}, 0, 022, 077, 0777);
  const bool as_root = GENERATE(true, false);
  CAPTURE(mask, as_root);
  const fs::path deepest = folder / "a/b/c";
  CHECK(test::run_forked([&] {
          if (!as_root && test::can_change_user() && !test::become_other_user()) return 1;
          ::umask(mask);
          if (!os::ensure_private_folder(deepest)) return 2;
          return os::ensure_private_folder(deepest) ? 0 : 3;
        }) == 0);
  for (const char* path : {"a", "a/b", "a/b/c"}) CHECK(mode_of(folder / path) == 0700);
  CHECK(mode_of(folder.path()) == 0777);  // was there before: not ours to change
}

TEST_CASE("an existing folder is tightened, its parents are not") {
  const test::TempDir folder;
  fs::create_directories(folder / "parent/child");
  for (const unsigned mode : {0755U, 0777U, 01777U, 0750U, 0701U}) {
    REQUIRE(::chmod((folder / "parent").c_str(), 0755) == 0);
    REQUIRE(::chmod((folder / "parent/child").c_str(), mode) == 0);
    CHECK(os::ensure_private_folder(folder / "parent/child"));
    CHECK(mode_of(folder / "parent/child") == 0700);
    CHECK(mode_of(folder / "parent") == 0755);
  }
  CHECK(os::ensure_private_folder((folder / "parent/child").string() + "/"));
}

TEST_CASE("what is not a folder is left alone") {
  const test::TempDir folder;
  const auto file = folder.write("file", "x", 0644);
  CHECK(ends_with(failure(file), "/file: not a directory"));
  CHECK(ends_with(failure(file / "below"), "/below: not a directory"));
  CHECK(mode_of(file) == 0644);
  CHECK(failure("").find("no such file or directory") != std::string::npos);
  CHECK_FALSE(failure(folder / std::string(5000, 'x')).empty());
}

TEST_CASE("a link of ours to a folder of ours will do") {
  const test::TempDir folder;
  fs::create_directory(folder / "other disk");
  REQUIRE(::chmod((folder / "other disk").c_str(), 0755) == 0);
  fs::create_directory_symlink(folder / "other disk", folder / "cache");
  CHECK(os::ensure_private_folder(folder / "cache"));
  CHECK(mode_of(folder / "other disk") == 0700);
  CHECK(os::ensure_private_folder(folder / "cache/below"));
  CHECK(mode_of(folder / "other disk/below") == 0700);

  fs::create_directory_symlink(folder / "nowhere", folder / "dangling");
  CHECK_FALSE(failure(folder / "dangling").empty());
  CHECK_FALSE(fs::exists(folder / "nowhere"));
  fs::create_symlink(folder.write("file", ""), folder / "to file");
  CHECK_FALSE(failure(folder / "to file").empty());
}

TEST_CASE("another user's folder or link is refused") {
  if (!test::can_change_user()) {
    WARN("skipped: needs root");
    return;
  }
  const test::TempDir folder;
  fs::create_directory(folder / "foreign");
  fs::create_directory(folder / "own");
  REQUIRE(::chmod((folder / "foreign").c_str(), 0755) == 0);
  REQUIRE(::chown((folder / "foreign").c_str(), test::kOtherUser, test::kOtherUser) == 0);
  fs::create_directory_symlink(folder / "foreign", folder / "link to foreign");
  fs::create_directory_symlink(folder / "own", folder / "foreign link");
  REQUIRE(::lchown((folder / "foreign link").c_str(), test::kOtherUser, test::kOtherUser) == 0);
  for (const char* name : {"foreign", "link to foreign"}) {
    CHECK(ends_with(failure(folder / name), ": it belongs to another user"));
  }
  CHECK_FALSE(failure(folder / "foreign link").empty());
  CHECK(mode_of(folder / "foreign") == 0755);
}

TEST_CASE("a folder that may not be written to is an error, not a crash") {
  const test::TempDir folder;
  REQUIRE(::chmod(folder.path().c_str(), 0755) == 0);
  if (!test::can_change_user()) REQUIRE(::chmod(folder.path().c_str(), 0555) == 0);
  CHECK(test::run_forked([&] {
          if (test::can_change_user() && !test::become_other_user()) return 1;
          return ends_with(failure(folder / "a/b"), "/a: permission denied") ? 0 : 2;
        }) == 0);
  ::chmod(folder.path().c_str(), 0700);
}

TEST_CASE("many processes may make the same folder at once") {
  const test::TempDir folder;
  for (int round = 0; round < 20; ++round) {
    const fs::path deepest = folder / ("r" + std::to_string(round)) / "a/b";
    std::vector<pid_t> children;
    for (int i = 0; i < 8; ++i) {
      children.push_back(
          test::start_forked([&] { return os::ensure_private_folder(deepest) ? 0 : 1; }));
    }
    for (const pid_t child : children) CHECK(test::wait_for(child) == 0);
    CHECK(mode_of(deepest) == 0700);
  }
}

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
