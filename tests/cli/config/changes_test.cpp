// SPDX-License-Identifier: MIT
#include "cli/config/changes.hpp"

#include "support/fake_clock.hpp"
#include "support/temp_dir.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace entra_auth;
using namespace entra_auth::cli;

namespace {

struct Fixture {
  test::TempDir dir{};
  os::Environment environment{{"HOME=" + dir.path().string(), "CI=true"}};
  test::FakeClock clock{};
  GlobalOptions global{.config_file = (dir / "profiles.toml").string()};
  Context context{environment, clock, global, clock.steady_now()};
  ProfileSecrets secrets{context, dir / "profiles.toml", {}};
  GivenSecret given{{SecretPlace::file, "a", "client_secret"}, Secret("new")};

  /// An edit that fails from its n-th call on: the first one only tries it out.
  [[nodiscard]] Result<void> write(int fails_from) {
    int calls = 0;
    const profiles::ProfileEdit edit{.change = [&](profiles::ProfileText& text) -> Result<void> {
                                       if (++calls >= fails_from) {
                                         return fail(ErrorKind::invalid_configuration, "no");
                                       }
                                       return text.set_default_profile("a");
                                     },
                                     .checked = {}};
    return write_edit_with_secret(dir / "profiles.toml", edit, given, secrets, context);
  }

  [[nodiscard]] std::string kept() const {
    const auto found = secrets.find(given.kept);
    REQUIRE(found);
    return *found ? std::string((*found)->expose()) : "(none)";
  }
};

}  // namespace

TEST_CASE("write_edit_with_secret: stores the secret only if the edit is written") {
  Fixture fixture;
  CHECK_FALSE(fixture.write(1));  // nothing was stored at all
  CHECK(fixture.kept() == "(none)");
  CHECK_FALSE(std::filesystem::exists(fixture.dir / ".local"));
  CHECK_FALSE(fixture.write(2));  // neither where it is good before the lock and not under it
  CHECK(fixture.kept() == "(none)");
  CHECK_FALSE(std::filesystem::exists(fixture.dir / ".local"));
  CHECK(fixture.write(3));
  CHECK(fixture.kept() == "new");
}

TEST_CASE("write_edit_with_secret: restores the earlier secret if the edit fails") {
  Fixture fixture;
  REQUIRE(fixture.secrets.put(fixture.given.kept, Secret("old")));
  CHECK_FALSE(fixture.write(2));
  CHECK(fixture.kept() == "old");
}

TEST_CASE("write_edit_with_secrets: stores all secrets or none") {
  Fixture fixture;
  REQUIRE(fixture.secrets.put(fixture.given.kept, Secret("old")));
  const KeptSecret second{SecretPlace::file, "a", "jwk"};
  const std::vector<GivenSecret> all = {fixture.given, {second, Secret("key")}};
  int calls = 0;
  const auto edit_that_fails_at = [&](int call) {
    calls = 0;
    return profiles::ProfileEdit{.change = [&calls, call](profiles::ProfileText&) -> Result<void> {
                                   if (++calls < call) return {};
                                   return fail(ErrorKind::invalid_configuration, "no");
                                 },
                                 .checked = {}};
  };
  const auto write = [&](int fails_at, const std::vector<GivenSecret>& given) {
    return write_edit_with_secrets(fixture.dir / "profiles.toml", edit_that_fails_at(fails_at),
                                   given, fixture.secrets, fixture.context);
  };
  CHECK_FALSE(write(2, all));
  CHECK(fixture.kept() == "old");
  CHECK_FALSE(fixture.secrets.find(second)->has_value());
  // There is no vault: the second one cannot be stored.
  CHECK_FALSE(write(3, {fixture.given, {{SecretPlace::vault, "a", "jwk"}, Secret("key")}}));
  CHECK(fixture.kept() == "old");
  CHECK(write(3, all));
  CHECK(fixture.kept() == "new");
  CHECK((*fixture.secrets.find(second))->expose() == "key");
}

TEST_CASE("remove_secrets: a secret that cannot be removed gives a warning with its place") {
  const Fixture fixture;
  Output output;
  remove_secrets({{SecretPlace::file, "a", "client_secret"}}, fixture.secrets, output);
  CHECK(output.warnings.empty());  // it was not there
  fixture.dir.write(".local/share/entra-auth-cli/vault", "damaged");
  remove_secrets({{SecretPlace::vault, "a", "client_secret"}}, fixture.secrets, output);
  REQUIRE(output.warnings.size() == 1);
  CHECK(
      output.warnings[0].starts_with("could not remove client_secret in the vault of profile a: "));
}

TEST_CASE("read_written_profile: refuses invalid names and missing profiles") {
  const Fixture fixture;
  CHECK(check_profile_name("my-api.v2"));
  for (const std::string name : {"", "a b", "../x", "env:azure", "-x"}) {
    const auto checked = check_profile_name(name);
    REQUIRE_FALSE(checked);
    CHECK(checked.error().kind == ErrorKind::usage);
  }
  const auto absent = read_written_profile("absent", fixture.context);
  REQUIRE_FALSE(absent);
  CHECK(absent.error().kind == ErrorKind::profile_not_found);
}

TEST_CASE("read_written_profile: reads a profile with problems as it is written") {
  const Fixture fixture;
  fixture.dir.write("profiles.toml", "default_profile = 'a'\n[profiles.a]\nnonsense = 1\n");
  const auto written = read_written_profile("a", fixture.context);
  REQUIRE(written);
  CHECK(written->is_default);
  CHECK(written->members.size() == 1);
}
