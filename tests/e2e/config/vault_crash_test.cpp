// SPDX-License-Identifier: MIT
// A change of the vault's passphrase that is killed, or meets a broken disk, at every system call.
#include "e2e/config/system_calls.hpp"
#include "e2e/home.hpp"
#include "secrets/vault/store.hpp"

#include <catch2/catch.hpp>

#include <sys/stat.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

using namespace entra_auth;
using namespace entra_auth::test;
namespace fs = std::filesystem;

namespace {

constexpr const char* kVariable = "ENTRA_AUTH_CLI_VAULT_PASSPHRASE";
const std::vector<SecretItem> kItems = {
    {"/a", "one", "client_secret"}, {"/a", "two", "client_secret"}, {"/b", "one", "jwk"}};

class Fixture {
 public:
  Fixture() {
    home_.set("CI", "true");
    home_.set(kVariable, "old");
    home_.set("ENTRA_AUTH_CLI_VAULT_NEW_PASSPHRASE", "new");
    const auto environment = with_passphrase("old");
    const secrets::VaultStore vault(environment, {.variable = kVariable}, crypto::kMinCost);
    REQUIRE(vault.init());
    for (const auto& item : kItems) REQUIRE(vault.put(item, Secret(item.profile + item.key)));
    original_ = read_text(path());
  }

  void restore() const {
    fs::remove_all(path().parent_path());
    home_.dir().write(kVault, original_);
  }
  /// Changes the passphrase under strace.
  [[nodiscard]] RunResult change(std::vector<std::string> strace) const {
    strace.insert(strace.begin(), {"/usr/bin/strace", "-f", "-qq"});
    strace.insert(strace.end(), {ENTRA_AUTH_CLI, "config", "vault", "passwd"});
    RunOptions options;
    options.env = home_.environment();
    return run(std::move(strace), options);
  }
  [[nodiscard]] bool opens_with(const std::string& passphrase) const {
    const auto environment = with_passphrase(passphrase);
    const secrets::VaultStore vault(environment, {.variable = kVariable});
    for (const auto& item : kItems) {
      const auto found = vault.find(item);
      if (!found) return false;
      REQUIRE(*found);
      CHECK((*found)->expose() == item.profile + item.key);
    }
    return true;
  }
  [[nodiscard]] bool is_untouched() const { return read_text(path()) == original_; }
  [[nodiscard]] fs::path path() const { return home_.dir() / kVault; }
  [[nodiscard]] const TempDir& dir() const { return home_.dir(); }

 private:
  static constexpr const char* kVault = ".local/share/entra-auth-cli/vault";

  [[nodiscard]] os::Environment with_passphrase(const std::string& passphrase) const {
    return os::Environment({"HOME=" + home_.dir().path().string(), "CI=true",
                            std::string(kVariable) + "=" + passphrase});
  }

  Home home_;
  std::string original_;
};

std::vector<std::pair<std::string, int>> calls_of_a_change(const Fixture& fixture) {
  const auto log = fixture.dir() / "log";
  if (fixture.change({"-o", log.string()}).exit_status != 0) {
    WARN("skipped: strace cannot be used here");
    return {};
  }
  CHECK_FALSE(fixture.opens_with("old"));
  CHECK(fixture.opens_with("new"));
  return calls_in(log, [](const std::string& name, const std::string& line) {
    return name == "openat" && line.find("/vault\"") != std::string::npos;
  });
}

}  // namespace

TEST_CASE("vault: after a kill at any system call it has one passphrase and every secret") {
  const Fixture fixture;
  const auto calls = calls_of_a_change(fixture);
  int old_ones = 0;
  int new_ones = 0;
  for (const auto& [name, number] : calls) {
    CAPTURE(name, number);
    fixture.restore();
    const auto result =
        fixture.change({"-o", "/dev/null", "-e",
                        "inject=" + name + ":signal=SIGKILL:when=" + std::to_string(number)});
    CHECK(result.exit_status == 137);
    const bool is_old = fixture.opens_with("old");
    CHECK(is_old == fixture.is_untouched());
    CHECK(fixture.opens_with("new") != is_old);
    ++(is_old ? old_ones : new_ones);
    for (const auto& entry : fs::directory_iterator(fixture.path().parent_path())) {
      struct stat status {};
      REQUIRE(::lstat(entry.path().c_str(), &status) == 0);
      CHECK((status.st_mode & 0077U) == 0U);
    }
  }
  if (calls.empty()) return;
  CHECK(old_ones > 20);
  CHECK(new_ones > 5);
}

TEST_CASE(
    "vault: a failing disk during a change of passphrase leaves the old vault and no temporary "
    "file") {
  const Fixture fixture;
  const auto calls = calls_of_a_change(fixture);
  if (calls.empty()) return;
  // The file is closed behind its fsync: what the disk says then counts, too.
  const auto synced = std::ranges::find(calls, std::pair<std::string, int>{"fsync", 1});
  const auto closed =
      std::ranges::find(synced, calls.end(), "close", &std::pair<std::string, int>::first);
  REQUIRE(closed != calls.end());
  const std::vector<std::string> faults = {
      "fchmod:error=EIO:when=1",   "write:error=ENOSPC:when=1",
      "fsync:error=EIO:when=1",    "renameat:error=EROFS:when=1",
      "flock:error=ENOLCK:when=1", "close:error=EIO:when=" + std::to_string(closed->second)};
  for (const auto& fault : faults) {
    CAPTURE(fault);
    fixture.restore();
    const auto result = fixture.change({"-o", "/dev/null", "-e", "inject=" + fault});
    CAPTURE(result.err);
    CHECK(result.exit_status == 8);
    CHECK(result.out.empty());
    CHECK(fixture.is_untouched());
    for (const auto& entry : fs::directory_iterator(fixture.path().parent_path())) {
      CHECK(entry.path().extension() != ".tmp");
    }
  }
}
