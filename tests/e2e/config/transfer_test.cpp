// SPDX-License-Identifier: MIT
// config export and config import: from one user's machine to another's.
#include "e2e/config/transfer.hpp"

#include "secrets/private_bus.hpp"
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

unsigned mode_of(const fs::path& path) {
  struct stat status {};
  REQUIRE(::stat(path.c_str(), &status) == 0);
  return status.st_mode & 07777U;
}

}  // namespace

TEST_CASE(
    "config export and import: a profile and its secret reach an empty machine, in the named "
    "store") {
  const SandboxProcess sandbox(ENTRA_AUTH_SANDBOX);
  Machine ours;
  ours.set("API_SECRET", sandbox["client_secret"]);
  ours.profiles(
      Home::profile(sandbox, "api", sandbox["client_id"],
                    "client_secret = { command = [\"/bin/sh\", \"-c\", \"echo $API_SECRET\"] }"));
  const auto file = ours.dir() / "api.eac";
  CHECK(ours.export_to(file, {"--include-secrets"}).err.empty());
  CHECK(mode_of(file) == 0600);
  const auto bytes = read_text(file);
  CHECK_THAT(bytes, StartsWith("EACEXP01") && !Contains(sandbox["client_secret"]) &&
                        !Contains(sandbox["client_id"]) && !Contains("profiles"));

  for (const std::string place : {"vault", "file"}) {
    CAPTURE(place);
    const Machine theirs;
    if (place == "vault") REQUIRE(theirs.cli({"config", "vault", "init"}).exit_status == 0);
    const auto result = theirs.import_from(file, {"--store", place});
    CAPTURE(result.err);
    CHECK(result.exit_status == 0);
    CHECK(result.err.empty());
    CHECK_THAT(result.out, StartsWith("imported profile api into " +
                                      theirs.profile_file().string() + "\n  client_secret: ") &&
                               !Contains(sandbox["client_secret"]));
    CHECK(mode_of(theirs.profile_file()) == 0600);
    CHECK_THAT(read_text(theirs.profile_file()), !Contains("command"));
    CHECK((read_text(theirs.profile_file()).find("store = \"vault\"") != std::string::npos) ==
          (place == "vault"));
    CHECK(theirs.gets_token("api"));
  }
  // Where nothing is named: the vault, where there is one.
  const Machine theirs;
  const auto before = theirs.state();
  check_refused(theirs.import_from(file), 8, "no store can keep the secret");
  CHECK(theirs.state() == before);
  REQUIRE(theirs.cli({"config", "vault", "init"}).exit_status == 0);
  CHECK(theirs.import_from(file).exit_status == 0);
  CHECK(theirs.gets_token("api"));
}

TEST_CASE("config export and import: a secret moves from one keyring to another") {
  if (!fs::exists("/usr/bin/gnome-keyring-daemon")) {
    WARN("there is no gnome-keyring: not checked");
    return;
  }
  const SandboxProcess sandbox(ENTRA_AUTH_SANDBOX);
  Machine ours;
  ours.set("API_SECRET", sandbox["client_secret"]);
  ours.profiles(Home::profile(sandbox, "api", sandbox["client_id"],
                              "client_secret = { env = \"API_SECRET\" }"));
  const auto file = ours.dir() / "api.eac";
  ours.export_to(file, {"--include-secrets"});
  const PrivateBus bus;
  const PrivateKeyring keyring(bus);
  Machine theirs;
  theirs.set("DBUS_SESSION_BUS_ADDRESS", bus.address());
  const auto result = theirs.import_from(file);
  CAPTURE(result.err);
  CHECK(result.exit_status == 0);
  CHECK(result.out == "imported profile api into " + theirs.profile_file().string() +
                          "\n  client_secret: the keyring\n");
  CHECK(theirs.gets_token("api"));

  const auto second = theirs.dir() / "again.eac";
  theirs.export_to(second, {"--include-secrets"});
  const Machine third;
  CHECK(third.import_from(second, {"--store", "file"}).exit_status == 0);
  CHECK(third.gets_token("api"));
}

TEST_CASE(
    "config export: without secrets the references are exported, and every value is restored") {
  const SandboxProcess sandbox(ENTRA_AUTH_SANDBOX);
  Machine ours;
  ours.profiles(Home::profile(sandbox, "api", sandbox["client_id"],
                              "client_secret = { env = \"API_SECRET\" }\ncache = false\n"
                              "extra_parameters = { \"x_y\" = \"\\\"\u00f8\" }"));
  const auto file = ours.dir() / "api.eac";
  CHECK(ours.export_to(file).err.empty());
  Machine theirs;
  const auto result = theirs.import_from(file, {"-n", "mine"});
  CHECK(result.exit_status == 0);
  CHECK(result.err.empty());
  CHECK_THAT(result.out, StartsWith("imported profile mine into ") &&
                             Contains("\n  client_secret: environment variable API_SECRET\n"));
  CHECK_FALSE(fs::exists(theirs.data()));
  auto shown = theirs.cli({"config", "show", "mine"}).out;
  shown.replace(shown.find("mine"), 4, "api");
  CHECK(shown == ours.cli({"config", "show", "api"}).out);
  theirs.set("API_SECRET", sandbox["client_secret"]);
  CHECK(theirs.gets_token("mine"));
}

TEST_CASE("config export: literal secrets are left out unless requested") {
  Machine ours;
  const std::string secret = "canary-7f3a~+/secret";
  ours.profiles("[profiles.api]\ntenant_id = 't'\nclient_id = 'c'\nclient_secret = '" + secret +
                "'\nproxy = 'http://u:canary@127.0.0.1:3128'\n");
  const auto file = ours.dir() / "api.eac";
  const auto without = ours.export_to(file);
  CHECK_THAT(without.err, Contains("warning: client_secret is plain text in the profile") &&
                              Contains("warning: proxy is plain text") && !Contains("canary"));
  const Machine theirs;
  CHECK(theirs.import_from(file).exit_status == 0);
  CHECK_THAT(read_text(theirs.profile_file()), !Contains("canary") && !Contains("proxy"));

  CHECK(ours.export_to(file, {"--include-secrets"}).err.empty());
  const auto result = theirs.import_from(file, {"--name", "b", "--store", "file"});
  CHECK(result.exit_status == 0);
  CHECK((result.out + result.err).find("canary") == std::string::npos);
  CHECK_THAT(read_text(theirs.profile_file()), !Contains(secret) && Contains("u:canary@"));
  bool is_kept = false;
  for (const auto& entry : fs::directory_iterator(theirs.data() / "secrets")) {
    is_kept = is_kept || read_text(entry.path()) == secret;
  }
  CHECK(is_kept);
}

TEST_CASE("config export: names what is not exported: kept secrets and certificate files") {
  const Machine ours;
  REQUIRE(ours.cli({"config", "create", "api", "--tenant-id", "t", "--client-id", "c",
                    "--client-secret-stdin", "--store", "file"},
                   {.in = "canary"})
              .exit_status == 0);
  const auto file = ours.dir() / "api.eac";
  CHECK_THAT(ours.export_to(file).err, Contains("client_secret in the file ") &&
                                           Contains("stays here") && !Contains("canary"));
  ours.profiles(
      "[profiles.api]\ntenant_id = 't'\nclient_id = 'c'\ncertificate_path = '/c.pem'\n"
      "private_key_path = '/k.pem'\n");
  CHECK_THAT(ours.export_to(file).err,
             Contains("/c.pem is not in the export") && Contains("/k.pem is not"));
  ours.profiles(
      "[profiles.api]\ntenant_id = 't'\nclient_id = 'c'\n"
      "client_secret = { store = 'vault' }\n");
  CHECK_THAT(ours.export_to(file).err, Contains("client_secret in the vault stays here"));
  const Machine theirs;
  const auto result = theirs.import_from(file);
  CHECK(result.exit_status == 0);
  CHECK_THAT(result.err, Contains("client_secret in the vault did not come with the profile"));
}

TEST_CASE("config export: a secret that cannot be read fails the export, and no file is written") {
  const Machine ours;
  ours.profiles(
      "[profiles.api]\ntenant_id = 't'\nclient_id = 'c'\n"
      "client_secret = { env = 'NOT_SET' }\n");
  const auto file = (ours.dir() / "api.eac").string();
  check_refused(ours.cli({"config", "export", "api", "-o", file, "--include-secrets"}), 8,
                "client_secret: environment variable NOT_SET is not set");
  CHECK_FALSE(fs::exists(file));
  CHECK(ours.cli({"config", "export", "-p", "api", "-o", file}).exit_status == 0);
}

TEST_CASE("config export: to a pipe can be imported, and stdout holds nothing else") {
  const SandboxProcess sandbox(ENTRA_AUTH_SANDBOX);
  Machine ours;
  ours.profiles(Home::profile(sandbox, "api", sandbox["client_id"],
                              "client_secret = '" + sandbox["client_secret"] + "'"));
  const auto exported = ours.cli({"config", "export", "api", "--include-secrets"});
  REQUIRE(exported.exit_status == 0);
  CHECK(exported.err.empty());
  CHECK(exported.out.starts_with("EACEXP01"));
  const Machine theirs;
  CHECK(theirs.cli({"config", "import", "-i", "-", "--store", "file"}, {.in = exported.out})
            .exit_status == 0);
  CHECK(theirs.gets_token("api"));

  RunOptions options;
  options.env = ours.environment();
  const std::string program = ENTRA_AUTH_CLI;
  const auto both =
      run({"/bin/sh", "-c",
           program + " config export api -o - | " + program + " config import - --name second"},
          options);
  CAPTURE(both.err);
  CHECK(both.exit_status == 0);
  CHECK_THAT(read_text(ours.profile_file()), Contains("[profiles.second]"));
  check_refused(theirs.cli({"config", "import", "-", "--passphrase-fd", "0"}, {.in = exported.out}),
                64, "--passphrase-fd 3");
}

TEST_CASE("config export: refuses to write to a terminal, and asks twice for the passphrase") {
  Machine ours;
  ours.unset("ENTRA_AUTH_CLI_EXPORT_PASSPHRASE");
  ours.unset("CI");
  ours.profiles("[profiles.api]\ntenant_id = 't'\nclient_id = 'c'\n");
  TerminalSession refused({ENTRA_AUTH_CLI, "config", "export", "api"}, {.env = ours.environment()});
  CHECK(refused.wait() == 64);
  CHECK_THAT(refused.screen(), Contains("--file FILE") && !Contains("EACEXP"));

  const auto file = (ours.dir() / "api.eac").string();
  TerminalSession exporting({ENTRA_AUTH_CLI, "config", "export", "api", "--file", file},
                            {.env = ours.environment()});
  exporting.expect("Choose the export's passphrase: ");
  exporting.type("one\n");
  exporting.expect("Type it again: ");
  exporting.type("two\n");
  exporting.expect("Try again");
  for (const char* question : {"Choose the export's passphrase: ", "Type it again: "}) {
    exporting.expect(question);
    exporting.type("hemmelig-3\n");
  }
  CHECK(exporting.wait() == 0);
  CHECK(exporting.screen().find("hemmelig") == std::string::npos);

  const auto before = ours.state();
  TerminalSession kept({ENTRA_AUTH_CLI, "config", "import", file}, {.env = ours.environment()});
  kept.expect("Enter the export's passphrase: ");
  kept.type("hemmelig-3\n");
  kept.expect("There is a profile api already. Replace it");
  kept.type("\n");
  CHECK(kept.wait() == 0);
  CHECK_THAT(kept.screen(), Contains("kept profile api"));
  CHECK(ours.state() == before);
  TerminalSession replaced({ENTRA_AUTH_CLI, "config", "import", file}, {.env = ours.environment()});
  replaced.expect("Enter the export's passphrase: ");
  replaced.type("hemmelig-3\n");
  replaced.expect("[y/N] ");
  replaced.type("y\n");
  CHECK(replaced.wait() == 0);
}

TEST_CASE(
    "config export: takes the passphrase from a file or descriptor, and fails at once without "
    "one") {
  Machine ours;
  ours.profiles("[profiles.api]\ntenant_id = 't'\nclient_id = 'c'\n");
  const auto file = (ours.dir() / "api.eac").string();
  const auto one = ours.dir().write("one", "over the wire 1\n").string();
  const auto two = ours.dir().write("two", "another\n").string();
  ours.unset("ENTRA_AUTH_CLI_EXPORT_PASSPHRASE");
  for (const auto& arguments : std::vector<std::vector<std::string>>{
           {"config", "export", "api", "--file", file}, {"config", "export", "api"}}) {
    const auto result = ours.cli(arguments);
    check_refused(result, 8, "the export's passphrase is needed, but cannot be asked for");
    CHECK_THAT(result.err,
               Contains("--passphrase-file FILE") && Contains("ENTRA_AUTH_CLI_EXPORT_PASSPHRASE"));
    CHECK(result.seconds < 2);
  }
  CHECK_FALSE(fs::exists(file));
  ours.export_to(file, {"--passphrase-file", one});
  const Machine theirs;
  const auto before = theirs.state();
  check_refused(theirs.import_from(file, {"--passphrase-file", two}), 8,
                "the passphrase is wrong, or the file is damaged");
  check_refused(theirs.import_from(file, {"--no-interaction", "--passphrase-file", "/nowhere"}), 8,
                "/nowhere");
  CHECK(theirs.state() == before);
  RunOptions options;
  options.env = ours.environment();  // no passphrase in it
  check_refused(run({ENTRA_AUTH_CLI, "config", "import", file}, options), 8, "cannot be asked for");
  const auto by_descriptor = run(
      {"/bin/sh", "-c",
       std::string(ENTRA_AUTH_CLI) + " config import " + file + " -n b --passphrase-fd 3 3<" + one},
      options);
  CHECK(by_descriptor.exit_status == 0);
}

TEST_CASE("config export: replaces an older export, and no other file") {
  Machine ours;
  ours.profiles("[profiles.api]\ntenant_id = 't'\nclient_id = 'c'\n");
  const auto check_kept = [&](const fs::path& path) {
    const auto before = read_text(path);
    const auto result = ours.cli({"config", "export", "api", "--file", path.string()});
    check_refused(result, 64, path.string());
    CHECK(read_text(path) == before);
  };
  check_kept(ours.profile_file());
  REQUIRE(ours.cli({"config", "vault", "init"}).exit_status == 0);
  check_kept(ours.data() / "vault");
  const auto file = ours.dir() / "api.eac";
  ours.export_to(file);
  const auto first = read_text(file);
  ours.export_to(file);
  CHECK(read_text(file) != first);  // a new salt
  fs::create_symlink(file, ours.dir() / "link");
  check_kept(ours.dir() / "link");
  CHECK(ours.cli({"config", "export", "api", "--file", ours.dir().path().string()}).exit_status ==
        64);
  ours.export_to(ours.dir().write("empty", ""));
  CHECK(
      ours.cli({"config", "export", "api", "--file", (ours.dir() / "no/x").string()}).exit_status ==
      1);
  CHECK(ours.cli({"config", "export", "absent", "--file", file.string()}).exit_status == 2);
  CHECK(ours.cli({"config", "export", "--file", file.string()}).exit_status == 64);
  ours.profiles("[profiles.api]\ntenant_id = 't'\nclient_idd = 'canary'\n");
  check_refused(ours.cli({"config", "export", "api", "--file", file.string()}), 7, "client_idd");
}
