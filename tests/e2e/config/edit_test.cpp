// SPDX-License-Identifier: MIT
// config edit, rename and delete without a terminal.
#include "e2e/home.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <thread>
#include <vector>

using namespace entra_auth::test;
using Catch::Matchers::Contains;

namespace {

namespace fs = std::filesystem;

int secret_files(const Home& home) {
  const auto folder = home.dir() / ".local/share/entra-auth-cli/secrets";
  if (!fs::exists(folder)) return 0;
  const fs::directory_iterator entries(folder);
  return static_cast<int>(std::distance(begin(entries), end(entries)));
}

std::size_t cached(const Home& home) {
  return nlohmann::json::parse(home.cli({"cache", "list", "-o", "json"}).out).size();
}

void keep_secret(const Home& home, const std::string& profile, const std::string& secret) {
  const auto result = home.cli(
      {"config", "edit", profile, "--client-secret-stdin", "--store", "file"}, {.in = secret});
  CAPTURE(result.err);
  REQUIRE(result.exit_status == 0);
}

const std::string kText =
    "# mine\n\n[profiles.a] # first\ntenant_id = 't' # here\nclient_id = 'c'\n\n# second\n"
    "[profiles.b]\ntenant_id = 't'\nclient_id = 'c'\n";

}  // namespace

TEST_CASE("config edit: changes only the named settings") {
  const Home home;
  home.profiles(kText);
  const auto result = home.cli({"config", "edit", "a", "--tenant-id", "u", "--scope", "x y"});
  CHECK(result.exit_status == 0);
  CHECK(result.err.empty());
  CHECK(result.out == "changed profile a in " + home.profile_file().string() + "\n");
  CHECK(read_text(home.profile_file()) ==
        "# mine\n\n[profiles.a] # first\ntenant_id = \"u\" # here\nclient_id = 'c'\nscopes = "
        "[\"x\", \"y\"]\n\n# second\n[profiles.b]\ntenant_id = 't'\nclient_id = 'c'\n");
  CHECK(home.cli({"config", "edit", "-p", "a", "--tenant-id", "t", "--unset", "scopes"})
            .exit_status == 0);
  CHECK_THAT(read_text(home.profile_file()), !Contains("scopes"));
}

TEST_CASE("config edit: an invalid edit is refused, and the file stays") {
  const Home home;
  home.profiles(kText);
  struct Case {
    std::vector<std::string> arguments;
    int exit_status;
  };
  const std::vector<Case> cases = {
      {{"a"}, 64},
      {{}, 64},
      {{"absent", "--tenant-id", "t"}, 2},
      {{"a", "--unset", "tenant_id"}, 7},
      {{"a", "--unset", "tenant_id", "--tenant-id", "u"}, 64},
      {{"a", "--tenant-id", "not a tenant"}, 64},
      {{"a", "--auth-method", "client-secret"}, 7},
      {{"a", "--store", "file"}, 64},
  };
  for (const auto& [arguments, exit_status] : cases) {
    std::vector<std::string> all = {"config", "edit"};
    all.insert(all.end(), arguments.begin(), arguments.end());
    const auto result = home.cli(all);
    CAPTURE(arguments, result.err);
    CHECK(result.exit_status == exit_status);
    CHECK(result.out.empty());
  }
  CHECK(read_text(home.profile_file()) == kText);
  home.profiles("profiles = { a = { tenant_id = 't', client_id = 'c' } }\n");
  const auto inline_table = home.cli({"config", "edit", "a", "--tenant-id", "u"});
  CHECK(inline_table.exit_status == 7);
  CHECK_THAT(inline_table.err,
             Contains(home.profile_file().string() + ":1: ") && Contains("edit it by hand"));
}

TEST_CASE(
    "config edit: another client, tenant or credential removes cached tokens, other changes do "
    "not") {
  const SandboxProcess sandbox(ENTRA_AUTH_SANDBOX);
  const Home home(sandbox);
  const auto change = [&](std::vector<std::string> arguments, const std::string& in = "") {
    REQUIRE(home.cli({"get-token", "-p", "api"}).exit_status == 0);
    REQUIRE(cached(home) == 1);
    arguments.insert(arguments.begin(), {"config", "edit", "api"});
    const auto result = home.cli(arguments, {.in = in});
    CAPTURE(result.err);
    REQUIRE(result.exit_status == 0);
    return cached(home);
  };
  CHECK(change({"--login-hint", "me"}) == 1);
  CHECK(change({"--client-id", sandbox["client_id"]}) == 1);  // as it was
  CHECK(change({"--client-secret-stdin", "--store", "file"}, sandbox["client_secret"]) == 0);
  CHECK(change({"--client-secret-stdin"}, sandbox["client_secret"]) == 0);
  CHECK(change({"--client-id", "another"}) == 0);
}

TEST_CASE("config edit: a kept secret is removed once no profile refers to it") {
  const Home home;
  home.profiles(kText);
  keep_secret(home, "a", "one");
  keep_secret(home, "a", "two");
  CHECK(secret_files(home) == 1);
  CHECK(home.cli({"config", "edit", "a", "--client-secret-env", "X"}).exit_status == 0);
  CHECK(secret_files(home) == 0);
}

TEST_CASE("config rename: moves table, default and kept secret, and removes cached tokens") {
  const SandboxProcess sandbox(ENTRA_AUTH_SANDBOX);
  const Home home(sandbox);
  keep_secret(home, "api", sandbox["client_secret"]);
  REQUIRE(home.cli({"config", "edit", "api", "--default"}).exit_status == 0);
  REQUIRE(home.cli({"get-token"}).exit_status == 0);
  const auto result = home.cli({"config", "rename", "api", "my.api"});
  CAPTURE(result.err);
  CHECK(result.exit_status == 0);
  CHECK(result.err.empty());
  CHECK(result.out == "renamed profile api to my.api in " + home.profile_file().string() + "\n");
  CHECK(cached(home) == 0);
  CHECK(secret_files(home) == 1);
  CHECK_THAT(read_text(home.profile_file()),
             Contains("default_profile = \"my.api\"") && Contains("[profiles.\"my.api\"]"));
  CHECK(is_one_token(home.cli({"get-token"}).out));
  CHECK(home.cli({"config", "rename", "absent", "x"}).exit_status == 2);
  CHECK(home.cli({"config", "rename", "my.api", "not a name"}).exit_status == 64);
  CHECK(home.cli({"config", "rename", "my.api", "my.api"}).exit_status == 7);
  CHECK(home.cli({"config", "rename", "my.api"}).exit_status == 64);
  CHECK(is_one_token(home.cli({"get-token"}).out));
}

TEST_CASE("config delete: removes the table, the default, kept secrets and tokens") {
  const SandboxProcess sandbox(ENTRA_AUTH_SANDBOX);
  const Home home(sandbox);
  keep_secret(home, "api", sandbox["client_secret"]);
  REQUIRE(home.cli({"config", "edit", "api", "--default"}).exit_status == 0);
  REQUIRE(home.cli({"get-token"}).exit_status == 0);
  const auto before = read_text(home.profile_file());
  const auto unsaid = home.cli({"config", "delete", "api"});
  CHECK(unsaid.exit_status == 64);
  CHECK_THAT(unsaid.err, Contains("--yes"));
  CHECK(read_text(home.profile_file()) == before);
  const auto result = home.cli({"config", "delete", "api", "--yes"});
  CAPTURE(result.err);
  CHECK(result.exit_status == 0);
  CHECK(result.err.empty());
  CHECK(result.out == "deleted profile api from " + home.profile_file().string() + "\n");
  CHECK(read_text(home.profile_file()).empty());
  CHECK(secret_files(home) == 0);
  CHECK(cached(home) == 0);
  CHECK(home.cli({"config", "delete", "api", "--yes"}).exit_status == 2);
}

TEST_CASE("config delete: deletes a profile with problems, and keeps the user's own secret file") {
  const Home home;
  const auto file = home.dir().write("mine.secret", "s");
  home.profiles("[profiles.a]\nnonsense = 1\nclient_secret = { file = '" + file.string() +
                "' }\n\n# b\n[profiles.b]\n");
  CHECK(home.cli({"config", "delete", "-p", "a", "--yes"}).exit_status == 0);
  CHECK(read_text(home.profile_file()) == "# b\n[profiles.b]\n");
  CHECK(fs::exists(file));
}

TEST_CASE("config edit: fifty concurrent edits are all applied") {
  const Home home;
  home.profiles(kText);
  std::vector<std::thread> edits;
  std::vector<int> statuses(50, -1);
  for (std::size_t i = 0; i < statuses.size(); ++i) {
    edits.emplace_back([&, i] {
      statuses[i] = home.cli({"config", "create", "p" + std::to_string(i), "--tenant-id", "t",
                              "--client-id", "c" + std::to_string(i)})
                        .exit_status;
    });
  }
  for (auto& each : edits) each.join();
  CHECK(statuses == std::vector<int>(50, 0));
  CHECK(nlohmann::json::parse(home.cli({"config", "list", "-o", "json"}).out).size() == 52);
  CHECK(home.cli({"config", "validate"}).exit_status == 0);
  CHECK(read_text(home.profile_file()).starts_with(kText));
}
