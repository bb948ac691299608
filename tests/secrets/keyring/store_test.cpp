// SPDX-License-Identifier: MIT
// Against gnome-keyring itself.
#include "secrets/keyring/store.hpp"

#include "secrets/private_bus.hpp"
#include "secrets/store_conformance.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

using namespace entra_auth;
using namespace entra_auth::secrets;
using Catch::Matchers::Contains;

namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

const SecretItem kItem = test::item_of("my-api-client");

Deadline in(milliseconds duration) { return steady_clock::now() + duration; }
Deadline much_later() { return in(std::chrono::minutes(10)); }

/// The attributes that docs/secrets.md gives, in secret-tool's way.
std::vector<std::string> with_attributes(std::vector<std::string> argv, const SecretItem& item) {
  for (const auto& text :
       {std::string("xdg:schema"), std::string("io.github.entra-auth-cli.Secret"),
        std::string("application"), std::string("entra-auth-cli"), std::string("owner"), item.owner,
        std::string("profile"), item.profile, std::string("key"), item.key}) {
    argv.push_back(text);
  }
  return argv;
}

/// That every call fails so, and within the time that the contract gives.
void require_unavailable(const KeyringStore& store, const std::string& message,
                         milliseconds at_most = milliseconds(3900)) {
  const auto check = [&](auto call) {
    const auto start = steady_clock::now();
    const auto result = call();
    CHECK(steady_clock::now() - start < at_most);
    REQUIRE_FALSE(result);
    CHECK(result.error().kind == ErrorKind::secret_unavailable);
    CHECK(result.error().message == message);
    CHECK_FALSE(result.error().hints.empty());
    CHECK_THAT(result.error().hints.back(), Contains("--store vault"));
  };
  check([&] { return store.probe(); });
  check([&] { return store.find(kItem); });
  check([&] { return store.put(kItem, Secret("canary-1c")); });
  check([&] { return store.remove(kItem); });
}

}  // namespace

TEST_CASE("KeyringStore: behaves like every store") {
  const test::PrivateBus bus;
  const test::PrivateKeyring daemon(bus);
  const auto environment = bus.environment();
  test::check_conformance(KeyringStore(environment, much_later()));
}

TEST_CASE("KeyringStore: a secret survives a restart of the keyring's program") {
  const test::PrivateBus bus;
  const auto environment = bus.environment();
  const KeyringStore store(environment, much_later());
  {
    const test::PrivateKeyring daemon(bus);
    CHECK(store.probe());
    test::require_put(store, kItem, "kept");
  }
  const test::PrivateKeyring daemon(bus);
  test::require_stored(store, kItem, "kept");
  CHECK(*store.list() == std::vector<SecretItem>{kItem});
}

TEST_CASE("KeyringStore: finds the bus in XDG_RUNTIME_DIR too") {
  const test::PrivateBus bus;
  const test::PrivateKeyring daemon(bus);
  const test::TempDir runtime;
  std::filesystem::create_directory(runtime / "a b~%é;,=");
  const auto folder = runtime / "a b~%é;,=";
  std::filesystem::create_symlink(bus.socket(), folder / "bus");
  const os::Environment environment(
      {"XDG_RUNTIME_DIR=" + folder.native(), "DBUS_SESSION_BUS_ADDRESS="});
  CHECK(KeyringStore(environment, much_later()).probe());
}

TEST_CASE("KeyringStore: secret-tool reads its items, and it reads those of secret-tool") {
  const test::PrivateBus bus;
  const test::PrivateKeyring daemon(bus);
  const auto environment = bus.environment();
  const KeyringStore store(environment, much_later());
  const auto lookup = with_attributes({"secret-tool", "lookup"}, kItem);

  test::require_put(store, kItem, "s3cret, ours");
  CHECK(bus.run(lookup) == "s3cret, ours");
  CHECK_THAT(bus.run({"secret-tool", "search", "application", "entra-auth-cli"}),
             Contains("label = entra-auth-cli: my-api-client client_secret\n"));

  bus.run(with_attributes({"secret-tool", "store", "--label=x"}, kItem), "s3cret, theirs");
  test::require_stored(store, kItem, "s3cret, theirs");
  CHECK(test::times_listed(store, kItem) == 1);

  test::require_put(store, kItem, "ours again");
  CHECK(bus.run(lookup) == "ours again");
  CHECK(test::times_listed(store, kItem) == 1);
  bus.run(with_attributes({"secret-tool", "clear"}, kItem));
  test::require_absent(store, kItem);
}

TEST_CASE("KeyringStore: neither lists nor changes other programs' secrets") {
  const test::PrivateBus bus;
  const test::PrivateKeyring daemon(bus);
  const auto environment = bus.environment();
  const KeyringStore store(environment, much_later());
  bus.run({"secret-tool", "store", "--label=x", "service", "mail", "user", "me"}, "theirs");
  bus.run({"secret-tool", "store", "--label=x", "application", "entra-auth-cli", "key", "k"},
          "odd");
  test::require_put(store, kItem, "ours");
  CHECK(*store.list() == std::vector<SecretItem>{kItem});
  test::require_removed(store, kItem);
  CHECK(store.list()->empty());
  CHECK(bus.run({"secret-tool", "lookup", "service", "mail"}) == "theirs");
}

TEST_CASE("KeyringStore: reports a locked keyring and does not prompt") {
  const test::PrivateBus bus;
  const test::PrivateKeyring daemon(bus);
  const auto environment = bus.environment();
  const KeyringStore store(environment, much_later());
  test::require_put(store, kItem, "ours");
  daemon.lock();
  require_unavailable(store, "the keyring is locked", milliseconds(2000));
  CHECK(*store.list() == std::vector<SecretItem>{kItem});
}

TEST_CASE("KeyringStore: reports a keyring that was never unlocked") {
  const test::PrivateBus bus;
  const auto environment = bus.environment();
  const KeyringStore store(environment, much_later());
  {
    const test::PrivateKeyring unlocked(bus);
    test::require_put(store, kItem, "ours");
  }
  const test::PrivateKeyring daemon(bus, test::Start::without_password);
  require_unavailable(store, "the keyring is locked", milliseconds(2000));
  const auto listed = store.list();  // this daemon knows digests of the names only
  REQUIRE_FALSE(listed);
  CHECK(listed.error().message == "the keyring is locked");
  REQUIRE(listed.error().hints.size() == 3);

  const test::PrivateKeyring as_hinted(bus, test::Start::replacing);
  test::require_stored(store, kItem, "ours");
}

TEST_CASE("KeyringStore: reports a keyring without a default collection") {
  const test::PrivateBus bus;
  const test::PrivateKeyring daemon(bus, test::Start::without_password);
  const auto environment = bus.environment();
  const KeyringStore store(environment, much_later());
  require_unavailable(store, "the keyring has no default collection to keep secrets in",
                      milliseconds(2000));
  CHECK_FALSE(store.list());
}

TEST_CASE(
    "KeyringStore: gives up on a stopped keyring after three seconds, or by an earlier deadline") {
  const test::PrivateBus bus;
  const test::PrivateKeyring daemon(bus);
  const auto environment = bus.environment();
  const KeyringStore store(environment, much_later());
  test::require_put(store, kItem, "before");
  daemon.daemon().stop();
  const auto start = steady_clock::now();
  const auto found = store.find(kItem);
  CHECK(steady_clock::now() - start > milliseconds(2900));
  CHECK(steady_clock::now() - start < milliseconds(3900));
  REQUIRE_FALSE(found);
  CHECK(found.error().message == "the keyring does not respond");
  const auto hurried = steady_clock::now();
  const auto stored = KeyringStore(environment, in(milliseconds(200))).put(kItem, Secret("after"));
  CHECK(steady_clock::now() - hurried < milliseconds(900));
  REQUIRE_FALSE(stored);
  CHECK(stored.error().message == "the keyring does not respond");
  daemon.daemon().resume();
  test::require_stored(store, kItem, "before");
}

TEST_CASE("KeyringStore: reports a bus without a keyring") {
  const test::PrivateBus bus;
  const auto environment = bus.environment();
  require_unavailable(KeyringStore(environment, much_later()),
                      "no keyring is available on the session bus (org.freedesktop.secrets)",
                      milliseconds(2000));
}

TEST_CASE("KeyringStore: reports that there is no bus") {
  const os::Environment environment({"HOME=/"});
  require_unavailable(KeyringStore(environment, much_later()),
                      "no session bus, so the keyring cannot be reached", milliseconds(500));
}

TEST_CASE("bus_library: names the library that has sd-bus") {
  CHECK_THAT(*secrets::bus_library(),
             Catch::Equals("libsystemd.so.0") || Catch::Equals("libelogind.so.0"));
}
