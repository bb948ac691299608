// SPDX-License-Identifier: MIT
// Claims challenges: an API wants more, and the next token has it.
#include "e2e/sign_in/person.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth::test;
using Catch::Matchers::Contains;

namespace {

constexpr const char* kClaims = R"({"access_token":{"acrs":{"essential":true,"value":"c1"}}})";
constexpr const char* kEncoded =
    "eyJhY2Nlc3NfdG9rZW4iOnsiYWNycyI6eyJlc3NlbnRpYWwiOnRydWUsInZhbHVlIjoiYzEifX19";

std::string claim(const Home& home, const std::string& token, const std::string& name) {
  return home.cli({"inspect", "-", "--claim", name}, {.in = token}).out;
}

}  // namespace

TEST_CASE(
    "get-token --claims: requests the claims, and caches the token apart from the one without") {
  const SandboxProcess sandbox(ENTRA_AUTH_SANDBOX);
  const Home home(sandbox);
  const auto plain = home.cli({"get-token", "-p", "api"});
  const auto more = home.cli({"get-token", "-p", "api", "--claims", kClaims});
  CAPTURE(more.err);
  REQUIRE(more.exit_status == 0);
  CHECK(more.out != plain.out);
  const auto form = sandbox.requests().at(1)["form"];
  CHECK(form.back() == nlohmann::json::array({"claims", kClaims}));
  CHECK(home.cli({"get-token", "-p", "api"}).out == plain.out);
  CHECK(home.cli({"get-token", "-p", "api", "--claims", kEncoded}).out == more.out);
  CHECK(sandbox.counters()["token"] == 2);
}

TEST_CASE(
    "get-token --claims: accepts a whole WWW-Authenticate value, as an argument or on standard "
    "input") {
  const SandboxProcess sandbox(ENTRA_AUTH_SANDBOX);
  const Home home(sandbox);
  const std::string header =
      "Basic realm=\"x, y\", Bearer realm=\"\", error=\"insufficient_claims\", claims=\"" +
      std::string(kEncoded) + "\"";
  const auto argument = home.cli({"get-token", "-p", "api", "--claims-challenge", header});
  CAPTURE(argument.err);
  REQUIRE(argument.exit_status == 0);
  const auto answer = "HTTP/1.1 401 Unauthorized\r\nDate: today\r\nwww-authenticate: " + header +
                      "\r\nContent-Length: 0\r\n\r\n";
  const auto piped =
      home.cli({"get-token", "-p", "api", "--claims-challenge", "-"}, {.in = answer});
  CAPTURE(piped.err);
  CHECK(piped.out == argument.out);
  CHECK(sandbox.counters()["token"] == 1);
}

TEST_CASE("get-token --claims: unreadable claims are wrong usage, and nothing is sent") {
  const SandboxProcess sandbox(ENTRA_AUTH_SANDBOX);
  const Home home(sandbox);
  const std::vector<std::string> arguments = GENERATE(
      values<std::vector<std::string>>({{"--claims", "{"},
                                        {"--claims", "!!!"},
                                        {"--claims", "[]"},
                                        {"--claims-challenge", "Bearer realm=\"\""},
                                        {"--claims-challenge", ""},
                                        {"--claims", "{}", "--claims-challenge", "Bearer"}}));
  std::vector<std::string> all = {"get-token", "-p", "api"};
  all.insert(all.end(), arguments.begin(), arguments.end());
  if (arguments.back().empty()) return;  // an empty flag counts as none
  CHECK(home.cli(all).exit_status == 64);
  CHECK(sandbox.requests().empty());
}

TEST_CASE("client_capabilities: sent in every request") {
  const SandboxProcess sandbox(ENTRA_AUTH_SANDBOX);
  Home home(sandbox);
  home.profiles(Home::profile(sandbox, "api", sandbox["client_id"],
                              "client_secret = { env = \"API_SECRET\" }\n"
                              "client_capabilities = [\"cp1\"]"));
  const auto result = home.cli({"get-token", "-p", "api"});
  CAPTURE(result.err);
  CHECK(claim(home, result.out, "xms_cc.0") == "cp1\n");
}

TEST_CASE(
    "get-token --claims: a user steps up by a new sign-in with the claims, without the refresh "
    "token") {
  const SandboxProcess sandbox(ENTRA_AUTH_SANDBOX);
  Home home;
  Person person(home);
  home.profiles(Home::profile(sandbox, "me", "00000000-0000-0000-0000-000000000003",
                              "flow = \"interactive-browser\""));
  const auto first = person.signs_in({"get-token", "-p", "me"});
  CAPTURE(first.err);
  REQUIRE(first.exit_status == 0);
  sandbox.policies({{{"effect", "mfa_required"}}});
  const auto nobody = home.cli({"refresh", "-p", "me", "-o", "json"});
  CHECK(nobody.exit_status == 6);
  CHECK_THAT(nlohmann::json::parse(nobody.err)["claims"].get<std::string>(), Contains("capolids"));
  const auto stepped_up = person.signs_in({"refresh", "-p", "me"});
  CAPTURE(stepped_up.err);
  CHECK(stepped_up.exit_status == 0);
  CHECK(person.times_opened() == 2);
}
