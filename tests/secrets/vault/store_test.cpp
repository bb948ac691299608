// SPDX-License-Identifier: MIT
#include "secrets/vault/store.hpp"

#include "os/kernel_keyring.hpp"
#include "secrets/vault/file.hpp"
#include "secrets/vault/kept_key.hpp"
#include "secrets/vault_fixture.hpp"
#include "support/failing_syscall.hpp"
#include "support/forked.hpp"

#include <catch2/catch.hpp>

#include <sys/stat.h>
#include <sys/syscall.h>

#include <algorithm>
#include <cerrno>
#include <string>
#include <vector>

using namespace entra_auth;
using namespace entra_auth::secrets;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;
using test::has_keyring;
using test::header_of;
using test::kItem;
using test::text_of;
using test::VaultFixture;
namespace fs = std::filesystem;

namespace {

unsigned mode_of(const fs::path& path) {
  struct stat status {};
  REQUIRE(::lstat(path.c_str(), &status) == 0);
  return status.st_mode & 07777U;
}

}  // namespace

TEST_CASE("VaultStore: puts, finds, replaces, lists and removes a secret") {
  const VaultFixture fixture;
  const auto vault = fixture.with("p");
  REQUIRE(vault.init());
  CHECK(vault.path().value() == fixture.path());
  CHECK(text_of(vault.find(kItem)) == "nothing");
  CHECK_FALSE(vault.remove(kItem).value());
  CHECK(vault.list().value().empty());

  REQUIRE(vault.put(kItem, Secret("one")));
  CHECK(text_of(fixture.with("p").find(kItem)) == "one");
  REQUIRE(vault.put(kItem, Secret("two")));
  CHECK(text_of(fixture.with("p").find(kItem)) == "two");
  CHECK(fixture.with("p").list().value() == std::vector<SecretItem>{kItem});
  CHECK(vault.remove(kItem).value());
  CHECK(text_of(fixture.with("p").find(kItem)) == "nothing");
  CHECK_FALSE(vault.remove(kItem).value());
}

TEST_CASE("VaultStore: compares every part of the name, and names and secrets can be any bytes") {
  const VaultFixture fixture;
  const auto vault = fixture.with("p");
  REQUIRE(vault.init());
  const std::vector<SecretItem> items = {kItem,
                                         {"/other", kItem.profile, kItem.key},
                                         {kItem.owner, "other", kItem.key},
                                         {kItem.owner, kItem.profile, "other"},
                                         {"/\xff\xfe/\n\"", "\x01", ""}};
  const std::vector<std::string> secrets = {"a", "", std::string(64 * 1024, 'x'), "\n\xff",
                                            std::string("a\0b", 3)};
  for (std::size_t i = 0; i < items.size(); ++i) REQUIRE(vault.put(items[i], Secret(secrets[i])));
  for (std::size_t i = 0; i < items.size(); ++i) {
    CAPTURE(i);
    CHECK(text_of(fixture.with("p").find(items[i])) == secrets[i]);
  }
  auto listed = vault.list().value();
  CHECK(std::ranges::is_permutation(listed, items));
}

TEST_CASE("VaultStore: refuses a secret over 64 KiB and a vault over 16 MiB") {
  const VaultFixture fixture;
  const auto vault = fixture.with("p");
  REQUIRE(vault.init());
  const auto large = vault.put(kItem, Secret(std::string(64 * 1024 + 1, 'x')));
  REQUIRE_FALSE(large);
  CHECK(large.error().kind == ErrorKind::secret_unavailable);
  CHECK_THAT(large.error().message, Contains("64 KiB"));

  const SecretItem huge{std::string(12 * 1024 * 1024, '/'), "p", "k"};
  REQUIRE(vault.put(kItem, Secret("kept")));
  const auto full = vault.put(huge, Secret("x"));
  REQUIRE_FALSE(full);
  CHECK_THAT(full.error().message, StartsWith(fixture.path().string() + " would become larger"));
  CHECK(text_of(fixture.with("p").find(kItem)) == "kept");
}

TEST_CASE("VaultStore: folder, file and lock are private") {
  const VaultFixture fixture;
  REQUIRE(fixture.with("p").init());
  REQUIRE(fixture.with("p").put(kItem, Secret("s3cret")));
  CHECK(mode_of(fixture.path().parent_path()) == 0700U);
  for (const auto& entry : fs::directory_iterator(fixture.path().parent_path())) {
    CAPTURE(entry.path());
    CHECK(mode_of(entry.path()) == 0600U);
    CHECK((entry.path().filename() == "vault" || entry.path().filename() == "vault.lock"));
    CHECK(test::read_text(entry.path()).find("s3cret") == std::string::npos);
  }
}

TEST_CASE("VaultStore: without a vault every call says how to create one") {
  const VaultFixture fixture;
  const auto vault = fixture.with("p");
  CHECK_FALSE(vault.exists());
  CHECK_FALSE(vault.is_unlocked());
  const auto check = [](const Error& error) {
    CHECK(error.kind == ErrorKind::secret_unavailable);
    CHECK_THAT(error.message, StartsWith("there is no vault yet: "));
    CHECK(error.hints.at(0) == "create one: entra-auth-cli config vault init");
  };
  check(vault.find(kItem).error());
  check(vault.put(kItem, Secret("x")).error());
  check(vault.remove(kItem).error());
  check(vault.list().error());
  check(vault.unlock({}).error());
  check(vault.lock().error());
  check(vault.change_passphrase({}).error());
  CHECK_FALSE(fs::exists(fixture.path().parent_path()));
}

TEST_CASE("VaultStore: a locked vault without a terminal says how to unlock it") {
  const VaultFixture fixture({"ENTRA_AUTH_CLI_VAULT_TIMEOUT=0"});
  REQUIRE(fixture.with("p").init());
  const auto found = fixture.locked().find(kItem);
  REQUIRE_FALSE(found);
  CHECK(found.error().kind == ErrorKind::secret_unavailable);
  CHECK(found.error().message ==
        "the vault's passphrase is needed, but cannot be asked for: CI is set");
  CHECK(found.error().hints.back() == "unlock it for a while: entra-auth-cli config vault unlock");
}

TEST_CASE("VaultStore: a wrong passphrase opens and changes nothing") {
  const VaultFixture fixture({"CI=true"});
  REQUIRE(fixture.with("p").init());
  REQUIRE(fixture.with("p").put(kItem, Secret("s3cret")));
  const auto before = test::read_text(fixture.path());
  const auto wrong = fixture.with("q");
  CHECK_THAT(text_of(wrong.find(kItem)),
             Contains("the passphrase is wrong, or the file is damaged"));
  CHECK_FALSE(wrong.put(kItem, Secret("x")));
  CHECK_FALSE(wrong.remove(kItem));
  CHECK_FALSE(wrong.list());
  CHECK(test::read_text(fixture.path()) == before);
}

TEST_CASE("VaultStore: one object asks once, whether the key can be kept or not") {
  const VaultFixture fixture({"CI=true"});
  REQUIRE(fixture.with("p").init());
  const auto vault = fixture.with("p");
  REQUIRE(vault.put(kItem, Secret("one")));
  fs::remove(fixture.file_with("p"));
  CHECK(text_of(vault.find(kItem)) == "one");
  CHECK(vault.put(kItem, Secret("two")));
  CHECK_FALSE(vault.is_unlocked());
}

TEST_CASE("VaultStore: the next process needs no passphrase until the vault is locked") {
  if (!has_keyring()) return;
  const VaultFixture fixture;
  REQUIRE(fixture.with("p").init());
  CHECK(fixture.locked().is_unlocked());
  REQUIRE(fixture.locked().put(kItem, Secret("s3cret")));
  CHECK(text_of(fixture.locked().find(kItem)) == "s3cret");
  REQUIRE(fixture.locked().lock());
  CHECK_FALSE(fixture.locked().is_unlocked());
  CHECK_THAT(text_of(fixture.locked().find(kItem)), Contains("cannot be asked for"));
  CHECK(text_of(fixture.with("p").find(kItem)) == "s3cret");  // and is kept again
  CHECK(text_of(fixture.locked().find(kItem)) == "s3cret");
}

TEST_CASE(
    "VaultStore: a kept key that does not open the vault is dropped, and the passphrase asked "
    "for") {
  if (!has_keyring()) return;
  const VaultFixture fixture;
  REQUIRE(fixture.with("p").init());
  const auto header = header_of(fixture.path());
  REQUIRE(keep_vault_key({.header = header, .key = Secret(std::string(32, 'x'))},
                         std::chrono::hours(1)));
  CHECK_THAT(text_of(fixture.locked().find(kItem)), Contains("cannot be asked for"));
  CHECK_FALSE(find_vault_key(header));
  REQUIRE(keep_vault_key({.header = header, .key = Secret(std::string(32, 'x'))},
                         std::chrono::hours(1)));
  CHECK(text_of(fixture.with("p").find(kItem)) == "nothing");
}

TEST_CASE("VaultStore: never tries the key of one vault on another") {
  if (!has_keyring()) return;
  const VaultFixture fixture;
  const VaultFixture other;
  REQUIRE(fixture.with("p").init());
  REQUIRE(other.with("p").init());
  REQUIRE(other.locked().lock());
  const auto header = header_of(fixture.path());
  fs::copy_file(other.path(), fixture.path(), fs::copy_options::overwrite_existing);
  CHECK_FALSE(fixture.locked().is_unlocked());
  CHECK_THAT(text_of(fixture.locked().find(kItem)), Contains("cannot be asked for"));
  CHECK(find_vault_key(header));  // good for a copy of the old one, until its time is over
  REQUIRE(forget_vault_key(header));
}

TEST_CASE("VaultStore: without a kernel keyring it works, and asks each time") {
  const VaultFixture fixture;
  const int error_number = GENERATE(ENOSYS, EPERM);
  const long call = GENERATE(SYS_keyctl, SYS_add_key);
  CAPTURE(error_number, call);
  CHECK(test::run_forked([&] {
          if (!test::make_syscall_fail(call, error_number)) return 1;
          if (!fixture.with("p").init()) return 2;
          if (!fixture.with("p").put(kItem, Secret("s3cret"))) return 3;
          if (text_of(fixture.with("p").find(kItem)) != "s3cret") return 4;
          if (fixture.locked().is_unlocked() || fixture.locked().find(kItem)) return 5;
          const auto unlocked = fixture.with("p").unlock({});
          if (unlocked || unlocked.error().kind != ErrorKind::secret_unavailable) return 6;
          if (!fixture.with("p").lock()) return 7;
          if (!fixture.with("p").change_passphrase({.file = fixture.file_with("q")})) return 8;
          return text_of(fixture.with("q").find(kItem)) == "s3cret" ? 0 : 9;
        }) == 0);
}

TEST_CASE("VaultStore: two concurrent writers lose nothing") {
  const VaultFixture fixture({"CI=true"});
  REQUIRE(fixture.with("p").init());
  constexpr int kEach = 25;
  const auto item = [](const std::string& writer, int i) {
    return SecretItem{"/" + writer, "profile", std::to_string(i)};
  };
  const auto write = [&](const std::string& writer) {
    return test::start_forked([&fixture, item, writer] {
      const auto vault = fixture.with("p");
      for (int i = 0; i < kEach; ++i) {
        if (!vault.put(item(writer, i), Secret(writer + std::to_string(i)))) return 1;
      }
      return 0;
    });
  };
  const auto one = write("one");
  const auto two = write("two");
  CHECK(test::wait_for(one) == 0);
  CHECK(test::wait_for(two) == 0);
  const auto vault = fixture.with("p");
  CHECK(vault.list().value().size() == 2 * kEach);
  for (const std::string writer : {"one", "two"}) {
    for (int i = 0; i < kEach; ++i) {
      CHECK(text_of(vault.find(item(writer, i))) == writer + std::to_string(i));
    }
  }
}

TEST_CASE("VaultStore: readers see the old or the new vault during a write") {
  const VaultFixture fixture({"CI=true"});
  REQUIRE(fixture.with("p").init());
  const auto reader = fixture.with("p");
  REQUIRE(reader.put(kItem, Secret("0")));
  const auto writer = test::start_forked([&] {
    const auto vault = fixture.with("p");
    for (int i = 0; i < 50; ++i) {
      if (!vault.put(kItem, Secret(std::to_string(i)))) return 1;
    }
    return 0;
  });
  int failures = 0;
  for (int i = 0; i < 500; ++i) {
    const auto found = reader.find(kItem);
    if (!found || !*found) ++failures;
  }
  CHECK(test::wait_for(writer) == 0);
  CHECK(failures == 0);
}

TEST_CASE("VaultStore: notices that another process has changed the passphrase") {
  const VaultFixture fixture({"CI=true"});
  REQUIRE(fixture.with("p").init());
  const auto vault = fixture.with("p");
  REQUIRE(vault.put(kItem, Secret("one")));  // remembers its key
  REQUIRE(fixture.with("p").change_passphrase({.file = fixture.file_with("q")}));
  CHECK_THAT(text_of(vault.find(kItem)), Contains("the passphrase is wrong"));
  CHECK_FALSE(vault.put(kItem, Secret("two")));
  CHECK(text_of(fixture.with("q").find(kItem)) == "one");
}

TEST_CASE("VaultStore: refuses a damaged vault and leaves it unchanged") {
  const VaultFixture fixture({"CI=true"});
  REQUIRE(fixture.with("p").init());
  REQUIRE(fixture.with("p").put(kItem, Secret("s3cret")));
  const auto good = test::read_text(fixture.path());
  for (const auto& bad : {std::string(), std::string("nonsense"), good.substr(0, good.size() / 2),
                          good + "x", good.substr(0, 40) + "x" + good.substr(41)}) {
    fixture.dir().write("data/vault", bad);
    CHECK_FALSE(fixture.with("p").find(kItem));
    CHECK_FALSE(fixture.with("p").put(kItem, Secret("x")));
    CHECK(test::read_text(fixture.path()) == bad);
  }
}

TEST_CASE("VaultStore: an invalid timeout stops the calls that would keep a key, before they ask") {
  const VaultFixture fixture({"ENTRA_AUTH_CLI_VAULT_TIMEOUT=soon"});
  const auto made = fixture.with("p").init();
  REQUIRE_FALSE(made);
  CHECK(made.error().kind == ErrorKind::invalid_configuration);
  CHECK_FALSE(fixture.with("p").exists());
}
