// SPDX-License-Identifier: MIT
// The cache on hostile and broken machines: the token is printed in any case.
#include "e2e/home.hpp"
#include "support/forked.hpp"

#include <catch2/catch.hpp>

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

using namespace entra_auth::test;
using Catch::Matchers::Contains;
namespace fs = std::filesystem;

namespace {

struct Fixture {
  SandboxProcess server{ENTRA_AUTH_SANDBOX};
  Home home{server};

  void prints_with_one_warning(const RunOptions& options = {}) const {
    const auto result = home.cli({"get-token"}, options);
    CAPTURE(result.err);
    CHECK(result.exit_status == 0);
    CHECK(is_one_token(result.out));
    CHECK(result.err.starts_with("warning: "));
    CHECK(std::count(result.err.begin(), result.err.end(), '\n') == 1);
  }
};

std::vector<fs::path> files_below(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_directory()) files.push_back(entry.path());
  }
  return files;
}

}  // namespace

TEST_CASE("cache: an unusable cache folder (no home, a file, another user's) gives one warning") {
  Fixture fixture;
  const auto profiles = fixture.home.profile_file().string();
  fixture.home.unset("HOME");
  const auto result = fixture.home.cli({"get-token", "--config", profiles});
  CHECK(result.exit_status == 0);
  CHECK(is_one_token(result.out));
  CHECK(result.err.starts_with("warning: "));
  CHECK(fixture.home.cli({"get-token", "--config", profiles, "--no-cache"}).err.empty());

  fixture.home.set("ENTRA_AUTH_CLI_CONFIG_DIR", fixture.home.profile_file().parent_path().string());
  fixture.home.set("HOME", fixture.home.dir().write("file", "").string());
  fixture.prints_with_one_warning();
  if (can_change_user()) {
    fixture.home.set("HOME", fixture.home.dir().path().string());
    fs::create_directories(fixture.home.cache());
    REQUIRE(::chown(fixture.home.cache().c_str(), kOtherUser, kOtherUser) == 0);
    fixture.prints_with_one_warning();
    CHECK(files_below(fixture.home.cache()).empty());
  }
}

TEST_CASE("cache: on a read-only or full disk the token is printed, with one warning") {
  Fixture fixture;
  const auto in_namespace = [&](const std::string& mount) {
    RunOptions options;
    options.env = fixture.home.environment();
    fs::create_directories(fixture.home.cache());
    return run({"/usr/bin/unshare", "-Urm", "/bin/sh", "-c",
                mount + " && exec " + ENTRA_AUTH_CLI + " get-token"},
               options);
  };
  const auto cache = fixture.home.cache().string();
  for (const auto& mount :
       {"mount -t tmpfs -o size=64k,mode=700 none " + cache + " && mount -o remount,ro " + cache,
        "mount -t tmpfs -o size=16k,mode=700 none " + cache + " && dd if=/dev/zero of=" + cache +
            "/fill bs=1k count=64 2>/dev/null; true",
        "mount -t tmpfs -o nr_inodes=2,mode=700 none " + cache + "; touch " + cache +
            "/fill; true"}) {
    if (in_namespace("mount -t tmpfs none " + cache).exit_status != 0) {
      WARN("skipped: no mount namespaces here");
      return;
    }
    const auto result = in_namespace(mount);
    CAPTURE(mount, result.err);
    CHECK(result.exit_status == 0);
    CHECK(is_one_token(result.out));
    CHECK(std::count(result.err.begin(), result.err.end(), '\n') == 1);
    CHECK(result.err.starts_with("warning: "));
  }
}

TEST_CASE("cache: everything in the cache folder is private, whatever the umask") {
  Fixture fixture;
  RunOptions options;
  options.env = fixture.home.environment();
  REQUIRE(
      run({"/bin/sh", "-c", std::string("umask 0; exec ") + ENTRA_AUTH_CLI + " get-token"}, options)
          .exit_status == 0);
  for (const auto& entry : fs::recursive_directory_iterator(fixture.home.cache())) {
    struct stat status {};
    REQUIRE(::lstat(entry.path().c_str(), &status) == 0);
    CAPTURE(entry.path());
    CHECK((status.st_mode & 07777U) == (entry.is_directory() ? 0700U : 0600U));
  }
}

TEST_CASE("cache: a damaged entry is fetched again silently") {
  Fixture fixture;
  REQUIRE(fixture.home.cli({"get-token"}).exit_status == 0);
  const auto file = files_below(fixture.home.cache() / "tokens").at(0);
  fs::resize_file(file, fs::file_size(file) / 2);
  const auto result = fixture.home.cli({"get-token"});
  CHECK(result.exit_status == 0);
  CHECK(result.err.empty());
  CHECK(fixture.server.counters()["token"] == 2);
  CHECK(fixture.home.cli({"get-token"}).out == result.out);
}

TEST_CASE("cache: the token is sealed with a kernel keyring, and a private file without one") {
  Fixture fixture;
  const auto token = fixture.home.cli({"get-token"}).out;
  const auto readable = [&] {
    const auto file = files_below(fixture.home.cache() / "tokens").at(0);
    return read_text(file).find(token.substr(0, token.size() - 1)) != std::string::npos;
  };
  const auto list = nlohmann::json::parse(fixture.home.cli({"cache", "list", "-o", "json"}).out);
  CHECK(list[0]["sealed"].get<bool>() != readable());

  // The same without a keyring: its system calls fail as they do in a container.
  RunOptions options;
  options.env = fixture.home.environment();
  const auto without = [&](const std::string& arguments) {
    return run({"/bin/sh", "-c",
                "strace -f -qq -o /dev/null -e inject=add_key,keyctl,request_key:error=ENOSYS " +
                    (ENTRA_AUTH_CLI + (" " + arguments))},
               options);
  };
  if (without("--version").exit_status != 0) {
    WARN("skipped: strace cannot inject here");
    return;
  }
  const auto plain = without("get-token --force");
  CAPTURE(plain.err);
  CHECK(plain.exit_status == 0);
  CHECK(plain.err.empty());
  const auto stored = read_text(files_below(fixture.home.cache() / "tokens").at(0));
  CHECK(stored.find(plain.out.substr(0, plain.out.size() - 1)) != std::string::npos);
  CHECK(without("get-token").out == plain.out);
  CHECK(fixture.home.cli({"get-token"}).out == plain.out);
}

TEST_CASE("cache: cache = false and --no-cache leave no files") {
  Fixture fixture;
  REQUIRE(fixture.home.cli({"get-token", "--no-cache"}).exit_status == 0);
  CHECK_FALSE(fs::exists(fixture.home.cache()));
  fixture.home.profiles(Home::profile(fixture.server, "p", fixture.server["client_id"],
                                      "cache = false\nclient_secret = { env = \"API_SECRET\" }"));
  REQUIRE(fixture.home.cli({"get-token"}).exit_status == 0);
  CHECK_FALSE(fs::exists(fixture.home.cache()));
}
