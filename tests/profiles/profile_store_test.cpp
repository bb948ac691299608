// SPDX-License-Identifier: MIT
#include "profiles/profile_store.hpp"

#include "support/temp_dir.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

using namespace entra_auth;
using namespace entra_auth::profiles;

namespace {

ProfileStore load(const std::filesystem::path& path) {
  auto store = ProfileStore::load(path);
  if (!store) FAIL(store.error().message);
  return std::move(*store);
}

constexpr std::string_view kFile =
    "# comment\n"
    "default_profile = \"my-api-client\"\n"
    "\n"
    "[profiles.my-api-client]\n"
    "tenant_id     = \"contoso.onmicrosoft.com\"\n"
    "client_id     = \"00000000-0000-0000-0000-000000000001\"\n"
    "auth_method   = \"client-secret\"\n"
    "client_secret = { env = \"MY_API_SECRET\" }\n"
    "scopes        = [\"api://your-api-id/.default\"]\n"
    "\n"
    "[profiles.broken]\n"
    "tenant_id = \"contoso.onmicrosoft.com\"\n"
    "client_secrt = \"CANARY\"\n"
    "port = 0\n"
    "\n"
    "[profiles.Alpha]\n"
    "tenant_id = \"common\"\n"
    "client_id = \"c\"\n";

}  // namespace

TEST_CASE("ProfileStore: finds a profile with its settings") {
  const test::TempDir dir;
  const auto path = dir.write("profiles.toml", kFile, 0644);
  const auto store = load(path);
  CHECK(store.file() == path);
  CHECK(store.file_exists());
  CHECK(store.names() == std::vector<std::string>{"my-api-client", "broken", "Alpha"});
  CHECK(store.default_profile() == "my-api-client");
  const auto profile = store.find("my-api-client");
  REQUIRE(profile);
  CHECK(profile->name == "my-api-client");
  CHECK(profile->provider == Provider::entra);
  CHECK(profile->tenant_id == "contoso.onmicrosoft.com");
  CHECK(profile->client_id == "00000000-0000-0000-0000-000000000001");
  CHECK(profile->auth_method == AuthMethod::client_secret);
  CHECK(profile->flow == Flow::client_credentials);
  CHECK(profile->scopes == std::vector<std::string>{"api://your-api-id/.default"});
  CHECK(std::get<EnvironmentSecret>(profile->client_secret.value()).variable == "MY_API_SECRET");
  CHECK(profile->warnings.empty());
}

TEST_CASE("ProfileStore: a broken profile does not affect the others") {
  const test::TempDir dir;
  const auto path = dir.write("profiles.toml", kFile);
  const auto store = load(path);
  CHECK(store.find("Alpha"));
  const auto broken = store.find("broken");
  REQUIRE_FALSE(broken);
  CHECK(broken.error().kind == ErrorKind::invalid_configuration);
  CHECK(broken.error().message ==
        path.native() + ":13: profile broken: unknown key `client_secrt`");
  CHECK(broken.error().hints == std::vector<std::string>{"did you mean client_secret?"});
}

TEST_CASE("ProfileStore: lists every problem of every profile in file order") {
  const test::TempDir dir;
  const auto store = load(
      dir.write("profiles.toml",
                "default_profile = 'alfa'\n[profiles.z]\nport = 0\ncache = 1\n[profiles.alpha]\n"));
  const auto problems = store.problems();
  std::vector<std::string> lines;
  for (const auto& problem : problems) {
    lines.push_back(std::to_string(problem.line) + " " + problem.profile + " " + problem.key);
  }
  CHECK(lines == std::vector<std::string>{"1  default_profile", "3 z port", "4 z cache",
                                          "5 alpha client_id", "5 alpha tenant_id"});
  CHECK(problems[0].message == "default_profile is not a profile of this file");
  CHECK(problems[0].hint == "did you mean alpha?");
  CHECK(load(dir.write("good", "default_profile = 'env:azure'\n")).problems().empty());
}

TEST_CASE("ProfileStore: for an unknown name, suggests the nearest ones") {
  const test::TempDir dir;
  const auto store = load(dir.write("profiles.toml", kFile));
  struct Case {
    std::string name, message, hint;
  };
  const std::vector<Case> cases = {
      {"my-api-clint", "there is no profile my-api-clint", "did you mean my-api-client?"},
      {"alpha", "there is no profile alpha", "names are case-sensitive: did you mean Alpha?"},
      {"zzzzzz", "there is no profile zzzzzz",
       store.file().native() + " has: my-api-client, broken, Alpha"},
      {"", "there is no profile ", store.file().native() + " has: my-api-client, broken, Alpha"},
      {"../../etc/passwd", "there is no profile ../../etc/passwd",
       store.file().native() + " has: my-api-client, broken, Alpha"},
  };
  for (const auto& [name, message, hint] : cases) {
    CAPTURE(name);
    const auto profile = store.find(name);
    REQUIRE_FALSE(profile);
    CHECK(profile.error().kind == ErrorKind::profile_not_found);
    CHECK(profile.error().message == message);
    CHECK(profile.error().hints == std::vector<std::string>{hint});
  }
  const auto hostile = store.find("a\x1b[31m\n" + std::string(100'000, 'x'));
  REQUIRE_FALSE(hostile);
  CHECK(hostile.error().message.size() < 200);
  CHECK(hostile.error().message.find('\x1b') == std::string::npos);
}

TEST_CASE("ProfileStore: if there are no profiles, the hint shows how to create one") {
  const test::TempDir dir;
  const auto missing = load(dir / "none/profiles.toml");
  CHECK_FALSE(missing.file_exists());
  CHECK(missing.names().empty());
  CHECK_FALSE(missing.default_profile());
  const auto profile = missing.find("my-api-client");
  REQUIRE_FALSE(profile);
  CHECK(profile.error().kind == ErrorKind::profile_not_found);
  CHECK(profile.error().message == "there is no profile my-api-client: the file " +
                                       missing.file().native() + " does not exist");
  const auto& hints = profile.error().hints;
  REQUIRE(hints.size() == 6);
  CHECK(hints[0] == "run: entra-auth-cli config create; or write a profile into " +
                        missing.file().native() + ":");

  // The lines of the hint are a working profile.
  std::string text;
  for (std::size_t i = 1; i < hints.size(); ++i) text += hints[i] + "\n";
  const auto written = load(dir.write("profiles.toml", text));
  CHECK(written.find("my-api-client"));

  const auto empty = load(dir.write("empty.toml", "# nothing yet\n")).find("a");
  REQUIRE_FALSE(empty);
  CHECK(empty.error().message ==
        "there is no profile a: " + (dir / "empty.toml").native() + " has none");
}

TEST_CASE("ProfileStore: a literal secret needs a private file and gives a warning") {
  const test::TempDir dir;
  const std::string text =
      "[profiles.a]\ntenant_id = 't.example'\nclient_id = 'c'\nclient_secret = 'CANARY'\n";
  const auto good = load(dir.write("private.toml", text, 0600)).find("a");
  REQUIRE(good);
  CHECK(std::get<LiteralSecret>(good->client_secret.value()).value.expose() == "CANARY");
  CHECK(good->warnings.size() == 1);
  for (const unsigned mode : {0640U, 0644U, 0604U, 0620U, 0602U}) {
    CAPTURE(mode);
    const auto path = dir.write("shared.toml", text, mode);
    const auto bad = load(path).find("a");
    REQUIRE_FALSE(bad);
    CHECK(bad.error().kind == ErrorKind::invalid_configuration);
    CHECK(bad.error().message ==
          path.native() + ":4: profile a: client_secret is written in a file that is not private");
    REQUIRE(bad.error().hints.size() == 1);
    CHECK(bad.error().hints[0].starts_with("chmod 600 '" + path.native() + "'"));
    CHECK((bad.error().message + bad.error().hints[0]).find("CANARY") == std::string::npos);
  }
}

TEST_CASE("profile_file: follows --config, then the environment, then XDG") {
  const auto at = [](std::vector<std::string> entries, std::string_view override_path) {
    const auto path = profile_file(os::Environment(std::move(entries)), override_path);
    return path ? path->native() : "error";
  };
  CHECK(at({"HOME=/home/u"}, "") == "/home/u/.config/entra-auth-cli/profiles.toml");
  CHECK(at({"HOME=/home/u", "XDG_CONFIG_HOME=/x"}, "") == "/x/entra-auth-cli/profiles.toml");
  CHECK(at({"HOME=/home/u", "ENTRA_AUTH_CLI_CONFIG_DIR=/c"}, "") == "/c/profiles.toml");
  CHECK(at({"HOME=/home/u", "ENTRA_AUTH_CLI_CONFIG_DIR=/c"}, "/my.toml") == "/my.toml");
  CHECK(at({"HOME=/home/u"}, "~/my.toml") == "/home/u/my.toml");
  CHECK(at({}, "my.toml") == "my.toml");
  CHECK(at({}, "") == "error");
}

TEST_CASE("ProfileStore: finding one profile in a small file is fast") {
  const test::TempDir dir;
  const auto path = dir.write("profiles.toml", kFile);
  auto best = std::chrono::nanoseconds::max();
  for (int i = 0; i < 200; ++i) {
    const auto start = std::chrono::steady_clock::now();
    const auto profile = load(path).find("my-api-client");
    best = std::min<std::chrono::nanoseconds>(best, std::chrono::steady_clock::now() - start);
    REQUIRE(profile);
  }
  // 0.03 ms in a release build; sanitizers and a busy machine take their share.
  CHECK(best < std::chrono::milliseconds(3));
}

TEST_CASE("ProfileStore: knows the line of a key") {
  const test::TempDir dir;
  const auto path = dir.write("p.toml", kFile);
  const auto store = load(path);
  CHECK(store.place_of_default_profile() == path.string() + ":2");
  CHECK(store.place_of("my-api-client", "client_secret") == path.string() + ":8");
  CHECK_FALSE(store.place_of("my-api-client", "port"));
  CHECK_FALSE(store.place_of("absent", "port"));
}
