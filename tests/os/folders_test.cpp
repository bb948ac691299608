// SPDX-License-Identifier: MIT
#include "os/folders.hpp"

#include "os/files.hpp"
#include "support/forked.hpp"
#include "support/temp_dir.hpp"

#include <catch2/catch.hpp>

#include <sys/stat.h>
#include <unistd.h>

#include <string>
#include <utility>
#include <vector>

using namespace entra_auth;
namespace fs = std::filesystem;
using os::Environment;
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

Environment with(std::vector<std::string> entries) { return Environment(std::move(entries)); }

bool ends_with(const std::string& text, const std::string& end) { return text.ends_with(end); }

}  // namespace

TEST_CASE("ensure_private_folder: new folders are private, whatever umask and user") {
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

TEST_CASE("ensure_private_folder: tightens an existing folder but not its parents") {
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

TEST_CASE("ensure_private_folder: leaves anything but a folder alone") {
  const test::TempDir folder;
  const auto file = folder.write("file", "x", 0644);
  CHECK(ends_with(failure(file), "/file: not a directory"));
  CHECK(ends_with(failure(file / "below"), "/below: not a directory"));
  CHECK(mode_of(file) == 0644);
  CHECK(failure("").find("no such file or directory") != std::string::npos);
  CHECK_FALSE(failure(folder / std::string(5000, 'x')).empty());
}

TEST_CASE("ensure_private_folder: accepts our own link to our own folder") {
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

TEST_CASE("ensure_private_folder: refuses another user's folder or link") {
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

TEST_CASE("ensure_private_folder: a parent that is not writable is an error") {
  const test::TempDir folder;
  REQUIRE(::chmod(folder.path().c_str(), 0755) == 0);
  if (!test::can_change_user()) REQUIRE(::chmod(folder.path().c_str(), 0555) == 0);
  CHECK(test::run_forked([&] {
          if (test::can_change_user() && !test::become_other_user()) return 1;
          return ends_with(failure(folder / "a/b"), "/a: permission denied") ? 0 : 2;
        }) == 0);
  ::chmod(folder.path().c_str(), 0700);
}

TEST_CASE("ensure_private_folder: many processes may make the same folder at once") {
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

TEST_CASE("choose_folder: returns the variable that decided") {
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

TEST_CASE("config_folder, cache_folder, data_folder: our own variable, then XDG, then HOME") {
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

TEST_CASE("config_folder: relative and empty XDG variables are ignored") {
  for (const char* value : {"", "relative", "./x", "~/x", "../x"}) {
    const auto environment = with({"HOME=/home/u", "XDG_CACHE_HOME=" + std::string(value)});
    CHECK(cache_folder(environment).value() == "/home/u/.cache/entra-auth-cli");
  }
}

TEST_CASE("config_folder: a relative path in our own variable is an error that names it") {
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

TEST_CASE("config_folder: without HOME the error says which variable to set") {
  for (const auto& environment : {with({}), with({"HOME="}), with({"HOME=relative"})}) {
    const auto folder = data_folder(environment);
    REQUIRE_FALSE(folder);
    CHECK(folder.error().kind == ErrorKind::invalid_configuration);
    CHECK(folder.error().hints.front() == "set HOME or ENTRA_AUTH_CLI_DATA_DIR");
  }
}
