// SPDX-License-Identifier: MIT
// config vault: what a person, a script and a unit of systemd do with it.
#include "e2e/home.hpp"
#include "secrets/vault/store.hpp"
#include "support/terminal_session.hpp"

#include <catch2/catch.hpp>

#include <sys/stat.h>

#include <string>
#include <vector>

using namespace entra_auth::test;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;
namespace fs = std::filesystem;

namespace {

/// With one passphrase in the environment; CI is not set, so that keys are kept.
struct Fixture {
  Home home;

  Fixture() { home.set("ENTRA_AUTH_CLI_VAULT_PASSPHRASE", "hemmelig-1"); }
  Fixture(const Fixture&) = delete;
  Fixture& operator=(const Fixture&) = delete;
  ~Fixture() { static_cast<void>(vault({"lock"})); }

  [[nodiscard]] RunResult vault(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), {"config", "vault"});
    auto result = home.cli(std::move(arguments));
    CHECK((result.out + result.err).find("hemmelig") == std::string::npos);
    return result;
  }
  [[nodiscard]] fs::path path() const { return home.dir() / ".local/share/entra-auth-cli/vault"; }
  /// Through the shell: for redirections.
  [[nodiscard]] RunResult shell(const std::string& arguments) const {
    RunOptions options;
    options.env = home.environment();
    options.cwd = home.dir().path();
    return run({"/bin/sh", "-c", std::string(ENTRA_AUTH_CLI) + " config vault " + arguments},
               options);
  }
};

void check_output(const RunResult& result, const std::string& out) {
  CAPTURE(result.err);
  CHECK(result.exit_status == 0);
  CHECK(result.out == out);
  CHECK(result.err.empty());
}

void check_refused(const RunResult& result, const std::string& message, int exit_status = 8) {
  CHECK(result.exit_status == exit_status);
  CHECK(result.out.empty());
  CHECK_THAT(result.err, StartsWith("error: ") && Contains(message) && Contains("\nhint: "));
}

}  // namespace

TEST_CASE("config vault: init, unlock, lock and passwd") {
  Fixture fixture;
  check_refused(fixture.vault({"unlock"}), "there is no vault yet");
  check_refused(fixture.vault({"lock"}), "config vault init");
  check_output(fixture.vault({"init"}), "made the vault " + fixture.path().string() + "\n");
  struct stat status {};
  REQUIRE(::stat(fixture.path().c_str(), &status) == 0);
  CHECK((status.st_mode & 07777U) == 0600U);
  check_refused(fixture.vault({"init"}), "there is a vault already");
  check_output(fixture.vault({"lock"}), "locked\n");
  check_output(fixture.vault({"unlock"}), "unlocked for 8 h\n");
  check_output(fixture.vault({"unlock", "--for", "15m"}), "unlocked for 15 min\n");
  check_output(fixture.vault({"unlock", "--for", "0"}),
               "the passphrase is right; no key is kept\n");

  fixture.home.set("ENTRA_AUTH_CLI_VAULT_NEW_PASSPHRASE", "hemmelig-2");
  check_output(fixture.vault({"passwd"}), "the vault has a new passphrase\n");
  check_refused(fixture.vault({"unlock"}), "the passphrase is wrong, or the file is damaged");
  check_refused(fixture.vault({"passwd"}), "the passphrase is wrong, or the file is damaged");
  fixture.home.set("ENTRA_AUTH_CLI_VAULT_PASSPHRASE", "hemmelig-2");
  check_output(fixture.vault({"unlock", "--for", "1h"}), "unlocked for 1 h\n");
}

TEST_CASE("config vault: reads the passphrase from a file, a descriptor or a systemd credential") {
  Fixture fixture;
  fixture.home.unset("ENTRA_AUTH_CLI_VAULT_PASSPHRASE");
  const auto one = fixture.home.dir().write("one", "hemmelig-1\n").string();
  const auto two = fixture.home.dir().write("two", "hemmelig-2\n").string();
  CHECK(fixture.vault({"init", "--passphrase-file", one}).exit_status == 0);
  check_output(fixture.shell("unlock --for 1m --passphrase-fd 3 3<one"), "unlocked for 60 s\n");
  check_output(fixture.shell("unlock --for 1m --passphrase-fd 0 <one"), "unlocked for 60 s\n");
  check_output(fixture.vault({"passwd", "--passphrase-file", one, "--new-passphrase-file", two}),
               "the vault has a new passphrase\n");
  check_output(fixture.shell("passwd --passphrase-fd 3 --new-passphrase-fd 4 3<two 4<one"),
               "the vault has a new passphrase\n");
  check_refused(fixture.vault({"unlock", "--passphrase-file", two}), "the passphrase is wrong");

  fixture.home.dir().write("credentials/entra-auth-cli.vault", "hemmelig-1");
  fixture.home.set("CREDENTIALS_DIRECTORY", (fixture.home.dir() / "credentials").string());
  check_output(fixture.vault({"unlock"}), "unlocked for 8 h\n");
  const auto open = fixture.home.dir().write("open", "hemmelig-1", 0644).string();
  check_refused(fixture.vault({"unlock", "--passphrase-file", open}), "chmod 600");
}

TEST_CASE("config vault: without a terminal the error says how to give the passphrase") {
  Fixture fixture;
  fixture.home.unset("ENTRA_AUTH_CLI_VAULT_PASSPHRASE");
  const auto result = fixture.vault({"init"});
  check_refused(result, "cannot be asked for: there is no terminal");
  for (const char* hint : {"--passphrase-file FILE", "ENTRA_AUTH_CLI_VAULT_PASSPHRASE",
                           "LoadCredential=entra-auth-cli.vault"}) {
    CHECK_THAT(result.err, Contains(hint));
  }
  CHECK_FALSE(fs::exists(fixture.path().parent_path()));
  fixture.home.set("CI", "true");
  check_refused(fixture.vault({"init"}), "CI is set");
}

TEST_CASE("config vault: flags that contradict each other are wrong usage") {
  Fixture fixture;
  check_refused(fixture.vault({}), "subcommand", 64);
  check_refused(fixture.vault({"unlock", "--passphrase-file", "x", "--passphrase-fd", "3"}),
                "--passphrase-f", 64);
  check_refused(fixture.vault({"unlock", "--passphrase-fd", "-1"}), "--passphrase-fd", 64);
  check_refused(fixture.vault({"unlock", "--passphrase", "x"}), "--passphrase", 64);
  check_refused(fixture.vault({"unlock", "--for", "soon"}), "not a duration: soon", 64);
  CHECK(fixture.vault({"init"}).exit_status == 0);
  fixture.home.set("ENTRA_AUTH_CLI_VAULT_TIMEOUT", "soon");
  check_refused(fixture.vault({"unlock"}), "ENTRA_AUTH_CLI_VAULT_TIMEOUT", 7);
}

TEST_CASE("config vault: passphrases typed on a terminal are never shown") {
  Fixture fixture;
  fixture.home.unset("ENTRA_AUTH_CLI_VAULT_PASSPHRASE");
  const auto session = [&](const std::string& command,
                           const std::vector<std::pair<std::string, std::string>>& dialogue) {
    TerminalSession terminal({ENTRA_AUTH_CLI, "config", "vault", command},
                             {.env = fixture.home.environment(), .out_is_pipe = true});
    for (const auto& [question, answer] : dialogue) {
      terminal.expect(question);
      terminal.type(answer + "\n");
    }
    CHECK(terminal.wait() == 0);
    CHECK(terminal.screen().find("hemmelig") == std::string::npos);
    return terminal.out();
  };
  CHECK_THAT(session("init", {{"Choose the vault's passphrase: ", "hemmelig-1"},
                              {"Type it again: ", "hemmelig-1"}}),
             StartsWith("made the vault "));
  CHECK(session("unlock", {{"Enter the vault's passphrase: ", "hemmelig-1"}}) ==
        "unlocked for 8 h\n");
  CHECK(session("passwd", {{"Enter the vault's passphrase: ", "hemmelig-1"},
                           {"Choose the vault's new passphrase: ", "hemmelig-2"},
                           {"Type it again: ", "hemmelig-2"}}) ==
        "the vault has a new passphrase\n");
}

TEST_CASE("config vault: Ctrl-C at the prompt leaves the vault unchanged") {
  Fixture fixture;
  REQUIRE(fixture.vault({"init"}).exit_status == 0);
  const auto before = read_text(fixture.path());
  TerminalSession terminal({ENTRA_AUTH_CLI, "config", "vault", "passwd"},
                           {.env = fixture.home.environment()});
  terminal.expect("Choose the vault's new passphrase: ");
  terminal.type("\x03");
  CHECK(terminal.wait() == 130);
  CHECK(terminal.echoes());
  CHECK(read_text(fixture.path()) == before);
}
