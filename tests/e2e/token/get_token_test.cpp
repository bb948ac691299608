// SPDX-License-Identifier: MIT
// Exit codes, streams, precedence: docs/errors.md and docs/profiles.md, seen from a shell.
#include "e2e/home.hpp"
#include "support/raw_server.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth::test;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace {

SandboxProcess sandbox() { return SandboxProcess(ENTRA_AUTH_SANDBOX); }

}  // namespace

TEST_CASE(
    "get-token: prints a token and one line break, and nothing on stderr, at every verbosity") {
  const auto server = sandbox();
  const Home home(server);
  for (const char* verbosity : {"", "-v", "-vv"}) {
    for (const char* force : {"", "--force"}) {
      std::vector<std::string> arguments = {"get-token", "-p", "api"};
      for (const std::string flag : {verbosity, force}) {
        if (!flag.empty()) arguments.push_back(flag);
      }
      const auto result = home.cli(arguments);
      CAPTURE(verbosity, force, result.err);
      CHECK(result.exit_status == 0);
      CHECK(is_one_token(result.out));
      CHECK(result.err.empty() == std::string(verbosity).empty());
    }
  }
}

TEST_CASE("get-token: a cached token is served without a request") {
  const auto server = sandbox();
  const Home home(server);
  const auto first = home.cli({"get-token", "-p", "api"});
  const auto second = home.cli({"get-token", "-p", "api", "-v"});
  CHECK(first.out == second.out);
  CHECK_THAT(second.err, Contains("cache: hit, expires in"));
  CHECK(server.counters()["token"] == 1);
}

TEST_CASE("get-token: sends exactly one POST with exactly the documented parameters") {
  const auto server = sandbox();
  const Home home(server);
  REQUIRE(home.cli({"get-token"}).exit_status == 0);
  const auto requests = server.requests();
  REQUIRE(requests.size() == 1);
  CHECK(requests[0]["method"] == "POST");
  CHECK(requests[0]["form"] == nlohmann::json::array({{"grant_type", "client_credentials"},
                                                      {"client_id", server["client_id"]},
                                                      {"client_secret", server["client_secret"]},
                                                      {"scope", server["scope"]}}));
  CHECK(requests[0]["headers"]["content-type"] == "application/x-www-form-urlencoded");
  CHECK(requests[0]["headers"]["accept"] == "application/json");
}

TEST_CASE(
    "get-token: the profile is that of the flag, the variable, default_profile or the only one, "
    "else exit 2") {
  const auto server = sandbox();
  Home home(server);
  const std::string secret = "client_secret = { env = \"API_SECRET\" }";
  const auto two = Home::profile(server, "one", server["client_id"], secret) +
                   Home::profile(server, "two", server["client_id"], secret);
  const auto used = [&](std::vector<std::string> more = {}) {
    std::vector<std::string> arguments = {"get-token", "-o", "json"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const auto result = home.cli(arguments);
    return result.exit_status == 0 ? nlohmann::json::parse(result.out)["profile"].get<std::string>()
                                   : "exit " + std::to_string(result.exit_status);
  };
  CHECK(used() == "api");
  home.profiles(two);
  CHECK(used() == "exit 2");
  home.profiles("default_profile = \"two\"\n" + two);
  CHECK(used() == "two");
  home.set("ENTRA_AUTH_CLI_PROFILE", "one");
  CHECK(used() == "one");
  CHECK(used({"-p", "two"}) == "two");
}

TEST_CASE("get-token: an unknown profile exits with 2 and the nearest names") {
  const auto server = sandbox();
  const Home home(server);
  const auto result = home.cli({"get-token", "-p", "apii"});
  CHECK(result.exit_status == 2);
  CHECK(result.out.empty());
  CHECK_THAT(result.err,
             StartsWith("error: ") && Contains("apii") && Contains("hint: ") && Contains("api"));
}

TEST_CASE("get-token: a missing profile file exits with 2 and says how to create one") {
  const Home home;
  const auto result = home.cli({"get-token", "-p", "x"});
  CHECK(result.exit_status == 2);
  CHECK_THAT(result.err, Contains("profiles.toml") && Contains("client_secret"));
}

TEST_CASE("get-token: a TOML error exits with 7, file and line, and leaves the file alone") {
  const Home home;
  const std::string broken = "[profiles.a]\ntenant_id = \"t\"\nclient_id = = \"canary\"\n";
  home.profiles(broken);
  const auto result = home.cli({"get-token", "-p", "a"});
  CHECK(result.exit_status == 7);
  CHECK(result.out.empty());
  CHECK_THAT(result.err, Contains(home.profile_file().string() + ":3") && !Contains("canary"));
  CHECK(read_text(home.profile_file()) == broken);
}

TEST_CASE("get-token: an unknown key exits with 7, file, line, key and the nearest name") {
  const auto server = sandbox();
  Home home;
  home.profiles(Home::profile(server, "a", "c", "client_secrt = { env = \"X\" }"));
  const auto result = home.cli({"get-token"});
  CHECK(result.exit_status == 7);
  CHECK_THAT(result.err,
             Contains("profiles.toml:6") && Contains("client_secrt") && Contains("client_secret"));
}

TEST_CASE("get-token: a missing secret variable exits with 8 and its name") {
  const auto server = sandbox();
  Home home(server);
  home.unset("API_SECRET");
  const auto result = home.cli({"get-token"});
  CHECK(result.exit_status == 8);
  CHECK(result.out.empty());
  CHECK_THAT(result.err, Contains("API_SECRET"));
  CHECK(server.counters()["token"] == 0);
}

TEST_CASE(
    "get-token: a wrong secret exits with 3, AADSTS7000215 and its remedy, as JSON on request") {
  const auto server = sandbox();
  Home home(server);
  home.set("API_SECRET", "wrong");
  const auto text = home.cli({"get-token"});
  CHECK(text.exit_status == 3);
  CHECK(text.out.empty());
  CHECK_THAT(text.err, Contains("AADSTS7000215") && Contains("hint: ") && Contains("Value"));

  const auto json = home.cli({"get-token", "-o", "json"});
  CHECK(json.exit_status == 3);
  CHECK(json.out.empty());
  const auto error = nlohmann::json::parse(json.err);
  CHECK(error["error"] == "invalid_client");
  CHECK(error["code"] == "AADSTS7000215");
  CHECK(error["exit_code"] == 3);
  CHECK(error["retryable"] == false);
  CHECK(error["correlation_id"].is_string());
  CHECK(error["trace_id"].is_string());
  CHECK(error["claims"].is_null());
  CHECK_THAT(error["hint"].get<std::string>(), Contains("Value"));
  CHECK(server.counters()["token"] == 2);  // a refusal is never repeated
}

TEST_CASE("get-token: malformed scopes exit with 3") {
  const auto server = sandbox();
  const Home home(server);
  for (const auto& [scope, code] : std::vector<std::pair<std::string, std::string>>{
           {"api://sandbox-api/read", "AADSTS1002012"},
           {"api://unknown/.default", "AADSTS500011"}}) {
    const auto result = home.cli({"get-token", "-s", scope});
    CAPTURE(scope, result.err);
    CHECK(result.exit_status == 3);
    CHECK_THAT(result.err, Contains(code) && Contains("hint: "));
  }
  server.fault({{"endpoint", "token"},
                {"times", 1},
                {"status", 400},
                {"content_type", "application/json"},
                {"body", R"({"error":"invalid_scope","error_description":"AADSTS70011: Bad."})"}});
  const auto result = home.cli({"get-token"});
  CHECK(result.exit_status == 3);
  CHECK_THAT(result.err, Contains("AADSTS70011") && Contains("/.default"));
}

TEST_CASE(
    "get-token: scopes come from flag, variable or profile, separated by spaces or commas, or "
    "resource") {
  const auto server = sandbox();
  Home home(server);
  const auto sent = [&](std::vector<std::string> more) {
    server.reset();
    std::vector<std::string> arguments = {"get-token", "--force"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    (void)home.cli(arguments);
    const auto requests = server.requests();
    for (const auto& field : requests[0]["form"]) {
      if (field[0] == "scope") return field[1].get<std::string>();
    }
    return std::string("none");
  };
  CHECK(sent({}) == "api://sandbox-api/.default");
  CHECK(sent({"-s", "a/.default b"}) == "a/.default b");
  CHECK(sent({"-s", "a,b", "--scope", "c"}) == "a b c");
  CHECK(sent({"--resource", "https://a.example/"}) == "https://a.example//.default");
  home.set("ENTRA_AUTH_CLI_SCOPE", "from-variable");
  CHECK(sent({}) == "from-variable");
  CHECK(sent({"--resource", "api://sandbox-api"}) == "api://sandbox-api/.default");
}

TEST_CASE("get-token: an unknown tenant exits with 3") {
  const auto server = sandbox();
  Home home(server);
  home.profiles(
      "[profiles.a]\nauthority = \"" + server["authority"] +
      "\"\ntenant_id = \"unknown.example\"\nclient_id = \"c\"\nscopes = [\"x/.default\"]\n"
      "client_secret = { env = \"API_SECRET\" }\n");
  const auto result = home.cli({"get-token"});
  CHECK(result.exit_status == 3);
  CHECK_THAT(result.err, Contains("AADSTS90002"));
}

TEST_CASE("get-token: cleartext http to another host exits with 7 before anything is sent") {
  Home home;
  home.set("S", "s");
  home.profiles(
      "[profiles.a]\nauthority = \"http://login.example\"\ntenant_id = \"t.example\"\n"
      "client_id = \"c\"\nscopes = [\"x\"]\nclient_secret = { env = \"S\" }\n");
  const auto result = home.cli({"get-token"});
  CHECK(result.exit_status == 7);
  CHECK(result.seconds < 5);
}

TEST_CASE("get-token: an unreachable host exits with 4, a silent one with 5") {
  Home home;
  home.set("S", "s");
  const ClosedPort port;
  const std::string closed = "http://127.0.0.1:" + std::to_string(port.port());
  home.profiles("[profiles.a]\nauthority = \"" + closed +
                "\"\ntenant_id = \"t.example\"\n"
                "client_id = \"c\"\nscopes = [\"x\"]\nclient_secret = { env = \"S\" }\n");
  const auto refused = home.cli({"get-token"});
  CHECK(refused.exit_status == 4);
  CHECK_THAT(refused.err, Contains(closed));

  const auto server = sandbox();
  const Home other(server);
  server.fault({{"endpoint", "token"}, {"times", 0}, {"delay_ms", 20000}});
  const auto silent = other.cli({"get-token", "--timeout", "1s"});
  CHECK(silent.exit_status == 5);
  CHECK(silent.out.empty());
  CHECK(silent.seconds < 3);
  CHECK_THAT(silent.err, Contains("--timeout"));
}

TEST_CASE(
    "get-token: min_validity and a short lifetime, from the flag, the variable or the profile") {
  const SandboxProcess server(ENTRA_AUTH_SANDBOX, {"--token-lifetime", "120"});
  Home home(server);
  for (int i = 0; i < 5; ++i) REQUIRE(home.cli({"get-token"}).exit_status == 0);
  CHECK(server.counters()["token"] == 1);
  server.settings({{"token_lifetime", 3600}});
  REQUIRE(home.cli({"get-token", "--force"}).exit_status == 0);
  server.reset();
  REQUIRE(home.cli({"get-token", "--min-validity", "20m"}).exit_status == 0);
  CHECK(server.counters()["token"] == 0);
  CHECK(home.cli({"get-token", "--min-validity", "soon"}).exit_status == 64);
  home.set("ENTRA_AUTH_CLI_MIN_VALIDITY", "nonsense");
  const auto bad = home.cli({"get-token"});
  CHECK(bad.exit_status == 64);
  CHECK_THAT(bad.err, Contains("ENTRA_AUTH_CLI_MIN_VALIDITY"));
}

TEST_CASE("get-token: an unsupported combination has a message of its own") {
  const auto server = sandbox();
  Home home;
  home.profiles(Home::profile(server, "person", server["client_id"], "auth_method = \"none\""));
  const auto result = home.cli({"get-token", "-f", "maskinporten"});
  CHECK(result.exit_status == 7);
  CHECK_THAT(result.err, Contains("interactive-browser"));
  CHECK(home.cli({"get-token", "-f", "nonsense"}).exit_status == 64);
}

TEST_CASE("get-token: a closed or full stdout exits with 1, and the token is cached") {
  const auto server = sandbox();
  const Home home(server);
  RunOptions closed;
  closed.close_out = true;
  const auto first = home.cli({"get-token"}, closed);
  CHECK(first.exit_status == 1);
  CHECK_THAT(first.err, StartsWith("error: "));
  RunOptions full;
  full.out_path = "/dev/full";
  CHECK(home.cli({"get-token"}, full).exit_status == 1);
  CHECK(home.cli({"get-token"}).exit_status == 0);
  CHECK(server.counters()["token"] == 1);
}

TEST_CASE(
    "get-token: a private profile file may hold a literal secret, with a warning, a readable one "
    "may not") {
  const auto server = sandbox();
  Home home;
  const auto toml = Home::profile(server, "a", server["client_id"],
                                  "client_secret = \"" + server["client_secret"] + "\"");
  home.profiles(toml);
  const auto fine = home.cli({"get-token"});
  CHECK(fine.exit_status == 0);
  CHECK_THAT(fine.err, StartsWith("warning: ") && Contains("client_secret"));
  home.dir().write(".config/entra-auth-cli/profiles.toml", toml, 0644);
  const auto refused = home.cli({"get-token", "--force"});
  CHECK(refused.exit_status == 7);
  CHECK_THAT(refused.err, Contains("chmod 600"));
}
