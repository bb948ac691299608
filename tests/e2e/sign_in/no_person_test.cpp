// SPDX-License-Identifier: MIT
// Without a user to ask: exit code 6 at once, and no request.
#include "e2e/sign_in/person.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth::test;
using Catch::Matchers::Contains;

namespace {

std::string public_profile(const SandboxProcess& sandbox, const std::string& flow) {
  return Home::profile(sandbox, "me", "00000000-0000-0000-0000-000000000003",
                       "flow = \"" + flow + "\"");
}

void check_refused(const RunResult& result, const std::string& reason) {
  CAPTURE(result.err);
  CHECK(result.exit_status == 6);
  CHECK(result.out.empty());
  CHECK_THAT(result.err, Contains(reason));
  CHECK_THAT(result.err, Contains("run this once in a terminal: entra-auth-cli get-token -p me"));
  CHECK(result.seconds < 1);
}

}  // namespace

TEST_CASE("sign-in: never prompts without a terminal, in CI or with --no-interaction") {
  const auto flow = GENERATE(as<std::string>{}, "interactive-browser", "device-code");
  const SandboxProcess sandbox(ENTRA_AUTH_SANDBOX);
  Home home;
  home.profiles(public_profile(sandbox, flow));
  const Person person(home);
  check_refused(home.cli({"get-token", "-p", "me"}), "there is no terminal");
  check_refused(home.cli({"refresh", "-p", "me"}), "there is no terminal");
  check_refused(person.at_terminal({"get-token", "-p", "me", "--no-interaction"}, [] {}),
                "--no-interaction");
  home.set("CI", "true");
  check_refused(person.at_terminal({"get-token", "-p", "me"}, [] {}), "CI is set");
  CHECK(person.times_opened() == 0);
  CHECK(sandbox.requests().empty());
}

TEST_CASE("sign-in: the JSON error says interaction_required") {
  const SandboxProcess sandbox(ENTRA_AUTH_SANDBOX);
  const Home home;
  home.profiles(public_profile(sandbox, "device-code"));
  const auto result = home.cli({"get-token", "-p", "me", "-o", "json"});
  const auto error = nlohmann::json::parse(result.err);
  CHECK(error["error"] == "interaction_required");
  CHECK(error["exit_code"] == 6);
  CHECK(result.exit_status == 6);
}
