// SPDX-License-Identifier: MIT
#include "profiles/environment/virtual_profile.hpp"

#include "profiles/keys/words.hpp"
#include "support/temp_dir.hpp"

#include <catch2/catch.hpp>

#include <filesystem>

using namespace entra_auth;
using namespace entra_auth::profiles;
using Catch::Matchers::Contains;

namespace {

using Variables = std::vector<std::string>;

const Variables kNais = {"AZURE_APP_CLIENT_ID=client",
                         "AZURE_OPENID_CONFIG_TOKEN_ENDPOINT=https://login.example/t/token",
                         "AZURE_APP_JWK={}"};
const Variables kMaskinporten = {"MASKINPORTEN_CLIENT_ID=client", "MASKINPORTEN_CLIENT_JWK={}",
                                 "MASKINPORTEN_ISSUER=https://test.maskinporten.no/"};

struct Fixture {
  test::TempDir secrets;

  [[nodiscard]] Result<Profile> make(const std::string& name, const Variables& variables) const {
    return virtual_profile(name, os::Environment(variables), secrets.path());
  }
  void mount(const std::string& folder, const Variables& variables) const {
    std::filesystem::create_directories(secrets / folder);
    for (const auto& variable : variables) {
      const auto equals = variable.find('=');
      secrets.write(folder + "/" + variable.substr(0, equals), variable.substr(equals + 1) + "\n");
    }
  }
};

Variables without(const Variables& all, const std::string& name) {
  Variables rest;
  for (const auto& variable : all) {
    if (!variable.starts_with(name + "=")) rest.push_back(variable);
  }
  return rest;
}

}  // namespace

TEST_CASE("env:nais: prefers the JWK to the secret") {
  const Fixture fixture;
  auto variables = kNais;
  variables.emplace_back("AZURE_APP_CLIENT_SECRET=s");
  const auto profile = fixture.make("env:nais", variables);
  REQUIRE(profile);
  CHECK(profile->provider == Provider::entra);
  CHECK(profile->flow == Flow::client_credentials);
  CHECK(profile->client_id == "client");
  CHECK(profile->token_endpoint == "https://login.example/t/token");
  CHECK(profile->auth_method == AuthMethod::jwk);
  CHECK(profile->signing_algorithm == "RS256");
  CHECK(std::get<EnvironmentSecret>(*profile->jwk).variable == "AZURE_APP_JWK");
  CHECK_FALSE(profile->client_secret);

  const auto by_secret = fixture.make("env:nais", without(variables, "AZURE_APP_JWK"));
  REQUIRE(by_secret);
  CHECK(by_secret->auth_method == AuthMethod::client_secret);
}

TEST_CASE("env:nais: uses the tenant if no endpoint is set") {
  const Fixture fixture;
  auto variables = without(kNais, "AZURE_OPENID_CONFIG_TOKEN_ENDPOINT");
  variables.emplace_back("AZURE_APP_TENANT_ID=tenant.example");
  const auto profile = fixture.make("env:nais", variables);
  REQUIRE(profile);
  CHECK(profile->tenant_id == "tenant.example");
  CHECK(profile->token_endpoint.empty());
}

TEST_CASE("env:maskinporten: has issuer, key and the scopes of the application") {
  const Fixture fixture;
  auto variables = kMaskinporten;
  variables.emplace_back("MASKINPORTEN_SCOPES=a:b c:d/e");
  variables.emplace_back("MASKINPORTEN_TOKEN_ENDPOINT=https://test.maskinporten.no/token");
  const auto profile = fixture.make("env:maskinporten", variables);
  REQUIRE(profile);
  CHECK(profile->provider == Provider::maskinporten);
  CHECK(profile->flow == Flow::maskinporten);
  CHECK(profile->auth_method == AuthMethod::jwk);
  CHECK(profile->issuer == "https://test.maskinporten.no/");
  CHECK(profile->token_endpoint == "https://test.maskinporten.no/token");
  CHECK(profile->scopes == std::vector<std::string>{"a:b", "c:d/e"});
  CHECK(std::get<EnvironmentSecret>(*profile->jwk).variable == "MASKINPORTEN_CLIENT_JWK");
}

TEST_CASE("env:maskinporten: the issuer may follow from the address of its metadata") {
  const Fixture fixture;
  auto variables = without(kMaskinporten, "MASKINPORTEN_ISSUER");
  variables.emplace_back(
      "MASKINPORTEN_WELL_KNOWN_URL="
      "https://test.maskinporten.no/.well-known/oauth-authorization-server");
  const auto profile = fixture.make("env:maskinporten", variables);
  REQUIRE(profile);
  CHECK(profile->issuer == "https://test.maskinporten.no/");
}

TEST_CASE("env:nais: mounted files are used if the variables are not set") {
  const Fixture fixture;
  fixture.mount("azure", kNais);
  fixture.mount("maskinporten", kMaskinporten);
  const auto nais = fixture.make("env:nais", {});
  REQUIRE(nais);
  CHECK(nais->client_id == "client");
  CHECK(std::get<FileSecret>(*nais->jwk).path ==
        (fixture.secrets / "azure/AZURE_APP_JWK").string());
  const auto maskinporten = fixture.make("env:maskinporten", {});
  REQUIRE(maskinporten);
  CHECK(maskinporten->issuer == "https://test.maskinporten.no/");
  CHECK(std::get<FileSecret>(*maskinporten->jwk).path ==
        (fixture.secrets / "maskinporten/MASKINPORTEN_CLIENT_JWK").string());
  // A half set of variables is not completed by files.
  const auto half = fixture.make("env:maskinporten", {"MASKINPORTEN_CLIENT_ID=other"});
  REQUIRE_FALSE(half);
  CHECK_THAT(half.error().message, Contains("variable MASKINPORTEN_CLIENT_JWK is not set"));
}

TEST_CASE("env profiles: name each missing variable") {
  const Fixture fixture;
  struct Row {
    const char* profile;
    const Variables& all;
  };
  for (const auto& row : {Row{"env:nais", kNais}, Row{"env:maskinporten", kMaskinporten}}) {
    for (const auto& variable : row.all) {
      const auto name = variable.substr(0, variable.find('='));
      CAPTURE(row.profile, name);
      const auto profile = fixture.make(row.profile, without(row.all, name));
      REQUIRE_FALSE(profile);
      CHECK(profile.error().kind == ErrorKind::invalid_configuration);
      CHECK_THAT(profile.error().message, Contains(name));
    }
  }
}

TEST_CASE("env profiles: never combine variables of two groups") {
  const Fixture fixture;
  Variables both = kNais;
  both.insert(both.end(), kMaskinporten.begin(), kMaskinporten.end());
  CHECK(fixture.make("env:nais", both));
  CHECK(fixture.make("env:maskinporten", both));
  // Azure's own names do not help Nais' profile, nor the other way round.
  CHECK_FALSE(fixture.make("env:nais", {"AZURE_CLIENT_ID=c", "AZURE_CLIENT_SECRET=s",
                                        "AZURE_TENANT_ID=tenant.example"}));
  CHECK_FALSE(fixture.make("env:azure", both));
  CHECK_FALSE(fixture.make("env:maskinporten", kNais));
  CHECK_FALSE(fixture.make("env:nais", kMaskinporten));
}

TEST_CASE("env profiles: in a pod with a sidecar, the hint names its profile") {
  const Fixture fixture;
  const auto nais =
      fixture.make("env:nais", {"AZURE_APP_CLIENT_ID=c", "AZURE_APP_TENANT_ID=tenant.example",
                                "NAIS_TOKEN_ENDPOINT=http://texas/api/v1/token"});
  REQUIRE_FALSE(nais);
  CHECK_THAT(nais.error().hints.at(0), Contains("env:texas/entra_id"));
  const auto maskinporten =
      fixture.make("env:maskinporten", {"NAIS_TOKEN_ENDPOINT=http://texas/api/v1/token"});
  REQUIRE_FALSE(maskinporten);
  CHECK_THAT(maskinporten.error().hints.at(0), Contains("env:texas/maskinporten"));
}

TEST_CASE("env:texas: names the identity provider, and TokenX only exchanges tokens") {
  const Fixture fixture;
  for (const char* provider : {"entra_id", "maskinporten", "tokenx"}) {
    CAPTURE(provider);
    const auto profile = fixture.make("env:texas/" + std::string(provider), {});
    REQUIRE(profile);
    CHECK(profile->provider == Provider::texas);
    CHECK(profile->identity_provider == provider);
    CHECK(profile->flow ==
          (std::string(provider) == "tokenx" ? Flow::on_behalf_of : Flow::client_credentials));
  }
}

TEST_CASE("virtual_profile: for an unknown name, lists the known ones") {
  const Fixture fixture;
  for (const char* name : {"env:", "env:nai", "env:azure/", "env:texas", "env:texas/",
                           "env:texas/idporten", "env:NAIS"}) {
    CAPTURE(name);
    CHECK(is_virtual_profile(name));
    const auto profile = fixture.make(name, {});
    REQUIRE_FALSE(profile);
    CHECK(profile.error().kind == ErrorKind::profile_not_found);
    CHECK_THAT(profile.error().hints.back(), Contains("env:maskinporten"));
  }
  CHECK_FALSE(is_virtual_profile("env"));
}
