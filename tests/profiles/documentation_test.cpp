// SPDX-License-Identifier: MIT
// docs/profiles.md and profiles.example.toml say what the program does.
#include "profiles/keys/key_table.hpp"
#include "profiles/keys/words.hpp"
#include "profiles/profile_store.hpp"
#include "support/temp_dir.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <string>
#include <vector>

using namespace entra_auth;
using namespace entra_auth::profiles;

namespace {

const std::filesystem::path kRoot = ENTRA_AUTH_SOURCE_DIR;

std::string manual() { return test::read_text(kRoot / "docs/profiles.md"); }

/// The first part of `text` between `begin` and `end`.
std::string between(const std::string& text, const std::string& begin, const std::string& end) {
  const auto start = text.find(begin);
  REQUIRE(start != std::string::npos);
  const auto stop = text.find(end, start + begin.size());
  REQUIRE(stop != std::string::npos);
  return text.substr(start + begin.size(), stop - start - begin.size());
}

}  // namespace

TEST_CASE("docs/profiles.md: has a row for every key, with the providers that take it") {
  const std::string text = manual();
  for (const auto& key : profile_keys()) {
    CAPTURE(key.name);
    const auto row = text.find("\n| `" + std::string(key.name) + "` |");
    REQUIRE(row != std::string::npos);
    const std::string line = text.substr(row + 1, text.find('\n', row + 1) - row - 1);
    std::string takers;
    for (const auto& provider : kProviders) {
      if ((key.providers & only(provider.value)) == 0) continue;
      if (!takers.empty()) takers += ' ';
      takers += provider.name[0];
    }
    CAPTURE(line);
    CHECK(line.find("| " + takers + " ") != std::string::npos);
  }
}

TEST_CASE("docs/profiles.md: has every word that a setting takes") {
  const std::string text = manual();
  const auto check = [&](const auto& names) {
    for (const auto& named : names) {
      CAPTURE(named.name);
      CHECK(text.find("`" + std::string(named.name) + "`") != std::string::npos);
    }
  };
  check(kProviders);
  check(kClouds);
  check(kFlows);
  check(kAuthMethods);
  check(kMaskinportenEnvironments);
  check(kSecretTransmissions);
}

TEST_CASE("docs/profiles.md: the first profile is valid") {
  const test::TempDir dir;
  const auto path = dir.write("profiles.toml", between(manual(), "```toml\n", "```"));
  const auto store = ProfileStore::load(path);
  REQUIRE(store);
  CHECK(store->problems().empty());
  CHECK(store->find(store->default_profile().value()));
}

TEST_CASE("profiles.example.toml: every profile is valid and holds no secret") {
  const auto store = ProfileStore::load(kRoot / "profiles.example.toml");
  REQUIRE(store);
  for (const auto& problem : store->problems()) {
    FAIL_CHECK(problem.profile << ": " << problem.message);
  }
  CHECK(store->default_profile() == "my-api-client");
  CHECK(store->names().front() == "my-api-client");
  std::vector<Provider> providers;
  std::vector<AuthMethod> methods;
  for (const auto& name : store->names()) {
    const auto profile = store->find(name);
    REQUIRE(profile);
    CHECK(profile->warnings.empty());
    CHECK((!profile->scopes.empty() || !profile->resource.empty()));
    providers.push_back(profile->provider);
    methods.push_back(profile->auth_method);
  }
  for (const auto& provider : kProviders)
    CHECK_THAT(providers, Catch::VectorContains(provider.value));
  for (const auto method : {AuthMethod::none, AuthMethod::client_secret, AuthMethod::certificate,
                            AuthMethod::jwk, AuthMethod::federated, AuthMethod::managed_identity}) {
    CHECK_THAT(methods, Catch::VectorContains(method));
  }
}

TEST_CASE("docs/profiles.md: the error shown is the error of the program") {
  const test::TempDir dir;
  std::string text;
  for (int i = 0; i < 11; ++i) text += "\n";
  const auto path = dir.write("profiles.toml", text + "[profiles.my-api]\nclient_secrt = 1\n");
  const auto store = ProfileStore::load(path);
  REQUIRE(store);
  const auto profile = store->find("my-api");
  REQUIRE_FALSE(profile);
  const std::string shown = between(manual(), "profiles.toml:13: ", "\nhint: ");
  CHECK(profile.error().message == path.native() + ":13: " + shown);
  const std::string hint = between(manual(), "\nhint: ", "\n");
  CHECK(profile.error().hints == std::vector<std::string>{hint});
}
