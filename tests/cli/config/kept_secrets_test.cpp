// SPDX-License-Identifier: MIT
#include "cli/config/kept_secrets.hpp"

#include "profiles/toml/value.hpp"
#include "support/fake_clock.hpp"
#include "support/temp_dir.hpp"

#include <catch2/catch.hpp>

#include <sys/stat.h>

#include <string>

using namespace entra_auth;
using namespace entra_auth::cli;

namespace {

struct Fixture {
  test::TempDir dir{};
  os::Environment environment{
      {"HOME=" + dir.path().string(), "CI=true", "ENTRA_AUTH_CLI_VAULT_PASSPHRASE=correct horse"}};
  test::FakeClock clock{};
  GlobalOptions global{};
  Context context{environment, clock, global, clock.steady_now()};

  [[nodiscard]] secrets::PassphraseOptions passphrase() const {
    return {.variable = "ENTRA_AUTH_CLI_VAULT_PASSPHRASE", .no_prompt_reason = "a test"};
  }
  [[nodiscard]] ProfileSecrets of(const std::string& file) const {
    return {context, dir / file, passphrase()};
  }
};

std::string text(const Result<std::optional<Secret>>& found) {
  REQUIRE(found);
  return *found ? std::string((*found)->expose()) : "(none)";
}

}  // namespace

TEST_CASE(
    "ProfileSecrets: file and vault store, replace and remove, separately for each profile and "
    "file") {
  const Fixture fixture;
  REQUIRE(secrets::VaultStore(fixture.environment, fixture.passphrase()).init());
  for (const auto place : {SecretPlace::file, SecretPlace::vault}) {
    const auto ours = fixture.of("profiles.toml");
    const auto others = fixture.of("other.toml");
    const KeptSecret kept{place, "a", "client_secret"};
    CHECK(text(ours.find(kept)) == "(none)");
    CHECK(ours.remove(kept));
    REQUIRE(ours.put(kept, Secret("one")));
    REQUIRE(ours.put(kept, Secret("two")));
    REQUIRE(others.put(kept, Secret("theirs")));
    REQUIRE(ours.put({place, "a.b", "client_secret"}, Secret("three")));
    CHECK(text(ours.find(kept)) == "two");
    CHECK(text(others.find(kept)) == "theirs");
    REQUIRE(ours.remove(kept));
    CHECK(text(ours.find(kept)) == "(none)");
    CHECK(text(others.find(kept)) == "theirs");
    CHECK(text(ours.find({place, "a.b", "client_secret"})) == "three");
  }
}

TEST_CASE("ProfileSecrets: kept_for finds the secrets of a profile and ignores other files") {
  const Fixture fixture;
  const auto secrets = fixture.of("profiles.toml");
  const KeptSecret file{SecretPlace::file, "a", "client_secret"};
  const KeptSecret vault{SecretPlace::vault, "a", "jwk"};
  const KeptSecret keyring{SecretPlace::keyring, "a", "private_key"};
  profiles::TomlTable members;
  for (const auto& kept : {file, vault, keyring}) {
    const auto reference = secrets.reference(kept);
    REQUIRE(reference);
    members.push_back({kept.key, 0, *reference});
  }
  CHECK(profiles::write_toml(members[1].value) == "{ store = \"vault\" }");
  CHECK(secrets.kept_for("a", members) == std::vector<KeptSecret>{file, vault, keyring});
  CHECK(secrets.kept_for("b", members).size() == 2);  // the file is of `a`
  const auto parsed = profiles::parse_toml(
      "client_secret = { file = '/mine' }\njwk = 'literal'\nprivate_key = { store = 'shelf' }\n"
      "tenant_id = 't'\n",
      "f");
  REQUIRE(parsed);
  CHECK(secrets.kept_for("a", *parsed).empty());
}

TEST_CASE("ProfileSecrets: refuses a secret file that others can read") {
  const Fixture fixture;
  const auto secrets = fixture.of("profiles.toml");
  const KeptSecret kept{SecretPlace::file, "a", "client_secret"};
  REQUIRE(secrets.put(kept, Secret("x")));
  const auto reference = secrets.reference(kept);
  REQUIRE(reference);
  const auto& table = std::get<profiles::TomlTable>(reference->content);
  const auto& path = std::get<std::string>(table[0].value.content);
  REQUIRE(::chmod(path.c_str(), 0644) == 0);
  const auto found = secrets.find(kept);
  REQUIRE_FALSE(found);
  CHECK(found.error().kind == ErrorKind::secret_unavailable);
}

TEST_CASE("ProfileSecrets: place is the one that is named, and fails without a store") {
  const Fixture fixture;
  const auto secrets = fixture.of("profiles.toml");
  CHECK(secrets.place("file") == SecretPlace::file);
  CHECK(secrets.place("keyring") == SecretPlace::keyring);
  CHECK(secrets.place("vault") == SecretPlace::vault);
  CHECK(secrets.place("shelf").error().kind == ErrorKind::usage);
  CHECK(secrets.place("").error().kind == ErrorKind::secret_unavailable);
  REQUIRE(secrets::VaultStore(fixture.environment, fixture.passphrase()).init());
  CHECK(secrets.place("") == SecretPlace::vault);
}
