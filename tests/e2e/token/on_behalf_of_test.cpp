// SPDX-License-Identifier: MIT
// An API calls another API for its user: the real binary against the sandbox.
#include "e2e/home.hpp"

#include <catch2/catch.hpp>

#include <ctime>
#include <thread>

using namespace entra_auth::test;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace {

struct MiddleTier {
  SandboxProcess sandbox{ENTRA_AUTH_SANDBOX};
  Home home{sandbox};

  [[nodiscard]] RunResult exchange(const std::string& token,
                                   std::vector<std::string> more = {}) const {
    std::vector<std::string> arguments = {"get-token", "-p", "api", "-f", "on-behalf-of"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return home.cli(arguments, {.in = token});
  }
  [[nodiscard]] std::string claim(const std::string& token, const std::string& name) const {
    return home.cli({"inspect", "-", "--claim", name}, {.in = token}).out;
  }
};

}  // namespace

TEST_CASE("on-behalf-of: the incoming token is exchanged once for one of the same user") {
  const MiddleTier api;
  const auto token = api.sandbox.user_token();
  const auto first = api.exchange(token);
  CAPTURE(first.err);
  REQUIRE(is_one_token(first.out));
  CHECK(first.err.empty());
  CHECK(api.claim(first.out, "oid") == api.claim(token, "oid"));
  CHECK(api.exchange(token).out == first.out);
  CHECK(api.sandbox.counters()["token"] == 1);
  const auto form = api.sandbox.requests().at(0)["form"];
  CHECK(form ==
        nlohmann::json::array({{"grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"},
                               {"client_id", api.sandbox["client_id"]},
                               {"client_secret", api.sandbox["client_secret"]},
                               {"assertion", token},
                               {"requested_token_use", "on_behalf_of"},
                               {"scope", api.sandbox["scope"]}}));
}

TEST_CASE("on-behalf-of: two users never share a token, nor one with the application") {
  const MiddleTier api;
  const auto application = api.home.cli({"get-token", "-p", "api"});
  const auto one = api.exchange(api.sandbox.user_token({{"subject", "one"}}));
  const auto two = api.exchange(api.sandbox.user_token({{"subject", "two"}}));
  REQUIRE(one.exit_status == 0);
  REQUIRE(two.exit_status == 0);
  CHECK(one.out != two.out);
  CHECK(one.out != application.out);
  CHECK(api.claim(one.out, "oid") != api.claim(two.out, "oid"));
  CHECK(api.sandbox.counters()["token"] == 3);
}

TEST_CASE("on-behalf-of: an unsuitable incoming token is refused before anything is sent") {
  const MiddleTier api;
  struct Refusal {
    nlohmann::json wishes;
    const char* says;
  };
  const auto refusal = GENERATE(values<Refusal>({
      {{{"claims", {{"exp", 1}}}}, "expired"},
      {{{"audience", "api://another-app"}}, "is not for this application"},
      {{{"audience", "00000003-0000-0000-c000-000000000000"}}, "is not for this application"},
      {{{"claims", {{"scp", nullptr}, {"roles", {"x"}}}}}, "speaks for an application"},
      {{{"claims", {{"idtyp", "app"}}}}, "speaks for an application"},
      {{{"claims", {{"scp", nullptr}}}}, "looks like an id_token"},
      {{{"claims", {{"nbf", 4102444800}}}}, "not valid yet"},
  }));
  const auto result = api.exchange(api.sandbox.user_token(refusal.wishes));
  CAPTURE(refusal.says);
  CHECK(result.exit_status == 9);
  CHECK(result.out.empty());
  CHECK_THAT(result.err, StartsWith("error: the incoming token ") && Contains(refusal.says));
  CHECK(api.sandbox.requests().empty());
}

TEST_CASE("on-behalf-of: a fractional exp is a date, as for inspect and --verify") {
  const MiddleTier api;
  const auto end = static_cast<double>(std::time(nullptr)) + 600.5;
  const auto token = api.sandbox.user_token({{"claims", {{"exp", end}}}});
  CHECK(api.home.cli({"inspect", "--check", "-"}, {.in = token}).exit_status == 0);
  CHECK(api.home.cli({"inspect", "--verify", "-p", "api", "-"}, {.in = token}).exit_status == 0);
  // The sandbox, like Entra, wants whole seconds: it is the one that refuses.
  const auto result = api.exchange(token);
  CHECK(result.exit_status != 9);
  CHECK(api.sandbox.counters()["token"] == 1);
  const auto over = api.sandbox.user_token({{"claims", {{"exp", end - 1200}}}});
  CHECK(api.home.cli({"inspect", "--check", "-"}, {.in = over}).exit_status == 9);
  CHECK(api.home.cli({"inspect", "--verify", "-p", "api", "-"}, {.in = over}).exit_status == 9);
  CHECK(api.exchange(over).exit_status == 9);
}

TEST_CASE("on-behalf-of: text that is not a JWT is refused without being shown") {
  const MiddleTier api;
  const auto result = api.exchange("this-is-no-jwt-but-may-be-secret");
  CHECK(result.exit_status == 9);
  CHECK(result.err.find("may-be-secret") == std::string::npos);
  CHECK(api.sandbox.requests().empty());
}

TEST_CASE(
    "on-behalf-of: another App ID URI of the application is accepted once the profile names it") {
  const MiddleTier api;
  const auto token = api.sandbox.user_token({{"audience", "api://sandbox-middle-tier"}});
  CHECK(api.exchange(token).exit_status == 9);
  api.home.profiles(Home::profile(api.sandbox, "api", api.sandbox["client_id"],
                                  "client_secret = { env = \"API_SECRET\" }\n"
                                  "identifier_uris = [\"api://sandbox-middle-tier\"]"));
  const auto result = api.exchange(token);
  CAPTURE(result.err);
  CHECK(result.exit_status == 0);
}

TEST_CASE("on-behalf-of: a required interaction is returned with a challenge for the caller") {
  const MiddleTier api;
  const auto effect = GENERATE(as<std::string>{}, "mfa_required", "blocked");
  api.sandbox.policies({{{"effect", effect}}});
  const auto result = api.exchange(api.sandbox.user_token(), {"-o", "json"});
  CHECK(result.exit_status == 6);
  CHECK(result.out.empty());
  const auto error = nlohmann::json::parse(result.err);
  CHECK(error["error"] == "interaction_required");
  CHECK_FALSE(error["claims"].get<std::string>().empty());
  const std::string challenge = error["www_authenticate"];
  CHECK_THAT(challenge, StartsWith("Bearer ") && Contains("error=\"insufficient_claims\"") &&
                            Contains("authorization_uri=\"" + api.sandbox["authority"]));
  CHECK(api.sandbox.counters()["token"] == 1);
}

TEST_CASE("on-behalf-of: missing consent exits with 6 and never gives an application token") {
  const MiddleTier api;
  api.sandbox.policies({{{"effect", "consent_required"}}});
  const auto result = api.exchange(api.sandbox.user_token());
  CHECK(result.exit_status == 6);
  CHECK(result.out.empty());
  CHECK_THAT(result.err, Contains("AADSTS65001"));
}

TEST_CASE("on-behalf-of: the signature is checked first on request") {
  const MiddleTier api;
  auto token = api.sandbox.user_token();
  CHECK(api.exchange(token, {"--verify-assertion"}).exit_status == 0);
  const auto before = api.sandbox.counters()["token"].get<int>();
  token[token.size() - 5] = token[token.size() - 5] == 'A' ? 'B' : 'A';
  const auto forged = api.exchange(token, {"--verify-assertion"});
  CHECK(forged.exit_status == 9);
  CHECK_THAT(forged.err, Contains("signature"));
  CHECK(api.sandbox.counters()["token"].get<int>() == before);
  CHECK(api.home.cli({"get-token", "-p", "api", "--verify-assertion"}).exit_status == 64);
}

TEST_CASE("on-behalf-of: of two concurrent assertions each caller gets its own user's token") {
  const MiddleTier api;
  const std::vector<std::string> tokens = {api.sandbox.user_token({{"subject", "one"}}),
                                           api.sandbox.user_token({{"subject", "two"}})};
  std::vector<RunResult> results(20);
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < results.size(); ++i) {
    threads.emplace_back([&, i] { results[i] = api.exchange(tokens[i % 2]); });
  }
  for (auto& thread : threads) thread.join();
  for (std::size_t i = 0; i < results.size(); ++i) {
    CAPTURE(results[i].err);
    CHECK(results[i].out == results[i % 2].out);
    CHECK(api.claim(results[i].out, "oid") == api.claim(tokens[i % 2], "oid"));
  }
  CHECK(api.sandbox.counters()["token"] == 2);
}

TEST_CASE("on-behalf-of: a profile without a credential is refused") {
  const MiddleTier api;
  api.home.profiles(Home::profile(api.sandbox, "api", "00000000-0000-0000-0000-000000000003", ""));
  const auto result = api.exchange(api.sandbox.user_token());
  CHECK(result.exit_status == 7);
  CHECK_THAT(result.err, Contains("needs a credential"));
  CHECK(api.sandbox.requests().empty());
}
