// SPDX-License-Identifier: MIT
#include "os/kernel_keyring.hpp"
#include "secrets/vault/file.hpp"
#include "secrets/vault/kept_key.hpp"
#include "secrets/vault_fixture.hpp"
#include "support/forked.hpp"

#include <catch2/catch.hpp>

#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <string>
#include <thread>

using namespace entra_auth;
using namespace entra_auth::secrets;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;
using test::has_keyring;
using test::header_of;
using test::kItem;
using test::text_of;
using test::VaultFixture;
namespace fs = std::filesystem;

namespace {

/// A FIFO that gives its passphrase late: as from a person who thinks.
class SlowPassphrase {
 public:
  SlowPassphrase(const test::TempDir& dir, const std::string& passphrase)
      : dir_(dir), fifo_(dir / "fifo") {
    REQUIRE(::mkfifo(fifo_.c_str(), 0600) == 0);
    // The shell gets past its first command once somebody reads.
    const std::string script =
        "exec 3> fifo; touch asked; while [ ! -e go ]; do sleep 0.01; done; "
        "printf " +
        passphrase + " >&3";
    writer_ = test::start_forked([&] {
      if (::chdir(dir.path().c_str()) != 0) return 1;
      return ::execl("/bin/sh", "sh", "-c", script.c_str(), nullptr);
    });
  }
  [[nodiscard]] std::string file() const { return fifo_.string(); }
  void wait_until_asked() const {
    for (int i = 0; i < 1000 && !fs::exists(dir_ / "asked"); ++i) std::this_thread::sleep_for(10ms);
    REQUIRE(fs::exists(dir_ / "asked"));
  }
  void type() const {
    dir_.write("go", "");
    CHECK(test::wait_for(writer_) == 0);
  }

 private:
  const test::TempDir& dir_;
  fs::path fifo_;
  pid_t writer_ = -1;
};

}  // namespace

TEST_CASE("VaultStore init: creates the vault once, and never replaces anything of its name") {
  const VaultFixture fixture;
  REQUIRE(fixture.with("p").init());
  const auto before = test::read_text(fixture.path());
  const auto again = fixture.with("q").init();
  REQUIRE_FALSE(again);
  CHECK(again.error().kind == ErrorKind::secret_unavailable);
  CHECK(again.error().message == "there is a vault already: " + fixture.path().string());
  CHECK(test::read_text(fixture.path()) == before);
  REQUIRE(fixture.with("p").lock());
  fs::remove(fixture.path());
  fs::create_symlink("nowhere", fixture.path());
  CHECK_FALSE(fixture.with("p").init());
  CHECK(fs::is_symlink(fixture.path()));
}

TEST_CASE("VaultStore init: of two processes one creates the vault") {
  const VaultFixture fixture({"CI=true"});
  const auto make = [&](const std::string& passphrase) {
    return test::start_forked(
        [&fixture, passphrase] { return fixture.with(passphrase).init() ? 0 : 1; });
  };
  const auto one = make("one");
  const auto two = make("two");
  const bool first = test::wait_for(one) == 0;
  const bool second = test::wait_for(two) == 0;
  CHECK(first != second);
  CHECK(fixture.with(first ? "one" : "two").list());
  CHECK_FALSE(fixture.with(first ? "two" : "one").list());
}

TEST_CASE("VaultStore init: reports a folder that cannot be created") {
  const test::TempDir dir;
  const auto file = dir.write("file", "p");
  const os::Environment environment({"ENTRA_AUTH_CLI_DATA_DIR=" + (file / "data").string()});
  const auto made = VaultStore(environment, {.file = file.string()}, crypto::kMinCost).init();
  REQUIRE_FALSE(made);
  CHECK(made.error().kind == ErrorKind::secret_unavailable);
}

TEST_CASE("VaultStore unlock: checks the passphrase though a key is kept, and sets its lifetime") {
  if (!has_keyring()) return;
  const VaultFixture fixture;
  REQUIRE(fixture.with("p").init());
  CHECK_FALSE(fixture.with("wrong").unlock({}));
  CHECK(fixture.locked().is_unlocked());  // somebody else's mistake costs nothing
  REQUIRE(fixture.with("p").unlock(2s));
  CHECK(fixture.locked().is_unlocked());
  for (int i = 0; i < 100 && fixture.locked().is_unlocked(); ++i)
    std::this_thread::sleep_for(100ms);
  CHECK_FALSE(fixture.locked().is_unlocked());
  REQUIRE(fixture.with("p").unlock({}));
  CHECK(fixture.locked().is_unlocked());
  REQUIRE(fixture.with("p").unlock(0s));
  CHECK_FALSE(fixture.locked().is_unlocked());
}

TEST_CASE("VaultStore unlock: uses the configured time, which an explicit one overrides") {
  if (!has_keyring()) return;
  const VaultFixture fixture({"CI=true"});
  REQUIRE(fixture.with("p").init());
  CHECK_FALSE(fixture.locked().is_unlocked());
  REQUIRE(fixture.with("p").unlock({}));
  CHECK_FALSE(fixture.locked().is_unlocked());
  REQUIRE(fixture.with("p").list());
  CHECK_FALSE(fixture.locked().is_unlocked());
  REQUIRE(fixture.with("p").unlock(1h));
  CHECK(fixture.locked().is_unlocked());
}

TEST_CASE(
    "VaultStore change_passphrase: the new passphrase opens the old content, the old one fails") {
  const VaultFixture fixture;
  REQUIRE(fixture.with("old").init());
  REQUIRE(fixture.with("old").put(kItem, Secret("s3cret")));
  const auto before = header_of(fixture.path());
  REQUIRE(fixture.with("old").change_passphrase({.file = fixture.file_with("new")}));
  const auto after = header_of(fixture.path());
  CHECK(after.salt != before.salt);
  CHECK_FALSE(find_vault_key(before));
  if (has_keyring()) {
    CHECK(fixture.locked().is_unlocked());  // as it was before
    CHECK(text_of(fixture.locked().find(kItem)) == "s3cret");
  }
  REQUIRE(fixture.locked().lock());
  CHECK_THAT(text_of(fixture.with("old").find(kItem)), Contains("the passphrase is wrong"));
  CHECK(text_of(fixture.with("new").find(kItem)) == "s3cret");
}

TEST_CASE("VaultStore change_passphrase: a locked vault stays locked") {
  const VaultFixture fixture;
  REQUIRE(fixture.with("old").init());
  REQUIRE(fixture.with("old").lock());
  REQUIRE(fixture.with("old").change_passphrase({.file = fixture.file_with("new")}));
  CHECK_FALSE(fixture.locked().is_unlocked());
}

TEST_CASE("VaultStore change_passphrase: needs the old passphrase though the vault is unlocked") {
  const VaultFixture fixture;
  REQUIRE(fixture.with("old").init());
  const auto before = test::read_text(fixture.path());
  CHECK_FALSE(fixture.locked().change_passphrase({.file = fixture.file_with("new")}));
  CHECK_FALSE(fixture.with("wrong").change_passphrase({.file = fixture.file_with("new")}));
  CHECK_FALSE(fixture.with("old").change_passphrase({.no_prompt_reason = "CI is set"}));
  CHECK(test::read_text(fixture.path()) == before);
}

TEST_CASE("VaultStore change_passphrase: keeps what others put meanwhile") {
  const VaultFixture fixture({"CI=true"});
  REQUIRE(fixture.with("old").init());
  const SlowPassphrase typed(fixture.dir(), "new");
  const auto change = test::start_forked(
      [&] { return fixture.with("old").change_passphrase({.file = typed.file()}) ? 0 : 1; });
  typed.wait_until_asked();
  REQUIRE(fixture.with("old").put(kItem, Secret("put meanwhile")));
  typed.type();
  CHECK(test::wait_for(change) == 0);
  CHECK(text_of(fixture.with("new").find(kItem)) == "put meanwhile");
}

TEST_CASE("VaultStore change_passphrase: refuses one of two concurrent changes") {
  const VaultFixture fixture({"CI=true"});
  REQUIRE(fixture.with("old").init());
  const SlowPassphrase typed(fixture.dir(), "slow");
  const auto slow = test::start_forked([&] {
    const auto changed = fixture.with("old").change_passphrase({.file = typed.file()});
    return !changed && changed.error().message.find("in the meantime") != std::string::npos ? 0 : 1;
  });
  typed.wait_until_asked();
  REQUIRE(fixture.with("old").change_passphrase({.file = fixture.file_with("quick")}));
  typed.type();
  CHECK(test::wait_for(slow) == 0);
  CHECK(fixture.with("quick").list());
}
