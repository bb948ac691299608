// SPDX-License-Identifier: MIT
// config create without a terminal.
#include "e2e/home.hpp"

#include <catch2/catch.hpp>

#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <string>
#include <thread>
#include <vector>

using namespace entra_auth::test;
using Catch::Matchers::Contains;

namespace {

namespace fs = std::filesystem;

std::vector<std::string> create(const SandboxProcess& sandbox, const std::string& name) {
  return {"config",
          "create",
          name,
          "--authority",
          sandbox["authority"],
          "--tenant-id",
          sandbox["tenant_id"],
          "--client-id",
          sandbox["client_id"],
          "--auth-method",
          "ClientSecret",
          "--scope",
          sandbox["scope"]};
}

std::vector<std::string> with(std::vector<std::string> arguments,
                              const std::vector<std::string>& more) {
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

unsigned mode_of(const fs::path& path) {
  struct stat status {};
  REQUIRE(::stat(path.c_str(), &status) == 0);
  return status.st_mode & 07777U;
}

std::vector<fs::path> secret_files(const Home& home) {
  std::vector<fs::path> files;
  const auto folder = home.dir() / ".local/share/entra-auth-cli/secrets";
  if (!fs::exists(folder)) return files;
  for (const auto& entry : fs::directory_iterator(folder)) files.push_back(entry.path());
  return files;
}

}  // namespace

TEST_CASE("config create: a profile made from flags gets a token at once") {
  const SandboxProcess sandbox(ENTRA_AUTH_SANDBOX);
  Home home;
  home.set("MY_API_SECRET", sandbox["client_secret"]);
  const auto created =
      home.cli(with(create(sandbox, "my-api-client"), {"--client-secret-env", "MY_API_SECRET"}));
  CAPTURE(created.err);
  CHECK(created.exit_status == 0);
  CHECK(created.err.empty());
  CHECK(created.out == "created profile my-api-client in " + home.profile_file().string() + "\n");
  CHECK(read_text(home.profile_file()) ==
        "[profiles.my-api-client]\nauthority     = \"" + sandbox["authority"] +
            "\"\ntenant_id     = \"" + sandbox["tenant_id"] + "\"\nclient_id     = \"" +
            sandbox["client_id"] + "\"\nscopes        = [\"" + sandbox["scope"] +
            "\"]\nauth_method   = \"client-secret\"\nclient_secret = { env = \"MY_API_SECRET\" "
            "}\n");
  CHECK(mode_of(home.profile_file()) == 0600);
  CHECK(mode_of(home.profile_file().parent_path()) == 0700);
  CHECK(is_one_token(home.cli({"get-token", "-p", "my-api-client"}).out));
}

TEST_CASE("config create: --store file keeps the secret from standard input in a private file") {
  const SandboxProcess sandbox(ENTRA_AUTH_SANDBOX);
  const Home home;
  const auto ending = GENERATE(as<std::string>{}, "", "\n", "\r\n");
  const auto created =
      home.cli(with(create(sandbox, "my-api-client"), {"--client-secret-stdin", "--store", "file"}),
               {.in = sandbox["client_secret"] + ending});
  CAPTURE(created.err);
  REQUIRE(created.exit_status == 0);
  CHECK(created.err.empty());
  const auto files = secret_files(home);
  REQUIRE(files.size() == 1);
  CHECK(read_text(files[0]) == sandbox["client_secret"]);
  CHECK(mode_of(files[0]) == 0600);
  CHECK(mode_of(files[0].parent_path()) == 0700);
  CHECK_THAT(read_text(home.profile_file()), Contains("{ file = \"" + files[0].string() + "\" }") &&
                                                 !Contains(sandbox["client_secret"]));
  CHECK(is_one_token(home.cli({"get-token", "-p", "my-api-client"}).out));
}

TEST_CASE("config create: profiles of one API each keep their own secret") {
  const SandboxProcess sandbox(ENTRA_AUTH_SANDBOX);
  const Home home;
  home.profiles("# ours\n");
  for (const std::string name : {"myapi-dev", "myapi-staging", "myapi-prod"}) {
    REQUIRE(home.cli(with(create(sandbox, name), {"--client-secret-stdin", "--store", "file"}),
                     {.in = sandbox["client_secret"]})
                .exit_status == 0);
  }
  for (const std::string name : {"myapi-dev", "myapi-staging", "myapi-prod"}) {
    CHECK(is_one_token(home.cli({"get-token", "-p", name}).out));
  }
  CHECK(secret_files(home).size() == 3);
  CHECK_THAT(read_text(home.profile_file()),
             Catch::Matchers::StartsWith("# ours\n\n[profiles.myapi-dev]\n"));
  // The same name in another file has a secret of its own.
  const auto other = (home.dir() / "other.toml").string();
  REQUIRE(home.cli(with(create(sandbox, "myapi-dev"),
                        {"--client-secret-stdin", "--store", "file", "--config", other}),
                   {.in = "another"})
              .exit_status == 0);
  CHECK(secret_files(home).size() == 4);
  CHECK(home.cli({"get-token", "-p", "myapi-dev", "--force"}).exit_status == 0);
}

TEST_CASE("config create: missing settings are named as flags, and nothing is written") {
  const Home home;
  struct Case {
    std::vector<std::string> flags;
    std::string missing;
  };
  const std::vector<Case> cases = {
      {{}, "the name of the profile is missing"},
      {{"x"}, "missing: --tenant-id; --client-id"},
      {{"x", "--tenant-id", "t"}, "missing: --client-id"},
      {{"-p", "x", "--tenant-id", "t", "--client-id", "c", "--auth-method", "ClientSecret"},
       "--client-secret-env, --client-secret-file or --client-secret-stdin"},
      {{"x", "--tenant-id", "t", "--client-id", "c", "--auth-method", "certificate"},
       "missing: --certificate-path"},
      {{"x", "--provider", "maskinporten"},
       "missing: --client-id; --jwk-env, --jwk-file or --certificate-path; --environment"},
      {{"x", "--provider", "texas"}, "missing: --identity-provider"},
      {{"x", "--provider", "oidc", "--client-id", "c"}, "missing: --issuer"},
  };
  for (const auto& [flags, missing] : cases) {
    const auto result = home.cli(with({"config", "create"}, flags));
    CAPTURE(flags, result.err);
    CHECK(result.exit_status == 64);
    CHECK(result.out.empty());
    CHECK(result.seconds < 1);
    CHECK_THAT(result.err, Contains(missing) && Contains("there is no terminal"));
  }
  CHECK_FALSE(fs::exists(home.profile_file()));
}

TEST_CASE("config create: wrong values are refused by flag, and nothing is written or stored") {
  const Home home;
  const std::vector<std::string> good = {"config", "create",      "x", "--tenant-id",
                                         "t",      "--client-id", "c"};
  struct Case {
    std::vector<std::string> flags;
    int exit_status;
    std::string words;
  };
  const std::vector<Case> cases = {
      {{"--flow", "nonsense"}, 64, "--flow: "},
      {{"--redirect-uri", "https://example.com"}, 64, "--redirect-uri: "},
      {{"--scope", "caf\u00e9"}, 64, "--scope: "},
      {{"--login-hint", ""}, 64, "--login-hint: "},
      {{"--login-hint", "a\x1b[2Jb"}, 64, "--login-hint: "},
      {{"--login-hint", "\xff"}, 64, "--login-hint: not UTF-8"},
      {{"--client-id", "d"}, 64, "--client-id is given twice"},
      {{"--client-secret-env", "A", "--client-secret-file", "b"}, 64, "--client-secret-file"},
      {{"--client-secret-env", "A", "--client-secret-stdin"}, 64, "--client-secret-stdin"},
      {{"--client-secret-stdin"}, 64, "nothing on standard input"},
      {{"--store", "file"}, 64, "--store"},
      {{"--client-secret-env", "A", "--certificate-path", "b"}, 7, "two credentials"},
      {{"--environment", "test"}, 7, "environment has no meaning"},
  };
  for (const auto& [flags, exit_status, words] : cases) {
    const auto result = home.cli(with(good, flags));
    CAPTURE(flags, result.err);
    CHECK(result.exit_status == exit_status);
    CHECK(result.out.empty());
    CHECK_THAT(result.err, Contains(words));
  }
  const auto invalid =
      home.cli(with(good, {"--client-secret-stdin", "--store", "file", "--environment", "test"}),
               {.in = "s"});
  CHECK(invalid.exit_status == 7);
  CHECK(secret_files(home).empty());
  CHECK_FALSE(fs::exists(home.profile_file()));
  CHECK(home.cli(with(good, {"--client-secret-stdin", "--store", "shelf"}), {.in = "s"})
            .exit_status == 64);
  for (const std::string name : {"-x", "a b", "../x", ".x", "env:azure", "a/b"}) {
    CHECK(
        home.cli({"config", "create", "--tenant-id", "t", "--client-id", "c", "--profile=" + name})
            .exit_status == 64);
  }
}

TEST_CASE("config create: refuses to replace an existing profile") {
  const Home home;
  const std::string before = "[profiles.x]\ntenant_id = 't'\nclient_id = 'c'\n";
  home.profiles(before);
  const auto result = home.cli({"config", "create", "x", "--tenant-id", "u", "--client-id", "d",
                                "--client-secret-stdin", "--store", "file", "--yes"},
                               {.in = "s"});
  CHECK(result.exit_status == 7);
  CHECK_THAT(result.err, Contains("config edit x"));
  CHECK(read_text(home.profile_file()) == before);
  CHECK(secret_files(home).empty());
}

TEST_CASE("config create: removes the stored secret if the profile cannot be written") {
  const Home home;
  home.profiles("");
  // Whatever the file is replaced with would be larger than it may be.
  const std::string filler = "# " + std::string(1024 * 1024 - 10, 'x') + "\n";
  home.profiles(filler);
  const auto result = home.cli({"config", "create", "x", "--tenant-id", "t", "--client-id", "c",
                                "--client-secret-stdin", "--store", "file"},
                               {.in = "s"});
  CHECK(result.exit_status == 7);
  CHECK(secret_files(home).empty());
  CHECK(read_text(home.profile_file()) == filler);
}

TEST_CASE(
    "config create: one of several concurrent calls succeeds, and its secret is the one kept") {
  const SandboxProcess sandbox(ENTRA_AUTH_SANDBOX);
  for (int round = 0; round < 5; ++round) {
    const Home home;
    constexpr int kProcesses = 12;
    std::array<int, kProcesses> exits{};
    std::vector<std::thread> callers;
    for (int i = 0; i < kProcesses; ++i) {
      callers.emplace_back([&, i] {
        exits[static_cast<std::size_t>(i)] =
            home.cli(with(create(sandbox, "api"), {"--client-secret-stdin", "--store", "file"}),
                     {.in = "secret-" + std::to_string(i)})
                .exit_status;
      });
    }
    for (auto& caller : callers) caller.join();
    CHECK(std::ranges::count(exits, 0) == 1);
    CHECK(std::ranges::count(exits, 7) == kProcesses - 1);
    const auto winner = std::ranges::find(exits, 0) - exits.begin();
    const auto files = secret_files(home);
    REQUIRE(files.size() == 1);
    CHECK(read_text(files.front()) == "secret-" + std::to_string(winner));
  }
}

TEST_CASE("config create: certificates, keys, Maskinporten and the sidecar by flags") {
  const Home home;
  const auto made = [&](const std::string& name, const std::vector<std::string>& flags) {
    const auto result = home.cli(with({"config", "create", name}, flags));
    CAPTURE(result.err);
    CHECK(result.exit_status == 0);
  };
  made("cert", {"--tenant-id", "t", "--client-id", "c", "--certificate-path", "~/a.pem"});
  made("jwk", {"--provider", "Maskinporten", "--environment", "TEST", "--client-id", "c",
               "--jwk-file", "/k.json", "--scope", "a:b", "--consumer-org", "123456789"});
  made("sidecar", {"--provider", "texas", "--identity-provider", "entra_id"});
  made("user", {"--tenant-id", "t", "--client-id", "c", "--flow", "DeviceCode", "--default"});
  made("federated", {"--tenant-id", "t", "--client-id", "c", "--federated-token-file", "rel/f"});
  CHECK(home.cli({"config", "validate"}).exit_status == 0);
  const auto text = read_text(home.profile_file());
  CHECK_THAT(text, Catch::Matchers::StartsWith("default_profile = \"user\"\n\n"));
  CHECK_THAT(text, Contains("\"~/a.pem\"") && Contains("flow      = \"device-code\"") &&
                       Contains("\"maskinporten\"") && Contains("\"test\"") &&
                       !Contains("\"rel/f\""));
}
