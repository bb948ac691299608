// SPDX-License-Identifier: MIT
#include "base/json.hpp"
#include "sandbox/sidecar_client.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <set>
#include <thread>

using namespace entra_auth;
using namespace entra_auth::test;

TEST_CASE("Arc key: a file or content that does not fit into a header is refused") {
  const auto& sandbox = fresh_sandbox();
  for (const OrderedJson& key :
       {OrderedJson::object(), OrderedJson{{"key_file", "/f"}}, OrderedJson{{"key", "k"}},
        OrderedJson{{"key_file", "/f"}, {"key", ""}}, OrderedJson{{"key_file", 7}, {"key", "k"}},
        OrderedJson{{"key_file", "/f\r\nX: y"}, {"key", "k"}},
        OrderedJson{{"key_file", "/f"}, {"key", "k\n"}}}) {
    CHECK(send_json(sandbox, "PUT", "/sandbox/arc", key).status == 400);
  }
}

TEST_CASE("Arc key: without one, every request is challenged") {
  const SandboxProcess sandbox(ENTRA_AUTH_SANDBOX);
  const auto response = send(sandbox, "GET", "/arc/metadata/identity/oauth2/token",
                             {{"Metadata", "true"}, {"Authorization", "Basic "}});
  CHECK(response.status == 401);
  CHECK(response.headers.at("www-authenticate") ==
        "Basic realm=/var/opt/azcmagent/tokens/sandbox.key");
}

TEST_CASE("sidecar cache: returns its token again with the remaining seconds") {
  const auto& sandbox = fresh_sandbox();
  const auto first = ask_sidecar(sandbox, kSidecarToken, entra_request());
  std::this_thread::sleep_for(std::chrono::milliseconds(1100));
  const auto second = ask_sidecar(sandbox, kSidecarToken, entra_request());
  CHECK(access_token(second) == access_token(first));
  CHECK(second.body.at("expires_in").get<int>() < first.body.at("expires_in").get<int>());
}

TEST_CASE("sidecar cache: skip_cache fetches a new token and caches it") {
  const auto& sandbox = fresh_sandbox();
  const auto first = access_token(ask_sidecar(sandbox, kSidecarToken, entra_request()));
  const auto second =
      access_token(ask_sidecar(sandbox, kSidecarToken, entra_request({{"skip_cache", true}})));
  CHECK(second != first);
  CHECK(access_token(ask_sidecar(sandbox, kSidecarToken, entra_request())) == second);
  CHECK(access_token(ask_sidecar(sandbox, kSidecarToken, entra_request({{"skip_cache", false}}))) ==
        second);
}

TEST_CASE("sidecar cache: a token is fetched again two minutes before it expires") {
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

TEST_CASE("sidecar cache: requests for different tokens have different entries") {
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

TEST_CASE("sidecar cache: exchanged tokens are cached for each incoming token") {
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
