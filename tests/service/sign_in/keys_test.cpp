// SPDX-License-Identifier: MIT
#include "service/sign_in/keys.hpp"

#include "os/kernel_keyring.hpp"
#include "secrets/private_bus.hpp"
#include "secrets/vault_fixture.hpp"
#include "support/forked.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <string>
#include <thread>
#include <vector>

using namespace entra_auth;
using cache::KeyHolder;
using test::VaultFixture;

namespace {

Deadline soon() { return std::chrono::steady_clock::now() + std::chrono::seconds(30); }

secrets::VaultPassphrase passphrase_in(const VaultFixture& fixture, const std::string& text) {
  return [file = fixture.file_with(text)] { return secrets::PassphraseOptions{.file = file}; };
}
secrets::VaultPassphrase nobody() {
  return [] { return secrets::PassphraseOptions{.no_prompt_reason = "CI is set"}; };
}

std::string key_text(const Result<std::optional<Secret>>& found) {
  if (!found) return "error: " + found.error().message;
  return *found ? std::string((*found)->expose()) : "nothing";
}

}  // namespace

TEST_CASE("sign_in_keys: a new key goes into the keyring if it can be used") {
  const test::PrivateBus bus;
  const test::PrivateKeyring keyring(bus);
  const VaultFixture fixture({"DBUS_SESSION_BUS_ADDRESS=" + bus.address()});
  REQUIRE(fixture.with("p4ss").init());
  const auto folder = fixture.dir() / "cache";
  const auto keys = service::sign_in_keys(folder, fixture.environment(), soon(), nobody());
  const auto chosen = keys.choose();
  REQUIRE(chosen);
  CHECK(chosen->holder == KeyHolder::secret_service);
  CHECK(chosen->key.size() == 32);
  // The same one again, for every process.
  const auto again = service::sign_in_keys(folder, fixture.environment(), soon(), nobody());
  CHECK(again.choose()->key.expose() == chosen->key.expose());
  CHECK(key_text(again.find(KeyHolder::secret_service)) == chosen->key.expose());
  // Another folder has another key.
  const auto other =
      service::sign_in_keys(fixture.dir() / "other", fixture.environment(), soon(), nobody());
  CHECK(key_text(other.find(KeyHolder::secret_service)) == "nothing");
  CHECK(other.choose()->key.expose() != chosen->key.expose());

  keyring.lock();
  const auto locked = keys.find(KeyHolder::secret_service);
  REQUIRE_FALSE(locked);
  CHECK(locked.error().kind == ErrorKind::secret_unavailable);
}

TEST_CASE("sign_in_keys: without a keyring the key goes into a vault that opens") {
  const VaultFixture fixture;
  REQUIRE(fixture.with("p4ss").init());
  REQUIRE(fixture.locked().lock());
  const auto folder = fixture.dir() / "cache";
  const auto keys =
      service::sign_in_keys(folder, fixture.environment(), soon(), passphrase_in(fixture, "p4ss"));
  const auto chosen = keys.choose();
  REQUIRE(chosen);
  CHECK(chosen->holder == KeyHolder::vault);
  CHECK(key_text(keys.find(KeyHolder::vault)) == chosen->key.expose());

  REQUIRE(fixture.locked().lock());
  const auto closed = service::sign_in_keys(folder, fixture.environment(), soon(), nobody());
  CHECK_FALSE(closed.find(KeyHolder::vault));
  // A new sign-in does without it then.
  if (const auto instead = closed.choose()) CHECK(instead->holder == KeyHolder::kernel_keyring);
}

TEST_CASE(
    "sign_in_keys: without keyring and vault it is the kernel keyring's key of cached tokens") {
  if (os::find_key("entra-auth-cli:test").state != os::KeyringState::usable) {
    WARN("skipped: no kernel keyring here");
    return;
  }
  const VaultFixture fixture;
  REQUIRE(std::filesystem::create_directories(fixture.dir() / "cache/locks"));
  const auto keys =
      service::sign_in_keys(fixture.dir() / "cache", fixture.environment(), soon(), nobody());
  const auto chosen = keys.choose();
  REQUIRE(chosen);
  CHECK(chosen->holder == KeyHolder::kernel_keyring);
  CHECK(key_text(keys.find(KeyHolder::kernel_keyring)) == chosen->key.expose());
}

TEST_CASE("sign_in_keys: processes that need the first key at once get one key") {
  const VaultFixture fixture;
  REQUIRE(fixture.with("p4ss").init());
  const auto folder = fixture.dir() / "cache";
  REQUIRE(std::filesystem::create_directories(folder / "locks"));
  std::vector<std::thread> callers;
  constexpr int kProcesses = 8;
  for (int i = 0; i < kProcesses; ++i) {
    callers.emplace_back([&, i] {
      static_cast<void>(test::run_forked([&] {
        const auto keys = service::sign_in_keys(folder, fixture.environment(), soon(),
                                                passphrase_in(fixture, "p4ss"));
        const auto chosen = keys.choose();
        if (!chosen) return 1;
        fixture.dir().write("keys/" + std::to_string(i), std::string(chosen->key.expose()));
        return 0;
      }));
    });
  }
  for (auto& caller : callers) caller.join();
  const auto first = test::read_text(fixture.dir() / "keys/0");
  CHECK(first.size() == 32);
  for (int i = 1; i < kProcesses; ++i) {
    const bool same = test::read_text(fixture.dir() / ("keys/" + std::to_string(i))) == first;
    CHECK(same);
  }
}
