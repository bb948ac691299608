// SPDX-License-Identifier: MIT
// No secret in any output, file or argument list. A canary is looked for in every form it could
// have.
#include "base/encoding.hpp"
#include "e2e/home.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth::test;
using namespace entra_auth;
namespace fs = std::filesystem;

namespace {

std::vector<std::string> disguises(const std::string& secret) {
  return {secret, base64_encode(secret), base64url_encode(secret), hex_encode(secret),
          percent_encode(secret)};
}

void has_none(const std::string& text, const std::string& secret, const std::string& where) {
  for (const auto& form : disguises(secret)) {
    INFO(where << " holds " << form);
    CHECK(text.find(form) == std::string::npos);
  }
}

}  // namespace

TEST_CASE("secrecy: client secrets and tokens appear only where they belong") {
  const SandboxProcess server(ENTRA_AUTH_SANDBOX);
  const std::string canary = "cAnArY-+&%=~0123456789";
  server.register_client({{"client_id", "00000000-0000-0000-0000-0000000000d1"},
                          {"secrets", {canary}},
                          {"roles", {"access_as_application"}}});
  Home home;
  home.set("CANARY", canary);
  home.profiles(Home::profile(server, "p", "00000000-0000-0000-0000-0000000000d1",
                              "client_secret = { env = \"CANARY\" }"));
  const auto good = home.cli({"get-token", "-vv"});
  REQUIRE(good.exit_status == 0);
  const auto token = good.out.substr(0, good.out.size() - 1);
  has_none(good.err, canary, "-vv");
  has_none(good.err, token, "-vv");
  has_none(good.out, canary, "stdout");

  server.settings(
      {{"raw_response", "{\"access_token\":\"" + token + "\",\"token_type\":\"mac\"}"}});
  const auto unusable = home.cli({"get-token", "--force", "-vv", "--timeout", "10s"});
  CHECK(unusable.exit_status == 4);
  has_none(unusable.err, token, "an unusable answer");
  has_none(unusable.err, canary, "an unusable answer");

  server.reset();
  home.profiles(Home::profile(server, "p", "00000000-0000-0000-0000-0000000000d2",
                              "client_secret = { env = \"CANARY\" }"));
  for (const char* format : {"token", "json"}) {
    const auto refused = home.cli({"get-token", "-vv", "-o", format});
    CHECK(refused.exit_status == 3);
    has_none(refused.err + refused.out, canary, "a refusal");
  }
  for (const auto& entry : fs::recursive_directory_iterator(home.dir().path())) {
    if (entry.is_regular_file()) has_none(read_text(entry.path()), canary, entry.path().string());
  }
}

TEST_CASE(
    "secrecy: secrets injected by a platform, and what is made of them, appear only where they "
    "belong") {
  struct Row {
    const char* platform;
    const char* profile;
    const char* scope;
    std::vector<const char*> secrets;
  };
  const auto row = GENERATE(
      Row{"nais",
          "env:nais",
          "api://cluster.ns.app/.default",
          {"AZURE_APP_CLIENT_SECRET", "AZURE_APP_JWK"}},
      Row{"maskinporten", "env:maskinporten", "sandbox:read", {"MASKINPORTEN_CLIENT_JWK"}},
      Row{"texas", "env:texas/entra_id", "api://cluster.ns.app/.default", {}},
      Row{"github",
          "env:azure",
          "api://cluster.ns.app/.default",
          {"ACTIONS_ID_TOKEN_REQUEST_TOKEN"}},
      Row{"azure-pipelines", "env:azure", "api://cluster.ns.app/.default", {"SYSTEM_ACCESSTOKEN"}},
      Row{"app-service", "mi", "api://cluster.ns.app/.default", {"IDENTITY_HEADER"}});
  CAPTURE(row.platform);
  const SandboxProcess server(ENTRA_AUTH_SANDBOX);
  Home home;
  home.enter(server, row.platform);
  home.profiles("[profiles.mi]\nauth_method = \"managed-identity\"\n");
  const auto good = home.cli({"get-token", "-vv", "-p", row.profile, "-s", row.scope});
  REQUIRE(good.exit_status == 0);
  const auto token = good.out.substr(0, good.out.size() - 1);
  has_none(good.err, token, "-vv");
  std::vector<std::string> canaries;
  const auto variables = server.environment(row.platform);
  for (const auto* name : row.secrets) canaries.push_back(variables[name].get<std::string>());
  // Assertions, signed or fetched: the signature must never be shown.
  const auto requests = server.requests();
  for (const auto& request : requests) {
    if (!request["form"].is_array()) continue;
    for (const auto& field : request["form"]) {
      if (field[0] != "assertion" && field[0] != "client_assertion") continue;
      const auto text = field[1].get<std::string>();
      canaries.push_back(text.substr(text.rfind('.') + 1));
    }
  }
  CHECK((canaries.size() > row.secrets.size() || std::string(row.profile) == "mi" ||
         std::string(row.platform) == "texas"));
  for (const auto& canary : canaries) {
    has_none(good.err, canary, "-vv");
    for (const auto& entry : fs::recursive_directory_iterator(home.dir().path())) {
      if (entry.is_regular_file()) has_none(read_text(entry.path()), canary, entry.path().string());
    }
  }
}

TEST_CASE("secrecy: the incoming token appears in no output") {
  const SandboxProcess server(ENTRA_AUTH_SANDBOX);
  Home home;
  home.enter(server, "texas");
  const auto user = server.user_token();
  RunOptions options;
  options.env = home.environment();
  options.in = user;
  const auto good = home.cli({"get-token", "-vv", "-p", "env:texas/entra_id", "-f", "obo", "-s",
                              "api://cluster.ns.app/.default"},
                             options);
  REQUIRE(good.exit_status == 0);
  has_none(good.err, user.substr(user.rfind('.') + 1), "-vv");
  const auto verified =
      home.cli({"inspect", "-vv", "--verify", "-p", "env:texas/entra_id", "-"}, options);
  CHECK(verified.exit_status == 0);
  has_none(verified.err + verified.out, user.substr(user.rfind('.') + 1), "inspect");
  for (const auto& entry : fs::recursive_directory_iterator(home.dir().path())) {
    if (entry.is_regular_file()) {
      has_none(read_text(entry.path()), user.substr(user.rfind('.') + 1), entry.path().string());
    }
  }
}

TEST_CASE("secrecy: a server that echoes the request gets nothing shown") {
  const SandboxProcess server(ENTRA_AUTH_SANDBOX);
  const Home home(server);
  const std::string hostile =
      R"({"error":"invalid_client","error_description":"AADSTS1: \u001b[2J\u001b]52;c;AAAA\u0007 {} %n %s \u202e\u009b31m"})";
  server.fault({{"endpoint", "token"},
                {"times", 0},
                {"status", 400},
                {"body", hostile},
                {"content_type", "application/json"}});
  for (const char* format : {"token", "json"}) {
    const auto result = home.cli({"get-token", "-vv", "-o", format});
    CHECK(result.exit_status == 3);
    for (const char c : result.err) CHECK((c == '\n' || (c >= 0x20 && c < 0x7F)));
  }
}

TEST_CASE("secrecy: no flag takes a secret") {
  const auto help = Home().cli({"get-token", "--help"}).out;
  for (const char* flag : {"--client-secret", "--password", "--secret", "--assertion "}) {
    CHECK(help.find(flag) == std::string::npos);
  }
}

TEST_CASE("secrecy: another process of the same user cannot read memory or environment") {
  const SandboxProcess server(ENTRA_AUTH_SANDBOX);
  const Home home(server);
  server.fault({{"endpoint", "token"}, {"times", 0}, {"delay_ms", 1500}});
  RunOptions options;
  options.env = home.environment();
  // /proc/PID/environ of a process that is not dumpable belongs to root; only root may then read
  // it.
  const auto result = run({"/bin/sh", "-c",
                           std::string(ENTRA_AUTH_CLI) +
                               " get-token --no-cache >/dev/null & sleep 0.7; "
                               "stat -c %u:%a /proc/$!/environ; grep -c . /proc/$!/limits; wait"},
                          options);
  CHECK(result.out.starts_with("0:"));
}
