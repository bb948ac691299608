// SPDX-License-Identifier: MIT
#include "service/requested_token.hpp"

#include "service/example_profiles.hpp"

#include <catch2/catch.hpp>

#include <functional>
#include <set>

using namespace entra_auth;
using namespace entra_auth::test;

namespace {

const os::Environment kNowhere{std::vector<std::string>{"HOME=/home/u"}};

std::string id_of(const Profile& profile, const os::Environment& environment = kNowhere,
                  const Secret* incoming_token = nullptr) {
  const auto key = service::cache_key_of(profile, environment, incoming_token);
  if (!key) FAIL(key.error().message);
  return key->file_name();
}

}  // namespace

TEST_CASE("requested_scopes: for Entra a resource becomes a scope, and a scope is required") {
  auto profile = entra();
  profile.scopes = {};
  const auto none = service::requested_scopes(profile);
  REQUIRE_FALSE(none);
  CHECK(none.error().kind == ErrorKind::invalid_configuration);
  CHECK(none.error().hints.at(0).find("--scope") != std::string::npos);
  profile.resource = "https://management.core.windows.net/";
  CHECK(service::requested_scopes(profile).value() ==
        std::vector<std::string>{"https://management.core.windows.net//.default"});
}

TEST_CASE("requested_scopes: other issuers may be asked for no scope") {
  auto profile = oidc();
  profile.scopes = {};
  CHECK(service::requested_scopes(profile).value().empty());
}

TEST_CASE("cache_key_of: an unsupported combination fails before anything is read") {
  auto no_credential = entra();
  no_credential.auth_method = AuthMethod::none;
  no_credential.flow = Flow::on_behalf_of;
  auto other_grant = entra();
  other_grant.flow = Flow::maskinporten;
  auto other_provider = maskinporten();
  other_provider.flow = Flow::client_credentials;
  auto no_identity = entra();
  no_identity.flow = Flow::managed_identity;
  auto only_identity = managed_identity();
  only_identity.flow = Flow::client_credentials;
  for (const auto& profile :
       {no_credential, other_grant, other_provider, no_identity, only_identity}) {
    const auto key = service::cache_key_of(profile, kNowhere, nullptr);
    REQUIRE_FALSE(key);
    CHECK(key.error().kind == ErrorKind::invalid_configuration);
    CHECK_FALSE(key.error().hints.empty());
  }
}

TEST_CASE("cache_key_of: two profiles, hints or claims requests of a user are different tokens") {
  auto profile = entra();
  profile.flow = Flow::interactive_browser;
  const auto name_of = [](const Profile& each) {
    return service::cache_key_of(each, kNowhere, nullptr).value().file_name();
  };
  const auto own = name_of(profile);
  auto other_profile = profile;
  other_profile.name = "other";
  auto other_hint = profile;
  other_hint.login_hint = "somebody";
  auto other_claims = profile;
  other_claims.claims = R"({"access_token":{"acrs":null}})";
  auto capable = profile;
  capable.client_capabilities = {"cp1"};
  for (const auto& other : {other_profile, other_hint, other_claims, capable}) {
    CHECK(name_of(other) != own);
  }
  auto machine = entra();
  auto other_machine = machine;
  other_machine.name = "other";
  CHECK(name_of(machine) == name_of(other_machine));
}

TEST_CASE("cache_key_of: endpoint aliases are one key, and it holds no secret") {
  auto profile = entra();
  profile.client_secret = LiteralSecret{Secret("canary")};
  const auto key = service::cache_key_of(profile, kNowhere, nullptr);
  REQUIRE(key);
  CHECK(key->to_json().dump().find("canary") == std::string::npos);
  profile.authority = "https://login.windows.net";
  CHECK(service::cache_key_of(profile, kNowhere, nullptr)->endpoint == key->endpoint);
  profile.authority = "https://login.microsoftonline.us";
  CHECK(service::cache_key_of(profile, kNowhere, nullptr)->endpoint != key->endpoint);
}

TEST_CASE("cache_key_of: everything that changes a Maskinporten token changes its key") {
  const std::vector<std::function<void(Profile&)>> changes = {
      [](Profile& p) { p.environment = MaskinportenEnvironment::prod; },
      [](Profile& p) { p.client_id = "other"; },
      [](Profile& p) { p.scopes = {"a:c"}; },
      [](Profile& p) { p.resource = "https://api.example"; },
      [](Profile& p) {
        p.resource = "https://api.example";
        p.resource_as_array = true;
      },
      [](Profile& p) { p.consumer_org = "987654321"; },
      [](Profile& p) { p.authorization_details = "[{}]"; },
      [](Profile& p) { p.jwk = EnvironmentSecret{"OTHER"}; },
      [](Profile& p) { p.key_id = "kid"; },
      [](Profile& p) { p.token_endpoint = "https://other.example/token"; },
  };
  std::set<std::string> ids = {id_of(maskinporten())};
  for (const auto& change : changes) {
    auto profile = maskinporten();
    change(profile);
    CHECK(ids.insert(id_of(profile)).second);
  }
}

TEST_CASE("cache_key_of: a sidecar's tokens belong to the application of its pod") {
  const auto in_pod = [](const std::string& app) {
    return os::Environment(std::vector<std::string>{"NAIS_CLUSTER_NAME=c", "NAIS_NAMESPACE=n",
                                                    "NAIS_APP_NAME=" + app});
  };
  CHECK(id_of(sidecar(), in_pod("a")) == id_of(sidecar(), in_pod("a")));
  CHECK(id_of(sidecar(), in_pod("a")) != id_of(sidecar(), in_pod("b")));
  auto other_provider = sidecar();
  other_provider.identity_provider = "maskinporten";
  CHECK(id_of(other_provider, in_pod("a")) != id_of(sidecar(), in_pod("a")));
  // Behind a forwarded port nothing tells applications apart but the profile.
  auto other_profile = sidecar();
  other_profile.name = "u";
  CHECK(id_of(other_profile) != id_of(sidecar()));
  CHECK(id_of(other_profile, in_pod("a")) == id_of(sidecar(), in_pod("a")));
}

TEST_CASE("cache_key_of: two users never share an entry") {
  auto exchange = sidecar();
  exchange.flow = Flow::on_behalf_of;
  const Secret alice("alice");
  const Secret bob("bob");
  CHECK(id_of(exchange, kNowhere, &alice) == id_of(exchange, kNowhere, &alice));
  CHECK(id_of(exchange, kNowhere, &alice) != id_of(exchange, kNowhere, &bob));
  CHECK(id_of(exchange, kNowhere, &alice) != id_of(sidecar()));
  const auto key = service::cache_key_of(exchange, kNowhere, &alice);
  REQUIRE(key);
  CHECK(key->to_json().dump().find("alice") == std::string::npos);
}

TEST_CASE("cache_key_of: managed identities and their hosts stay apart") {
  const auto imds = id_of(managed_identity());
  auto named = managed_identity();
  named.client_id = "c";
  auto by_object = managed_identity();
  by_object.identity_object_id = "c";
  auto by_resource = managed_identity();
  by_resource.identity_resource_id = "c";
  const os::Environment app_service(std::vector<std::string>{
      "IDENTITY_ENDPOINT=http://127.0.0.1:1/msi/token", "IDENTITY_HEADER=h"});
  CHECK(std::set<std::string>{imds, id_of(named), id_of(by_object), id_of(by_resource),
                              id_of(managed_identity(), app_service)}
            .size() == 5);
}

TEST_CASE("requested_scopes: ms-graph is Microsoft Graph in the profile's cloud") {
  auto profile = entra();
  profile.scopes = {};
  profile.resource = "ms-graph";
  CHECK(service::requested_scopes(profile).value() ==
        std::vector<std::string>{"https://graph.microsoft.com/.default"});
  profile.cloud = Cloud::china;
  CHECK(service::requested_scopes(profile).value() ==
        std::vector<std::string>{"https://microsoftgraph.chinacloudapi.cn/.default"});
}

TEST_CASE("requested_scopes: without a required scope the hint shows one that fits") {
  auto profile = maskinporten();
  profile.scopes = {};
  const auto none = service::requested_scopes(profile);
  REQUIRE_FALSE(none);
  CHECK(none.error().kind == ErrorKind::invalid_configuration);
  CHECK(none.error().hints.at(0).find("prefix:some.scope") != std::string::npos);
  auto tokenx = sidecar();
  tokenx.scopes = {};
  tokenx.identity_provider = "tokenx";
  CHECK(service::requested_scopes(tokenx).error().hints.at(0).find("cluster:namespace:app") !=
        std::string::npos);
}

TEST_CASE("requested_scopes: a duplicate scope is requested once, in the order of the first") {
  auto profile = maskinporten();
  profile.scopes = {"c:d", "a:b", "c:d", "a:b"};
  CHECK(service::requested_scopes(profile).value() == std::vector<std::string>{"c:d", "a:b"});
}
