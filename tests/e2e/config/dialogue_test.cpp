// SPDX-License-Identifier: MIT
// config create, edit and delete with a person at a terminal.
#include "e2e/home.hpp"
#include "support/terminal_session.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace entra_auth::test;
using Catch::Matchers::Contains;

namespace {

namespace fs = std::filesystem;

TerminalSession start(const Home& home, std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), ENTRA_AUTH_CLI);
  return TerminalSession(std::move(arguments), {.env = home.environment(), .out_is_pipe = true});
}

int secret_files(const Home& home) {
  const auto folder = home.dir() / ".local/share/entra-auth-cli/secrets";
  if (!fs::exists(folder)) return 0;
  const fs::directory_iterator entries(folder);
  return static_cast<int>(std::distance(begin(entries), end(entries)));
}

/// A question and what is typed then.
struct Step {
  std::string question;
  std::string answer;
};

std::vector<Step> steps(const SandboxProcess& sandbox) {
  return {{"Name of the profile: ", "my-api-client\n"},
          {"Provider (entra, maskinporten, texas, oidc) [entra]: ", "\n"},
          {"Tenant (GUID or domain): ", sandbox["tenant_id"] + "\n"},
          {"Client ID: ", sandbox["client_id"] + "\n"},
          {"Credential (client-secret, certificate, jwk, federated, none) [client-secret]: ", "\n"},
          {"Client secret (not shown", sandbox["client_secret"] + "\n"},
          {"Scopes (Enter for none): ", sandbox["scope"] + "\n"}};
}

}  // namespace

TEST_CASE(
    "config create dialogue: repeats a question after a wrong answer, and ends with a token") {
  const SandboxProcess sandbox(ENTRA_AUTH_SANDBOX);
  const Home home;
  auto session =
      start(home, {"config", "create", "--authority", sandbox["authority"], "--store", "file"});
  session.expect("Name of the profile: ");
  session.type("not a name\n");
  session.expect("not a profile name");
  const auto all = steps(sandbox);
  for (std::size_t i = 0; i < all.size(); ++i) {
    session.expect(all[i].question);
    if (i == 2) {
      session.type("two words\n");
      session.expect("is not a tenant");
      session.expect(all[i].question);
      session.type("\n");
      session.expect("this one is needed");
      session.expect(all[i].question);
    }
    if (i == 4) {
      session.type("password\n");
      session.expect("auth_method must be");
      session.expect(all[i].question);
    }
    session.type(all[i].answer);
  }
  session.expect("Get a first token now? [Y/n] ");
  session.type("perhaps\n");
  session.expect("Get a first token now? [Y/n] ");
  session.type("\n");
  session.expect("It works: access token of Entra ID");
  CHECK(session.wait() == 0);
  CHECK(session.echoes());
  CHECK(session.out() == "created profile my-api-client in " + home.profile_file().string() + "\n");
  CHECK_THAT(session.screen(), !Contains(sandbox["client_secret"]) && !Contains("eyJ"));
  CHECK(secret_files(home) == 1);
  CHECK(sandbox.counters()["token"] == 1);
  CHECK(is_one_token(home.cli({"get-token", "-p", "my-api-client"}).out));
  CHECK(sandbox.counters()["token"] == 1);  // the first token is cached
}

TEST_CASE(
    "config create dialogue: asks only what no flag sets, and keeps the profile if the first token "
    "fails") {
  const SandboxProcess sandbox(ENTRA_AUTH_SANDBOX);
  const Home home;
  auto session = start(
      home, {"config", "create", "my-api-client", "--authority", sandbox["authority"],
             "--tenant-id", sandbox["tenant_id"], "--client-id", sandbox["client_id"],
             "--auth-method", "ClientSecret", "--scope", sandbox["scope"], "--store", "file"});
  session.expect("Client secret (not shown");
  session.type("wrong-secret\n");
  session.expect("Get a first token now? [Y/n] ");
  session.type("y\n");
  session.expect("AADSTS7000215");
  session.expect("The profile is kept");
  CHECK(session.wait() == 0);
  CHECK_THAT(session.screen(), !Contains("wrong-secret") && !Contains("Provider"));
  CHECK(home.cli({"config", "validate"}).exit_status == 0);
}

TEST_CASE("config create dialogue: asks nothing if flags answer everything") {
  const Home home;
  auto session = start(home, {"config", "create", "x", "--tenant-id", "t", "--client-id", "c",
                              "--client-secret-env", "X"});
  CHECK(session.wait() == 0);
  CHECK(session.screen().empty());
}

TEST_CASE(
    "config create dialogue: Ctrl-C at any question restores the terminal and leaves nothing "
    "behind") {
  const SandboxProcess sandbox(ENTRA_AUTH_SANDBOX);
  const auto all = steps(sandbox);
  for (std::size_t last = 0; last < all.size(); ++last) {
    const Home home;
    auto session =
        start(home, {"config", "create", "--authority", sandbox["authority"], "--store", "file"});
    for (std::size_t i = 0; i < last; ++i) {
      session.expect(all[i].question);
      session.type(all[i].answer);
    }
    CAPTURE(all[last].question);
    session.expect(all[last].question);
    session.type("\x03");
    CHECK(session.wait() == 130);
    CHECK(session.echoes());
    CHECK(session.out().empty());
    CHECK_FALSE(fs::exists(home.profile_file()));
    CHECK(secret_files(home) == 0);
  }
}

TEST_CASE("config create dialogue: Ctrl-C at the offer of a first token keeps the profile") {
  const SandboxProcess sandbox(ENTRA_AUTH_SANDBOX);
  const Home home;
  auto session =
      start(home, {"config", "create", "--authority", sandbox["authority"], "--store", "file"});
  for (const auto& step : steps(sandbox)) {
    session.expect(step.question);
    session.type(step.answer);
  }
  session.expect("Get a first token now? [Y/n] ");
  session.type("\x03");
  CHECK(session.wait() == 130);
  CHECK(session.echoes());
  CHECK(secret_files(home) == 1);
  const auto token = home.cli({"get-token", "-p", "my-api-client"});
  CAPTURE(token.err);
  CHECK(token.exit_status == 0);
}

TEST_CASE(
    "config create dialogue: a certificate's password is typed hidden, and kept like a secret") {
  const Home home;
  const auto pfx = home.dir().write("me.pfx", "not read now");
  auto session = start(
      home, {"config", "create", "x", "--tenant-id", "t", "--client-id", "c", "--store", "file"});
  session.expect("Credential");
  session.type("certificate\n");
  session.expect("Certificate and key");
  session.type(pfx.string() + "\n");
  session.expect("Its password (not shown; Enter for none): ");
  CHECK_FALSE(session.echoes());
  session.type("p4ss-canary\n");
  session.expect("Scopes");
  session.type("api://a/.default\n");
  session.expect("Get a first token now? [Y/n] ");
  session.type("n\n");
  CHECK(session.wait() == 0);
  CHECK_THAT(session.screen(), !Contains("p4ss-canary"));
  CHECK(secret_files(home) == 1);
  CHECK_THAT(read_text(home.profile_file()), Contains("certificate_password = { file = \""));
  const auto again =
      home.cli({"config", "edit", "x", "--certificate-password-stdin", "--store", "file"},
               {.in = "another\n"});
  CAPTURE(again.err);
  CHECK(again.exit_status == 0);
  CHECK(secret_files(home) == 1);
}

TEST_CASE("config create dialogue: Ctrl-D ends with exit code 6, and CI is asked nothing") {
  Home home;
  auto session = start(home, {"config", "create", "x"});
  session.expect("Provider");
  session.type("\x04");
  CHECK(session.wait() == 6);
  CHECK_FALSE(fs::exists(home.profile_file()));
  auto quiet = start(home, {"config", "create", "x", "--no-interaction"});
  CHECK(quiet.wait() == 64);
  home.set("CI", "true");
  auto in_ci = start(home, {"config", "create", "x"});
  CHECK(in_ci.wait() == 64);
  CHECK_THAT(in_ci.screen(), Contains("CI is set"));
}

TEST_CASE("config create dialogue: the secret can be named as a variable instead") {
  const Home home;
  auto session = start(home, {"config", "create", "x", "--tenant-id", "t", "--client-id", "c"});
  session.expect("Credential");
  session.type("ClientSecret\n");
  session.expect("Client secret");
  session.type("\n");
  session.expect("Environment variable: ");
  session.type("$NOT-A-NAME\n");
  session.expect("must be the name of an environment variable");
  session.expect("Client secret");
  session.type("\n");
  session.expect("Environment variable: ");
  session.type("MY_SECRET\n");
  session.expect("Scopes");
  session.type("\n");
  session.expect("Get a first token now?");
  session.type("n\n");
  CHECK(session.wait() == 0);
  CHECK_THAT(read_text(home.profile_file()), Contains("{ env = \"MY_SECRET\" }"));
}

TEST_CASE(
    "config edit dialogue: shows current values, Enter keeps them, and the rest of the file "
    "stays") {
  const Home home;
  const std::string before =
      "# mine\n[profiles.a]\ntenant_id = 't' # here\nclient_id = 'c'\nclient_secret = { env = 'X' "
      "}\nscopes = ['one', 'two']\n";
  home.profiles(before);
  auto session = start(home, {"config", "edit", "a"});
  session.expect("Provider (entra, maskinporten, texas, oidc) [entra]: ");
  session.type("\n");
  session.expect("Tenant (GUID or domain) [t]: ");
  session.type("contoso.onmicrosoft.com\n");
  session.expect("Client ID [c]: ");
  session.type("\n");
  session.expect("[client-secret]: ");
  session.type("\n");
  session.expect("Client secret (not shown; Enter keeps it): ");
  session.type("\n");
  session.expect("Scopes (- for none) [one two]: ");
  session.type("\n");
  CHECK(session.wait() == 0);
  CHECK(session.out() == "changed profile a in " + home.profile_file().string() + "\n");
  CHECK_THAT(read_text(home.profile_file()),
             Contains("# mine\n[profiles.a]\ntenant_id = \"contoso.onmicrosoft.com\" # here\n"
                      "client_id = 'c'\nclient_secret = { env = 'X' }\nscopes = ['one', 'two']\n"));
}

TEST_CASE("config delete: asks for confirmation") {
  const Home home;
  const std::string before = "[profiles.a]\ntenant_id = 't'\nclient_id = 'c'\n";
  home.profiles(before);
  auto kept = start(home, {"config", "delete", "a"});
  kept.expect("Delete profile a, its tokens and the secrets kept for it? [y/N] ");
  kept.type("\n");
  CHECK(kept.wait() == 0);
  CHECK(kept.out() == "kept profile a\n");
  CHECK(read_text(home.profile_file()) == before);
  auto deleted = start(home, {"config", "delete", "a"});
  deleted.expect("[y/N] ");
  deleted.type("yes\n");
  CHECK(deleted.wait() == 0);
  CHECK(read_text(home.profile_file()).empty());
}
