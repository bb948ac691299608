// SPDX-License-Identifier: MIT
// Help, version, usage, config and cache commands.
#include "e2e/home.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

using namespace entra_auth::test;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace {

using Words = std::vector<std::string>;

/// The names in the list of commands that a help text ends with.
Words listed_commands(const std::string& help) {
  Words names;
  bool in_list = false;
  std::istringstream lines(help);
  for (std::string line; std::getline(lines, line);) {
    const bool is_indented = line.starts_with("  ");
    if (in_list && is_indented && line[2] != ' ') {
      names.push_back(line.substr(2, line.find(' ', 2) - 2));
    }
    in_list = line == "Commands:" || (in_list && is_indented);
  }
  return names;
}

}  // namespace

TEST_CASE("help: lists every command that has a manual page") {
  const Home home;
  std::istringstream pages(home.cli({"man", "--list"}).out);
  Words names;
  for (std::string name; std::getline(pages, name);) names.push_back(name);
  Words listed = listed_commands(home.cli({"--help"}).out);
  std::ranges::sort(names);
  std::ranges::sort(listed);
  CHECK(listed == names);
}

TEST_CASE("help: at every level goes to stdout and fits a terminal") {
  const Home home;
  std::vector<Words> commands = {{}};  // grows by those that each help lists
  for (std::size_t i = 0; i < commands.size(); ++i) {
    auto arguments = commands[i];
    arguments.emplace_back("--help");
    const auto result = home.cli(arguments);
    CAPTURE(result.out);
    CHECK(result.exit_status == 0);
    CHECK(result.err.empty());
    CHECK_THAT(result.out, Contains("Usage: entra-auth-cli"));
    std::size_t start = 0;
    while (start < result.out.size()) {
      const auto end = std::min(result.out.find('\n', start), result.out.size());
      CAPTURE(result.out.substr(start, end - start));
      CHECK(end - start <= 80);
      start = end + 1;
    }
    for (const auto& name : listed_commands(result.out)) {
      commands.push_back(commands[i]);
      commands.back().push_back(name);
    }
  }
  CHECK(commands.size() > 20);
}

TEST_CASE("version: prints one line") {
  const auto result = Home().cli({"--version"});
  CHECK(result.exit_status == 0);
  CHECK_THAT(result.out, StartsWith("entra-auth-cli "));
  CHECK(std::count(result.out.begin(), result.out.end(), '\n') == 1);
}

TEST_CASE("wrong usage: exits with 64, writes to stderr only, and as JSON with -o json") {
  const Home home;
  for (const auto& arguments :
       std::vector<std::vector<std::string>>{{},
                                             {"frobnicate"},
                                             {"get-token", "--client-secret", "x"},
                                             {"get-token", "extra"},
                                             {"get-token", "-p"},
                                             {"config"},
                                             {"cache", "list", "-o", "xml"},
                                             {"inspect", "-o", "xml"}}) {
    const auto result = home.cli(arguments);
    CAPTURE(result.err);
    CHECK(result.exit_status == 64);
    CHECK(result.out.empty());
    CHECK_THAT(result.err, StartsWith("error: ") && Contains("--help"));
  }
  const auto json = home.cli({"get-token", "-o", "json", "--nonsense"});
  CHECK(json.exit_status == 64);
  CHECK(nlohmann::json::parse(json.err)["exit_code"] == 64);
}

TEST_CASE("global options: are accepted before and after the command") {
  const SandboxProcess server(ENTRA_AUTH_SANDBOX);
  const Home home(server);
  const auto file = home.profile_file().string();
  CHECK_THAT(home.cli({"-v", "--config", file, "--no-color", "get-token"}).err,
             Contains("cache: miss"));
  CHECK_THAT(home.cli({"get-token", "-v", "--config", file, "--no-color"}).err,
             Contains("cache: hit"));
  CHECK(home.cli({"config", "path", "--config", "/x/y.toml"}).out == "/x/y.toml\n");
}

TEST_CASE("config: list, path and validate report the profile file") {
  const SandboxProcess server(ENTRA_AUTH_SANDBOX);
  Home home(server);
  CHECK(home.cli({"config", "path"}).out == home.profile_file().string() + "\n");
  const std::string secret = "client_secret = { env = \"API_SECRET\" }";
  home.profiles("default_profile = \"good\"\n" + Home::profile(server, "good", "c", secret) +
                Home::profile(server, "bad", "c", "client_secrt = \"canary\"\nport = \"x\""));
  const auto table = home.cli({"config", "list"});
  CHECK(table.exit_status == 0);
  CHECK_THAT(table.out,
             Contains("good *") && Contains("client-credentials") && Contains("invalid"));
  const auto json = nlohmann::json::parse(home.cli({"config", "list", "-o", "json"}).out);
  REQUIRE(json.size() == 2);
  CHECK(json[0]["name"] == "good");
  CHECK(json[0]["default"] == true);
  CHECK(json[0]["flow"] == "client-credentials");
  CHECK(json[1]["valid"] == false);
  const auto problems = home.cli({"config", "validate"});
  CHECK(problems.exit_status == 7);
  CHECK_THAT(problems.out, Contains("client_secrt") && Contains("port") &&
                               Contains(home.profile_file().string() + ":") && !Contains("canary"));
  CHECK(home.cli({"config", "validate", "good"}).exit_status == 0);
  CHECK(home.cli({"config", "validate", "-p", "bad"}).exit_status == 7);
  CHECK(home.cli({"config", "validate", "absent"}).exit_status == 2);
  CHECK(home.cli({"get-token", "-p", "good"}).exit_status == 3);  // one bad profile harms no other
  const Home empty;
  CHECK(empty.cli({"config", "list"}).exit_status == 0);
  CHECK(nlohmann::json::parse(empty.cli({"config", "list", "-o", "json"}).out).empty());
  CHECK(empty.cli({"config", "validate"}).exit_status == 7);
}

TEST_CASE("cache: list shows the entries and clear removes them") {
  const SandboxProcess server(ENTRA_AUTH_SANDBOX);
  const Home home(server);
  CHECK(home.cli({"cache", "list"}).out.empty());
  CHECK(home.cli({"cache", "list", "-o", "json"}).out == "[]\n");
  auto token = home.cli({"get-token"}).out;
  token.pop_back();
  for (const char* format : {"table", "json"}) {
    const auto listed = home.cli({"cache", "list", "-o", format});
    CHECK(listed.exit_status == 0);
    CHECK_THAT(listed.out, Contains("api") && Contains(server["scope"]) && !Contains(token));
  }
  const auto json = nlohmann::json::parse(home.cli({"cache", "list", "-o", "json"}).out);
  CHECK(json[0]["profile"] == "api");
  CHECK(json[0]["client_id"] == server["client_id"]);
  CHECK(json[0]["expires_in"].get<int>() > 3500);
  CHECK(home.cli({"cache", "clear", "-p", "other"}).out == "removed 0 tokens\n");
  CHECK(home.cli({"cache", "clear", "-p", "api"}).out == "removed 1 token\n");
  REQUIRE(home.cli({"get-token"}).exit_status == 0);
  CHECK(home.cli({"cache", "clear"}).out == "removed 1 token\n");
  CHECK(server.counters()["token"] == 2);
}
