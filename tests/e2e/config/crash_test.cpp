// SPDX-License-Identifier: MIT
// An edit of the profile file that is killed, or meets a broken disk, at every system call.
#include "e2e/config/system_calls.hpp"
#include "e2e/home.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <utility>
#include <vector>

using namespace entra_auth::test;
namespace fs = std::filesystem;

namespace {

const std::string kOld = "# mine\n[profiles.a]\ntenant_id = 't'\nclient_id = 'c'\n";
const std::string kNew = "# mine\n[profiles.a]\ntenant_id = \"u\"\nclient_id = 'c'\n";

RunResult edit_under_strace(const Home& home, std::vector<std::string> strace) {
  strace.insert(strace.begin(), {"/usr/bin/strace", "-f", "-qq"});
  strace.insert(strace.end(), {ENTRA_AUTH_CLI, "config", "edit", "a", "--tenant-id", "u"});
  RunOptions options;
  options.env = home.environment();
  return run(std::move(strace), options);
}

/// Every system call from the first look at the profile file to the end, as (name, how many-th).
std::vector<std::pair<std::string, int>> calls_of_an_edit(const Home& home) {
  const auto log = home.dir() / "log";
  home.profiles(kOld);
  // The first one makes the folder private and the lock.
  REQUIRE(home.cli({"config", "edit", "a", "--tenant-id", "u"}).exit_status == 0);
  home.profiles(kOld);
  if (edit_under_strace(home, {"-o", log.string()}).exit_status != 0) {
    WARN("skipped: strace cannot be used here");
    return {};
  }
  CHECK(read_text(home.profile_file()) == kNew);
  auto calls = calls_in(log, [](const auto&, const std::string& line) {
    return line.find("profiles.toml\"") != std::string::npos;
  });
  std::erase_if(calls, [](const auto& call) { return call.first == "execve"; });
  return calls;
}

}  // namespace

TEST_CASE("profile file: after a kill at any system call it is the old one or the new one") {
  const Home home;
  int old_ones = 0;
  int new_ones = 0;
  const auto calls = calls_of_an_edit(home);
  for (const auto& [name, number] : calls) {
    CAPTURE(name, number);
    home.profiles(kOld);
    const auto result = edit_under_strace(
        home, {"-o", "/dev/null", "-e",
               "inject=" + name + ":signal=SIGKILL:when=" + std::to_string(number)});
    CHECK(result.exit_status == 137);
    const auto text = read_text(home.profile_file());
    CHECK((text == kOld || text == kNew));
    ++(text == kOld ? old_ones : new_ones);
    // Whoever comes next is not held up.
    home.profiles(kOld);
    CHECK(home.cli({"config", "edit", "a", "--tenant-id", "u"}).exit_status == 0);
  }
  if (calls.empty()) return;
  CHECK(old_ones > 20);
  CHECK(new_ones > 5);
}

TEST_CASE("profile file: a failing disk leaves the old one and no temporary file") {
  const Home home;
  if (calls_of_an_edit(home).empty()) return;
  for (const std::string fault :
       {"fchmod:error=EIO:when=1", "write:error=ENOSPC:when=1", "fsync:error=EIO:when=1",
        "renameat:error=EROFS:when=1", "flock:error=ENOLCK:when=1"}) {
    CAPTURE(fault);
    home.profiles(kOld);
    const auto result = edit_under_strace(home, {"-o", "/dev/null", "-e", "inject=" + fault});
    CAPTURE(result.err);
    CHECK(result.exit_status == 1);
    CHECK(result.out.empty());
    CHECK(read_text(home.profile_file()) == kOld);
    for (const auto& entry : fs::directory_iterator(home.profile_file().parent_path())) {
      CHECK(entry.path().extension() != ".tmp");
    }
  }
}
