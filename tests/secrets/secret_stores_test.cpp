// SPDX-License-Identifier: MIT
#include "secrets/secret_stores.hpp"

#include "secrets/private_bus.hpp"
#include "secrets/store_conformance.hpp"
#include "secrets/vault_fixture.hpp"

#include <catch2/catch.hpp>

#include <chrono>

using namespace entra_auth;
using namespace entra_auth::secrets;
using Catch::Matchers::Contains;
using test::kItem;
using test::VaultFixture;

namespace {

Deadline soon() { return std::chrono::steady_clock::now() + std::chrono::seconds(30); }

}  // namespace

TEST_CASE("parse_store: stores have the names that profiles use") {
  for (const auto store : {StoreKind::keyring, StoreKind::vault}) {
    CHECK(parse_store(name(store)) == store);
  }
  CHECK(name(StoreKind::keyring) == "keyring");
  CHECK(name(StoreKind::vault) == "vault");
  CHECK_FALSE(parse_store("Keyring"));
  CHECK_FALSE(parse_store(""));
}

TEST_CASE("VaultStore: behaves like every store") {
  const VaultFixture fixture;
  const auto vault = fixture.with("p4ss");
  REQUIRE(vault.init());
  test::check_conformance(vault);
}

TEST_CASE("SecretStores choose: takes the keyring, else the vault") {
  const test::PrivateBus bus;
  const test::PrivateKeyring keyring(bus);
  const VaultFixture on_a_desktop({"DBUS_SESSION_BUS_ADDRESS=" + bus.address()});
  REQUIRE(on_a_desktop.with("p4ss").init());
  const SecretStores both(on_a_desktop.environment(), soon(), {.no_prompt_reason = "CI is set"});
  CHECK(both.choose() == StoreKind::keyring);
  keyring.lock();
  CHECK(both.choose() == StoreKind::vault);

  const VaultFixture on_a_server;
  const SecretStores none(on_a_server.environment(), soon(), {.no_prompt_reason = "CI is set"});
  const auto chosen = none.choose();
  REQUIRE_FALSE(chosen);
  CHECK(chosen.error().kind == ErrorKind::secret_unavailable);
  CHECK_THAT(chosen.error().message, Contains("no session bus") && Contains("no vault"));
  REQUIRE(chosen.error().hints.size() == 3);
  CHECK_THAT(chosen.error().hints[0], Contains("config vault init"));
  CHECK_THAT(chosen.error().hints[1], Contains("--client-secret-env"));
  CHECK_THAT(chosen.error().hints[2], Contains("--store file"));
  REQUIRE(on_a_server.with("p4ss").init());
  CHECK(none.choose() == StoreKind::vault);
}

TEST_CASE("SecretStores: a named store never falls through to the other one") {
  const VaultFixture fixture;
  const auto vault = fixture.with("p4ss");
  REQUIRE(vault.init());
  REQUIRE(vault.put(kItem, Secret("in the vault")));
  const SecretStores stores(fixture.environment(), soon(), {.file = fixture.file_with("p4ss")});
  CHECK(test::text_of(stores.find(StoreKind::vault, kItem)) == "in the vault");
  CHECK_THAT(test::text_of(stores.find(StoreKind::keyring, kItem)), Contains("no session bus"));
  CHECK_FALSE(stores.put(StoreKind::keyring, kItem, Secret("x")));
  CHECK_FALSE(stores.remove(StoreKind::keyring, kItem));
  CHECK(test::text_of(stores.find(StoreKind::vault, kItem)) == "in the vault");
  CHECK(stores.remove(StoreKind::vault, kItem) == true);
  CHECK(stores.remove(StoreKind::vault, kItem) == false);
}
