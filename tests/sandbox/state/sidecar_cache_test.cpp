// SPDX-License-Identifier: MIT
#include "sandbox/sidecar_client.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <set>
#include <thread>

using namespace entra_auth;
using namespace entra_auth::test;

TEST_CASE("the sidecar gives its token out again, with the seconds that are left") {
  const auto& sandbox = fresh_sandbox();
  const auto first = ask_sidecar(sandbox, kSidecarToken, entra_request());
  std::this_thread::sleep_for(std::chrono::milliseconds(1100));
  const auto second = ask_sidecar(sandbox, kSidecarToken, entra_request());
  CHECK(access_token(second) == access_token(first));
  CHECK(second.body.at("expires_in").get<int>() < first.body.at("expires_in").get<int>());
}

TEST_CASE("skip_cache asks for a new token, which is then the cached one") {
  const auto& sandbox = fresh_sandbox();
  const auto first = access_token(ask_sidecar(sandbox, kSidecarToken, entra_request()));
  const auto second =
      access_token(ask_sidecar(sandbox, kSidecarToken, entra_request({{"skip_cache", true}})));
  CHECK(second != first);
  CHECK(access_token(ask_sidecar(sandbox, kSidecarToken, entra_request())) == second);
  CHECK(access_token(ask_sidecar(sandbox, kSidecarToken, entra_request({{"skip_cache", false}}))) ==
        second);
}

TEST_CASE("a token is dropped two minutes before it expires") {
  const auto& sandbox = fresh_sandbox();
  for (const auto& [lifetime, cached] : {std::pair{130, true}, {120, false}, {60, false}}) {
    sandbox.reset();
    sandbox.settings({{"token_lifetime", lifetime}, {"maskinporten_token_lifetime", lifetime}});
    for (const auto& request : {entra_request(), maskinporten_request()}) {
      const auto first = access_token(ask_sidecar(sandbox, kSidecarToken, request));
      CAPTURE(lifetime);
      CHECK((access_token(ask_sidecar(sandbox, kSidecarToken, request)) == first) == cached);
    }
  }
}

TEST_CASE("whatever makes a difference to the token is told apart") {
  const auto& sandbox = fresh_sandbox();
  sandbox.settings({{"maskinporten_token_lifetime", 600}});
  const auto details = [](const char* organization) {
    return OrderedJson{
        {"authorization_details",
         OrderedJson::array({{{"type", "urn:altinn:systemuser"},
                              {"systemuser_org",
                               {{"authority", "iso6523-actorid-upis"}, {"ID", organization}}}}})}};
  };
  std::set<std::string> tokens;
  for (int round = 0; round < 2; ++round) {
    for (const auto& request :
         {entra_request(), entra_request({{"target", "api://sandbox-api/.default"}}),
          maskinporten_request(), maskinporten_request({{"target", "skatt:some.scope"}}),
          maskinporten_request({{"resource", "https://a.example"}}),
          maskinporten_request({{"resource", "https://b.example"}}),
          maskinporten_request(details("0192:111111111")),
          maskinporten_request(details("0192:222222222"))}) {
      tokens.insert(access_token(ask_sidecar(sandbox, kSidecarToken, request)));
    }
  }
  CHECK(tokens.size() == 8);
}

TEST_CASE("exchanged tokens are cached for each user's token") {
  const auto& sandbox = fresh_sandbox();
  const auto one = user_token(sandbox);
  const auto other = user_token(sandbox);
  const auto ask = [&](const std::string& token) {
    return access_token(
        ask_sidecar(sandbox, kSidecarExchange, entra_request({{"user_token", token}})));
  };
  CHECK(ask(one) == ask(one));
  CHECK(ask(one) != ask(other));
}
