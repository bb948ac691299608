// SPDX-License-Identifier: MIT
#include "e2e/home.hpp"

#include <catch2/catch.hpp>

#include <sys/stat.h>

#include <ctime>

using namespace entra_auth::test;
using Catch::Matchers::Contains;

namespace {

struct Fixture {
  SandboxProcess server{ENTRA_AUTH_SANDBOX};
  Home home{server};
  std::string token = home.cli({"get-token"}).out;

  Fixture() { token.pop_back(); }
  std::string output(const std::string& format) const {
    const auto result = home.cli({"get-token", "-o", format});
    CHECK(result.exit_status == 0);
    CHECK(result.err.empty());
    return result.out;
  }
};

}  // namespace

TEST_CASE("get-token output: header, curl and env print the token in their syntax") {
  const Fixture fixture;
  CHECK(fixture.output("token") == fixture.token + "\n");
  CHECK(fixture.output("header") == "Authorization: Bearer " + fixture.token + "\n");
  CHECK(fixture.output("curl") == "header = \"Authorization: Bearer " + fixture.token + "\"\n");
  const auto env = fixture.output("env");
  CHECK_THAT(env, Contains("export ENTRA_TOKEN='" + fixture.token + "'\n") &&
                      Contains("export ENTRA_TOKEN_EXPIRES_ON="));
}

TEST_CASE("get-token output: a shell can read env, and curl can read its config") {
  const Fixture fixture;
  RunOptions options;
  options.env = fixture.home.environment();
  options.env.push_back(std::string("CLI=") + ENTRA_AUTH_CLI);
  const auto shell = run(
      {"/bin/sh", "-c", "eval \"$($CLI get-token -o env)\"; printf %s \"$ENTRA_TOKEN\""}, options);
  CHECK(shell.out == fixture.token);
  const auto curl = run({"/bin/sh", "-c",
                         "$CLI get-token -o curl | curl -sS -o /dev/null -w '%{http_code}' -K - " +
                             fixture.server["api"] + "/data"},
                        options);
  CHECK(curl.out == "200");
}

TEST_CASE("get-token output: json and yaml give the expiry in UTC and as a number") {
  const Fixture fixture;
  const auto json = nlohmann::json::parse(fixture.output("json"));
  CHECK(json["access_token"] == fixture.token);
  CHECK(json["token_type"] == "Bearer");
  CHECK(json["profile"] == "api");
  CHECK(json["source"] == "cache");
  CHECK(json["scope"] == fixture.server["scope"]);
  const auto left = json["expires_in"].get<long long>();
  CHECK(left > 3500);
  CHECK(left <= 3600);
  CHECK(std::llabs(json["expires_on"].get<long long>() - std::time(nullptr) - left) <= 1);
  const auto at = json["expires_at"].get<std::string>();
  CHECK(at.size() == 20);
  CHECK(at.ends_with('Z'));
  const auto yaml = fixture.output("yaml");
  CHECK_THAT(yaml, Contains("access_token: \"" + fixture.token + "\"\n") &&
                       Contains("expires_on: " + json["expires_on"].dump() + "\n"));
}

TEST_CASE("get-token output: kubectl gets an ExecCredential of the requested version") {
  Fixture fixture;
  const auto json = nlohmann::json::parse(fixture.output("kubectl"));
  CHECK(json["apiVersion"] == "client.authentication.k8s.io/v1");
  CHECK(json["kind"] == "ExecCredential");
  CHECK(json["status"]["token"] == fixture.token);
  CHECK(json["status"]["expirationTimestamp"].get<std::string>().ends_with('Z'));
  fixture.home.set(
      "KUBERNETES_EXEC_INFO",
      R"({"apiVersion":"client.authentication.k8s.io/v1beta1","kind":"ExecCredential"})");
  CHECK(nlohmann::json::parse(fixture.output("kubectl"))["apiVersion"] ==
        "client.authentication.k8s.io/v1beta1");
  fixture.home.set("KUBERNETES_EXEC_INFO", "garbage");
  CHECK(nlohmann::json::parse(fixture.output("kubectl"))["apiVersion"] ==
        "client.authentication.k8s.io/v1");
}

TEST_CASE(
    "get-token output: the format can come from the environment, and an unknown one is wrong "
    "usage") {
  Fixture fixture;
  fixture.home.set("ENTRA_AUTH_CLI_OUTPUT", "header");
  CHECK(fixture.home.cli({"get-token"}).out.starts_with("Authorization: "));
  CHECK(fixture.home.cli({"get-token", "-o", "token"}).out == fixture.token + "\n");
  CHECK(fixture.home.cli({"get-token", "-o", "xml"}).exit_status == 64);
  fixture.home.set("ENTRA_AUTH_CLI_OUTPUT", "json");
  const auto error = fixture.home.cli({"get-token", "-p", "absent"});
  CHECK(nlohmann::json::parse(error.err)["exit_code"] == 2);
}

TEST_CASE("get-token output: --file writes a private file as a whole and nothing to stdout") {
  const Fixture fixture;
  const auto path = fixture.home.dir().write("token.txt", "old content, and readable", 0644);
  const auto result = fixture.home.cli({"get-token", "--file", path.string()});
  CHECK(result.exit_status == 0);
  CHECK(result.out.empty());
  CHECK(result.err.empty());
  CHECK(read_text(path) == fixture.token + "\n");
  struct stat status {};
  REQUIRE(::stat(path.c_str(), &status) == 0);
  CHECK((status.st_mode & 07777U) == 0600);
  const auto impossible = fixture.home.cli({"get-token", "--file", "/nonexistent/token"});
  CHECK(impossible.exit_status == 1);
  CHECK_THAT(impossible.err, Contains("/nonexistent"));
}
