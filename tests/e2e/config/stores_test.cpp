// SPDX-License-Identifier: MIT
// Secrets and sign-ins in the stores, with the real gnome-keyring and the vault.
#include "e2e/sign_in/person.hpp"
#include "secrets/private_bus.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <string>
#include <vector>

using namespace entra_auth::test;
using Catch::Matchers::Contains;
namespace fs = std::filesystem;

namespace {

constexpr const char* kApplication = "00000000-0000-0000-0000-000000000001";
constexpr const char* kPublicClient = "00000000-0000-0000-0000-000000000003";

void check_success(const RunResult& result) {
  CAPTURE(result.err, result.out);
  REQUIRE(result.exit_status == 0);
}

/// Two ways to keep a secret, used alike.
struct Store {
  std::string name;  // as profiles say
  char letter;       // in files of sign-ins
};
const Store kKeyring{"keyring", 'K'};
const Store kVault{"vault", 'V'};

struct Fixture {
  SandboxProcess sandbox{ENTRA_AUTH_SANDBOX};
  PrivateBus bus{};
  PrivateKeyring keyring{bus};
  Home home{};
  Person person{home};

  explicit Fixture(const Store& store) {
    if (store.name == "keyring") {
      home.set("DBUS_SESSION_BUS_ADDRESS", bus.address());
    } else {
      home.set("ENTRA_AUTH_CLI_VAULT_PASSPHRASE", "hemmelig");
      check_success(home.cli({"config", "vault", "init"}));
    }
  }
  Fixture(const Fixture&) = delete;
  Fixture& operator=(const Fixture&) = delete;
  ~Fixture() { static_cast<void>(home.cli({"config", "vault", "lock"})); }

  [[nodiscard]] RunResult create(const std::string& name, const std::string& store) const {
    return home.cli({"config", "create", name, "--authority", sandbox["authority"], "--tenant-id",
                     sandbox["tenant_id"], "--client-id", kApplication, "--scope", sandbox["scope"],
                     "--client-secret-stdin", "--store", store},
                    {.in = sandbox["client_secret"] + "\n"});
  }
  [[nodiscard]] RunResult get(const std::string& name,
                              std::vector<std::string> more = {"--force"}) const {
    more.insert(more.begin(), {"get-token", "-p", name});
    return home.cli(more);
  }
  void write_person() const {
    auto text = Home::profile(sandbox, "me", kPublicClient, "flow = \"interactive-browser\"");
    const std::string before = sandbox["scope"];
    home.profiles(text.replace(text.find(before), before.size(), "api://sandbox-api/data.read"));
  }
  /// Of the only sign-in.
  [[nodiscard]] std::string sign_in_file() const {
    return read_text(*fs::directory_iterator(home.cache() / "sign-ins"));
  }
  /// What secret-tool, which is not ours, finds of that profile in the keyring.
  [[nodiscard]] std::string looked_up(const std::string& profile) const {
    return bus.run({"secret-tool", "lookup", "application", "entra-auth-cli", "profile", profile,
                    "key", "client_secret"});
  }
  /// What can no longer be read after a restart of the machine.
  void lose_cached_tokens() const { check_success(home.cli({"cache", "clear"})); }
};

}  // namespace

TEST_CASE("stores: a client secret is in the store that the profile names, and in no file") {
  const auto& store = GENERATE(kKeyring, kVault);
  CAPTURE(store.name);
  const Fixture f(store);
  const std::string secret = f.sandbox["client_secret"];
  check_success(f.create("api", store.name));
  CHECK_THAT(read_text(f.home.profile_file()),
             Contains("client_secret = { store = \"" + store.name + "\" }"));
  const auto result = f.get("api");
  CAPTURE(result.err);
  CHECK(result.exit_status == 0);
  CHECK(is_one_token(result.out));
  CHECK(result.err.empty());
  for (const auto& entry : fs::recursive_directory_iterator(f.home.dir().path())) {
    CAPTURE(entry.path());
    if (entry.is_regular_file()) CHECK(read_text(entry.path()).find(secret) == std::string::npos);
  }
  if (store.name == "keyring") CHECK(f.looked_up("api") == secret);

  check_success(f.home.cli({"config", "rename", "api", "renamed"}));
  CHECK(f.get("renamed").exit_status == 0);
  check_success(f.home.cli({"config", "delete", "renamed", "--yes"}));
  f.home.profiles(Home::profile(f.sandbox, "renamed", kApplication,
                                "client_secret = { store = \"" + store.name + "\" }"));
  const auto gone = f.get("renamed");
  CHECK(gone.exit_status == 8);
  CHECK_THAT(gone.err, Contains("has no client_secret for profile renamed"));
}

TEST_CASE("stores: a profile of the same name in another file does not get the secret") {
  const auto& store = GENERATE(kKeyring, kVault);
  CAPTURE(store.name);
  const Fixture f(store);
  check_success(f.create("api", store.name));
  const auto copy = f.home.dir().write("downloads/profiles.toml", read_text(f.home.profile_file()));
  const auto result =
      f.home.cli({"--config", copy.string(), "get-token", "-p", "api", "--no-cache"});
  CHECK(result.exit_status == 8);
  CHECK(result.out.empty());
  CHECK_THAT(result.err, Contains("has no client_secret for profile api of " + copy.string()));
}

TEST_CASE(
    "stores: a locked store is an error that says how to unlock it, but a cached token needs "
    "none") {
  SECTION("keyring") {
    const Fixture f(kKeyring);
    check_success(f.create("api", "keyring"));
    check_success(f.get("api"));
    f.keyring.lock();
    CHECK(f.get("api", {}).exit_status == 0);
    const auto result = f.get("api");
    CHECK(result.exit_status == 8);
    CHECK_THAT(result.err, Contains("client_secret: the keyring is locked") && Contains("hint: "));
    CHECK(result.out.empty());
  }
  SECTION("vault") {
    Fixture f(kVault);
    check_success(f.create("api", "vault"));
    check_success(f.get("api"));
    check_success(f.home.cli({"config", "vault", "lock"}));
    f.home.unset("ENTRA_AUTH_CLI_VAULT_PASSPHRASE");
    CHECK(f.get("api", {}).exit_status == 0);
    const auto result = f.get("api");
    CHECK(result.exit_status == 8);
    CHECK_THAT(result.err, Contains("config vault unlock"));
    CHECK(result.out.empty());
  }
}

TEST_CASE("stores: an unlocked vault does not prompt") {
  Fixture f(kVault);
  check_success(f.create("api", "vault"));
  check_success(f.home.cli({"config", "vault", "unlock"}));
  f.home.unset("ENTRA_AUTH_CLI_VAULT_PASSPHRASE");
  const auto result = f.get("api");
  if (result.exit_status == 8)
    WARN("no kernel keyring here: every call asks");
  else
    CHECK(is_one_token(result.out));
}

TEST_CASE("stores: a user stays signed in after a restart of the machine") {
  const auto& store = GENERATE(kKeyring, kVault);
  CAPTURE(store.name);
  Fixture f(store);
  f.write_person();
  const auto first = f.person.signs_in({"get-token", "-p", "me"});
  check_success(first);
  CHECK(f.sign_in_file().starts_with(std::string("EACTOK01") + store.letter));
  for (int i = 0; i < 3; ++i) {  // the server replaces the refresh token each time
    f.lose_cached_tokens();
    const auto again = f.get("me", {"--no-interaction"});
    check_success(again);
    CHECK(is_one_token(again.out));
  }
  CHECK(f.sign_in_file().starts_with(std::string("EACTOK01") + store.letter));
  CHECK(f.person.times_opened() == 1);

  check_success(f.home.cli({"logout", "-p", "me"}));
  CHECK(fs::is_empty(f.home.cache() / "sign-ins"));
  CHECK(f.get("me", {"--no-interaction"}).exit_status == 6);
}

TEST_CASE(
    "stores: a sign-in with a locked store is an error for a script, and a new sign-in for a "
    "user") {
  Fixture f(kKeyring);
  f.write_person();
  check_success(f.person.signs_in({"get-token", "-p", "me"}));
  f.keyring.lock();
  f.lose_cached_tokens();
  const auto script = f.get("me", {"--no-interaction"});
  CHECK(script.exit_status == 8);
  CHECK(script.out.empty());
  CHECK_THAT(script.err,
             Contains("the sign-in of profile me") && Contains("the keyring is locked"));

  const auto person = f.person.signs_in({"get-token", "-p", "me"});
  check_success(person);
  CHECK_THAT(person.err, Contains("please sign in again"));
  CHECK(f.person.times_opened() == 2);
}

TEST_CASE(
    "stores: a keyring that hangs does not delay a sign-in, whose key goes to the kernel keyring") {
  Fixture f(kKeyring);
  f.write_person();
  f.keyring.daemon().stop();
  const auto result = f.person.signs_in({"get-token", "-p", "me"});
  f.keyring.daemon().resume();
  check_success(result);
  CHECK(is_one_token(result.out));
  const auto folder = f.home.cache() / "sign-ins";
  if (fs::exists(folder) && !fs::is_empty(folder)) CHECK(f.sign_in_file()[8] == 'S');
}

TEST_CASE("logout: needs no key, so a locked store does not keep a sign-in alive") {
  Fixture f(kKeyring);
  f.write_person();
  check_success(f.person.signs_in({"get-token", "-p", "me"}));
  f.keyring.lock();
  check_success(f.home.cli({"logout", "-p", "me"}));
  CHECK(fs::is_empty(f.home.cache() / "sign-ins"));
}
