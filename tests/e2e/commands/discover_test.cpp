// SPDX-License-Identifier: MIT
// discover against the sandbox's directory of 5,000 applications.
#include "e2e/home.hpp"
#include "support/terminal_session.hpp"

#include <catch2/catch.hpp>

#include <fnmatch.h>

#include <algorithm>
#include <set>

using namespace entra_auth::test;
using Catch::Matchers::Contains;

namespace {

struct Fixture {
  SandboxProcess sandbox{ENTRA_AUTH_SANDBOX};
  Home home{sandbox};

  Fixture() { use_client(sandbox["client_id"], sandbox["client_secret"]); }

  void use_client(const std::string& id, const std::string& secret) {
    home.set("API_SECRET", secret);
    home.profiles(Home::profile(
        sandbox, "api", id,
        "client_secret = { env = \"API_SECRET\" }\ngraph_endpoint = \"" + sandbox["graph"] + "\""));
  }
  [[nodiscard]] RunResult find(const std::string& pattern,
                               std::vector<std::string> more = {}) const {
    std::vector<std::string> arguments = {"discover", "-p", "api", "-s", pattern};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return home.cli(arguments);
  }
};

std::multiset<std::string> ids(const nlohmann::json& entries, const char* member) {
  std::multiset<std::string> all;
  for (const auto& entry : entries) all.insert(entry[member].get<std::string>());
  return all;
}

/// A plain filter over the same data: what the pattern means, by somebody else's code.
std::multiset<std::string> expected(const nlohmann::json& directory, std::string pattern) {
  std::erase(pattern, '\\');
  std::multiset<std::string> all;
  for (const auto& entry : directory) {
    if (::fnmatch(pattern.c_str(), entry["displayName"].get<std::string>().c_str(),
                  FNM_CASEFOLD | FNM_NOESCAPE) == 0) {
      all.insert(entry["appId"].get<std::string>());
    }
  }
  return all;
}

}  // namespace

TEST_CASE("discover: a pattern finds exactly what a plain filter over the same data finds") {
  const Fixture f;
  const auto directory = f.sandbox.directory()["applications"];
  REQUIRE(directory.size() >= 5000);
  for (const std::string pattern :
       {"YourAPI*", "*Test*", "O'Brien & Sons*", "*api", "y*r*1*", "*"}) {
    const auto result = f.find(pattern, {"-o", "json"});
    CAPTURE(pattern, result.err);
    REQUIRE(result.exit_status == 0);
    const auto found = ids(nlohmann::json::parse(result.out), "app_id");
    CHECK_FALSE(found.empty());
    CHECK(found == expected(directory, pattern));
  }
}

TEST_CASE("discover: follows pages of any size to the last, also through throttling") {
  const Fixture f;
  f.sandbox.settings({{"graph_page_limit", 7}, {"directory_size", 300}});
  f.sandbox.fault({{"endpoint", "graph_applications"}, {"status", 429}, {"retry_after", "0"}});
  const auto result = f.find("*e*", {"-o", "json"});
  CAPTURE(result.err);
  REQUIRE(result.exit_status == 0);
  CHECK(ids(nlohmann::json::parse(result.out), "app_id") ==
        expected(f.sandbox.directory()["applications"], "*e*"));
}

TEST_CASE("discover: a link to another host ends the search without sending the token") {
  const Fixture f;
  f.sandbox.settings({{"graph_page_limit", 7}, {"graph_next_link_host", "evil.example"}});
  const auto result = f.find("*e*");
  CHECK(result.exit_status == 4);
  CHECK(result.out.empty());
  CHECK_THAT(result.err, Contains("leads elsewhere"));
}

TEST_CASE("discover: a missing permission is named, and how to grant it") {
  Fixture f;
  f.use_client("00000000-0000-0000-0000-000000000006", "third~secret");
  const auto result = f.find("YourAPI*");
  CHECK(result.exit_status == 3);
  CHECK_THAT(result.err, Contains("Authorization_RequestDenied") &&
                             Contains("Application.Read.All") && Contains("administrator consent"));
}

TEST_CASE("discover: printed scopes can be passed to get-token") {
  const Fixture f;
  const auto result = f.find("api://sandbox-api", {"-o", "json"});
  CAPTURE(result.err);
  const auto entries = nlohmann::json::parse(result.out);
  REQUIRE(entries.size() == 1);
  const auto token =
      f.home.cli({"get-token", "-p", "api", "-s", entries[0]["default_scope"].get<std::string>()});
  CAPTURE(token.err);
  CHECK(is_one_token(token.out));
}

TEST_CASE("discover: table and tsv escape control characters and line breaks") {
  const Fixture f;
  for (const auto* format : {"table", "tsv"}) {
    const auto result = f.find("*", {"-o", format});
    REQUIRE(result.exit_status == 0);
    CHECK(std::ranges::none_of(result.out, [](char c) {
      return (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t') || c == 0x7F;
    }));
    CHECK(result.out.find("\xE2\x80\xAE") == std::string::npos);  // U+202E
  }
  const auto tsv = f.find("*", {"-o", "tsv"}).out;
  const auto lines = static_cast<std::size_t>(std::ranges::count(tsv, '\n'));
  CHECK(lines == f.sandbox.directory()["applications"].size() + 1);
  CHECK(static_cast<std::size_t>(std::ranges::count(tsv, '\t')) == 5 * lines);
}

TEST_CASE("discover: service principals include APIs of other tenants") {
  const Fixture f;
  const auto result = f.find("Microsoft Graph", {"--kind", "service-principals", "-o", "json"});
  CAPTURE(result.err);
  const auto entries = nlohmann::json::parse(result.out);
  REQUIRE(entries.size() == 1);
  CHECK(entries[0]["app_id"] == "00000003-0000-0000-c000-000000000000");
}

TEST_CASE("discover: without a profile the user signs in, and without a terminal it fails") {
  const Home home;
  const auto result = home.cli({"discover", "-t", "contoso.onmicrosoft.com", "-s", "YourAPI*"});
  CHECK(result.exit_status == 6);
  CHECK(result.out.empty());
  CHECK(home.cli({"discover", "-t", "../x"}).exit_status == 64);
  CHECK(home.cli({"discover", "--kind", "users"}).exit_status == 64);
}

TEST_CASE("discover: a row chosen on a terminal becomes a profile") {
  const Fixture f;
  TerminalSession session({ENTRA_AUTH_CLI, "discover", "-p", "api", "-s", "YourAPI*"},
                          {.env = f.home.environment(), .timeout = 30});
  session.expect("# ");
  session.expect("\n1 ");
  session.expect("Number from 1 to ");
  session.type("0\n");
  session.expect("there is no such row");
  session.expect("Enter for none: ");
  session.type("1\n");
  session.expect("Name of the profile: ");
  session.type("picked\n");
  session.expect("Provider ");
  session.type("\n");
  session.expect("Tenant (GUID or domain) [" + std::string(f.sandbox["tenant_id"]) + "]: ");
  session.type("\n");
  session.expect("Client ID [");
  session.type("\n");
  session.expect("Credential ");
  session.type("none\n");
  session.expect("Sign-in ");
  session.type("\n");
  session.expect("/.default]: ");
  session.type("\n");
  session.expect("first token now?");
  session.type("n\n");
  session.expect("created profile picked in ");
  CHECK(session.wait() == 0);

  const auto found = f.find("YourAPI*", {"-o", "json"});
  const auto first = nlohmann::json::parse(found.out).at(0);
  const auto shown = f.home.cli({"config", "show", "picked", "-o", "json"});
  CAPTURE(shown.out, shown.err);
  REQUIRE(shown.exit_status == 0);
  const auto profile = nlohmann::json::parse(shown.out);
  CHECK(profile["client_id"] == first["app_id"]);
  CHECK(profile["scopes"] == nlohmann::json::array({first["default_scope"]}));
  CHECK(f.home.cli({"config", "validate"}).exit_status == 0);
}

TEST_CASE("discover: a user who creates no profile gets only the table") {
  const Fixture f;
  for (const std::string keys : {"\n", "\x04"}) {
    TerminalSession session({ENTRA_AUTH_CLI, "discover", "-p", "api", "-s", "YourAPI*"},
                            {.env = f.home.environment(), .timeout = 30});
    session.expect("Enter for none: ");
    session.type(keys);
    CHECK(session.wait() == 0);
  }
  // If the table does not go to the terminal, the user is not asked.
  TerminalSession piped({ENTRA_AUTH_CLI, "discover", "-p", "api", "-s", "YourAPI*"},
                        {.env = f.home.environment(), .out_is_pipe = true, .timeout = 30});
  CHECK(piped.wait() == 0);
  CHECK(piped.screen().empty());
  CHECK_THAT(piped.out(), Catch::Matchers::StartsWith("NAME"));
}
