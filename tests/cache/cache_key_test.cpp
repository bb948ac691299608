// SPDX-License-Identifier: MIT
#include "cache/cache_key.hpp"

#include <catch2/catch.hpp>

#include <functional>
#include <set>

using entra_auth::cache::CacheKey;

namespace {

CacheKey sample() {
  return {.endpoint = "https://login.example/t/oauth2/v2.0/token",
          .client_id = "client",
          .grant = "client-credentials",
          .credential = "client-secret client_secret=environment variable S",
          .scopes = {"api://a/.default", "b"},
          .resource = "r",
          .consumer_org = "123456789",
          .authorization_details = "[]",
          .claims = "{}",
          .capabilities = {"cp1"},
          .account = "uid.utid",
          .assertion_sha256 = "00",
          .extra_parameters = {{"audience", "x"}}};
}

}  // namespace

TEST_CASE("CacheKey: ignores order and duplicates of scopes and capabilities") {
  CacheKey other = sample();
  other.scopes = {"b", "api://a/.default", "b"};
  other.capabilities = {"cp1", "cp1"};
  CHECK(other.file_name() == sample().file_name());
  CHECK(other.to_json() == sample().to_json());
}

TEST_CASE("CacheKey: every other difference gives another entry") {
  const std::vector<std::function<void(CacheKey&)>> changes = {
      [](CacheKey& key) { key.endpoint += "x"; },
      [](CacheKey& key) { key.endpoint = "https://login.example/T/oauth2/v2.0/token"; },
      [](CacheKey& key) { key.client_id = "Client"; },
      [](CacheKey& key) { key.grant = "device-code"; },
      [](CacheKey& key) { key.credential += " "; },
      [](CacheKey& key) { key.scopes = {"api://a/.default b"}; },
      [](CacheKey& key) { key.scopes = {"api://a/.default"}; },
      [](CacheKey& key) {
        key.scopes = {"api://A/.default", "b"};
      },
      [](CacheKey& key) { key.scopes.push_back("e\xCC\x81"); },
      [](CacheKey& key) { key.scopes.push_back("\xC3\xA9"); },
      [](CacheKey& key) { key.scopes.push_back(std::string(300, 'a')); },
      [](CacheKey& key) { key.resource = ""; },
      [](CacheKey& key) { key.consumer_org = "987654321"; },
      [](CacheKey& key) { key.authorization_details = "[{}]"; },
      [](CacheKey& key) { key.claims = ""; },
      [](CacheKey& key) { key.capabilities = {}; },
      [](CacheKey& key) { key.account = "other"; },
      [](CacheKey& key) { key.assertion_sha256 = "01"; },
      [](CacheKey& key) { key.extra_parameters["audience"] = "y"; },
      [](CacheKey& key) { std::swap(key.resource, key.account); },
  };
  std::set<std::string> names = {sample().file_name()};
  for (const auto& change : changes) {
    CacheKey key = sample();
    change(key);
    CHECK(names.insert(key.file_name()).second);
    CHECK(key.to_json() != sample().to_json());
  }
}

TEST_CASE("CacheKey file_name: 32 hexadecimal digits whatever the key contains") {
  CacheKey key = sample();
  key.client_id = "../../../etc/passwd\n\x1b";
  const auto name = key.file_name();
  CHECK(name.size() == 32);
  CHECK(name.find_first_not_of("0123456789abcdef") == std::string::npos);
}
