// SPDX-License-Identifier: MIT
// Refresh tokens that may be used once, and many processes that want to use one.
#include "e2e/sign_in/person.hpp"

#include <catch2/catch.hpp>

#include <set>
#include <thread>

using namespace entra_auth::test;
using Catch::Matchers::Contains;

namespace {

struct SignedIn {
  SandboxProcess sandbox{ENTRA_AUTH_SANDBOX};
  Home home{};
  Person person{home};

  SignedIn() {
    home.profiles(profile("me") + profile("other"));
    // Access tokens that are never good enough for the next call, refresh tokens for one use.
    sandbox.settings({{"refresh_token_rotation", "revoke-reuse"}});
  }
  [[nodiscard]] std::string profile(const std::string& name) const {
    return Home::profile(sandbox, name, "00000000-0000-0000-0000-000000000003",
                         "flow = \"interactive-browser\"");
  }
  void sign_in(const std::string& name, const std::string& user) {
    const auto result = person.signs_in({"get-token", "-p", name}, user);
    CAPTURE(result.err);
    REQUIRE(result.exit_status == 0);
  }
  [[nodiscard]] std::string user_of(const std::string& token) const {
    return home.cli({"inspect", "-", "--claim", "preferred_username"}, {.in = token}).out;
  }
};

/// What that many processes print, all started at once.
std::vector<RunResult> at_once(const Home& home, int count,
                               const std::function<std::vector<std::string>(int)>& arguments) {
  std::vector<RunResult> results(static_cast<std::size_t>(count));
  std::vector<std::thread> threads;
  for (int i = 0; i < count; ++i) {
    threads.emplace_back([&, i] { results[static_cast<std::size_t>(i)] = home.cli(arguments(i)); });
  }
  for (auto& thread : threads) thread.join();
  return results;
}

}  // namespace

TEST_CASE("refresh tokens: fifty processes use a single-use one once, five times over") {
  SignedIn f;
  f.sign_in("me", "ada@contoso.onmicrosoft.com");
  for (int round = 0; round < 5; ++round) {
    REQUIRE(f.home.cli({"cache", "clear", "-p", "me"}).exit_status == 0);
    f.sandbox.fault({{"endpoint", "token"}, {"delay_ms", 200}});
    const auto before = f.sandbox.counters()["token"].get<int>();
    std::set<std::string> tokens;
    for (const auto& result : at_once(f.home, 50, [](int) {
           return std::vector<std::string>{"get-token", "-p", "me"};
         })) {
      CAPTURE(round, result.err);
      CHECK(result.exit_status == 0);
      tokens.insert(result.out);
    }
    CHECK(tokens.size() == 1);
    CHECK(f.sandbox.counters()["token"].get<int>() == before + 1);
  }
  CHECK(f.person.times_opened() == 1);
}

TEST_CASE("refresh tokens: concurrent requests for scopes of one profile use it in turn") {
  SignedIn f;
  f.sign_in("me", "ada@contoso.onmicrosoft.com");
  const std::vector<std::string> scopes = {"api://sandbox-api/data.read",
                                           "api://sandbox-api/data.write"};
  const auto results = at_once(f.home, 10, [&](int i) {
    return std::vector<std::string>{"refresh", "-p", "me", "-s",
                                    scopes[static_cast<std::size_t>(i) % 2]};
  });
  for (const auto& result : results) {
    CAPTURE(result.err);
    CHECK(result.exit_status == 0);
  }
  CHECK(f.home.cli({"refresh", "-p", "me"}).exit_status == 0);
}

TEST_CASE("refresh tokens: two profiles and two users at once never get each other's token") {
  SignedIn f;
  f.sign_in("me", "ada@contoso.onmicrosoft.com");
  f.sign_in("other", "bob@contoso.onmicrosoft.com");
  for (int round = 0; round < 3; ++round) {
    const auto results = at_once(f.home, 10, [](int i) {
      return std::vector<std::string>{"refresh", "-p", i % 2 == 0 ? "me" : "other"};
    });
    for (std::size_t i = 0; i < results.size(); ++i) {
      CAPTURE(results[i].err);
      CHECK(f.user_of(results[i].out) ==
            (i % 2 == 0 ? "ada@contoso.onmicrosoft.com\n" : "bob@contoso.onmicrosoft.com\n"));
    }
  }
}

TEST_CASE("refresh tokens: a revoked one is tried once and then removed") {
  SignedIn f;
  f.sign_in("me", "ada@contoso.onmicrosoft.com");
  f.sandbox.revoke_refresh_tokens();
  const auto first = f.home.cli({"refresh", "-p", "me"});
  CHECK(first.exit_status == 6);
  CHECK_THAT(first.err, Contains("AADSTS50173"));
  const auto requests = f.sandbox.counters()["token"].get<int>();
  CHECK(f.home.cli({"refresh", "-p", "me"}).exit_status == 6);
  CHECK(f.sandbox.counters()["token"].get<int>() == requests);

  const auto again =
      f.person.signs_in({"get-token", "-p", "me", "--force"}, "ada@contoso.onmicrosoft.com");
  CHECK(again.exit_status == 0);
}

TEST_CASE("refresh tokens: a server that is down does not end the sign-in") {
  SignedIn f;
  f.sign_in("me", "ada@contoso.onmicrosoft.com");
  f.sandbox.fault({{"endpoint", "token"}, {"status", 503}, {"times", 3}});
  CHECK(f.home.cli({"refresh", "-p", "me"}).exit_status == 4);
  CHECK(f.home.cli({"refresh", "-p", "me"}).exit_status == 0);
}

TEST_CASE("refresh tokens: never on disk in clear") {
  SignedIn f;
  f.sandbox.settings({{"response_overrides", {{"refresh_token", "canary-of-a-refresh-token"}}}});
  f.sign_in("me", "ada@contoso.onmicrosoft.com");
  int files = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(f.home.cache())) {
    if (!entry.is_regular_file()) continue;
    ++files;
    CHECK(read_text(entry.path()).find("canary-of-a-refresh-token") == std::string::npos);
  }
  CHECK(files > 0);
}
