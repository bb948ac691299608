// SPDX-License-Identifier: MIT
#include "profiles/keys/key_table.hpp"

#include "profiles/read_text.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <set>
#include <string>
#include <vector>

using namespace entra_auth;
using namespace entra_auth::profiles;
using test::problems_of;
using test::read_profile_text;

TEST_CASE("key table: every key of the contract is known, once, and has a provider") {
  const std::vector<std::string> contract = {"provider",
                                             "cloud",
                                             "authority",
                                             "tenant_id",
                                             "client_id",
                                             "scopes",
                                             "resource",
                                             "flow",
                                             "auth_method",
                                             "client_secret",
                                             "certificate_password",
                                             "jwk",
                                             "private_key",
                                             "federated_token",
                                             "certificate_path",
                                             "private_key_path",
                                             "send_x5c",
                                             "federated",
                                             "redirect_uri",
                                             "port",
                                             "prompt",
                                             "login_hint",
                                             "domain_hint",
                                             "client_capabilities",
                                             "identifier_uris",
                                             "environment",
                                             "issuer",
                                             "key_id",
                                             "consumer_org",
                                             "authorization_details",
                                             "identity_provider",
                                             "request_format",
                                             "identity_object_id",
                                             "identity_resource_id",
                                             "token_endpoint",
                                             "authorization_endpoint",
                                             "device_authorization_endpoint",
                                             "jwks_uri",
                                             "graph_endpoint",
                                             "cache",
                                             "min_validity",
                                             "timeout",
                                             "proxy",
                                             "ca_file",
                                             "extra_parameters",
                                             "token_endpoint_auth_method",
                                             "token_endpoint_auth_signing_alg"};
  for (const auto& name : contract) {
    CAPTURE(name);
    CHECK(find_profile_key(name) != nullptr);
  }
  std::set<std::string_view> names;
  for (const auto& key : profile_keys()) {
    names.insert(key.name);
    CHECK(key.providers != 0);
  }
  CHECK(names.size() == profile_keys().size());
  CHECK(names.size() == contract.size());
  CHECK(find_profile_key("Client_Id") == nullptr);
}

TEST_CASE("suggest_profile_key: finds the right key for a mistyped one") {
  struct Case {
    std::string typed, meant;
  };
  const std::vector<Case> cases = {
      {"client_secrt", "client_secret"},
      {"clientId", "client_id"},
      {"tenant", "tenant_id"},
      {"scope", "scopes"},
      {"Scopes", "scopes"},
      {"auth-method", "auth_method"},
      {"min_vality", "min_validity"},
      {"cafile", "ca_file"},
  };
  for (const auto& [typed, meant] : cases) {
    CHECK(suggest_profile_key(typed) == "did you mean " + meant + "?");
  }
  CHECK(suggest_profile_key("zzzzzzzzzz").empty());
  CHECK(suggest_profile_key(std::string(100'000, 'a')).empty());
}

TEST_CASE("key table: every key refuses every other type without quoting the value") {
  for (const auto& key : profile_keys()) {
    std::string base(test::kEntra);
    for (const std::string value : {"1979-05-27", "1.5", "[[['CANARY']]]", "{ CANARYx.y = 1 }"}) {
      const std::string line = std::string(key.name) + " = " + value + "\n";
      CAPTURE(line);
      std::string body;
      if (key.name != "tenant_id" && key.name != "client_id") body = base;
      const auto problems = read_profile_text(body + line, true).problems;
      REQUIRE_FALSE(problems.empty());
      CHECK(problems[0].key.starts_with(key.name));
      CHECK(problems[0].message.starts_with(std::string(key.name)));
      // The name of an unknown member may be shown, a value never.
      CHECK(problems[0].message.find("'CANARY'") == std::string::npos);
    }
  }
}

TEST_CASE("key table: every key stores its value") {
  const auto read = read_profile_text(
      "tenant_id = 't.example'\nclient_id = 'c'\nscopes = ['a', 'b']\nresource = 'api://r'\n"
      "cloud = 'china'\nflow = 'device-code'\nport = 8400\nprompt = 'login'\n"
      "redirect_uri = 'http://localhost:8400'\ndomain_hint = 'd.example'\n"
      "client_capabilities = ['cp1']\ntoken_endpoint = 'https://x.example/t'\n"
      "authorization_endpoint = 'https://x.example/a'\n"
      "device_authorization_endpoint = 'https://x.example/d'\njwks_uri = 'https://x.example/j'\n"
      "graph_endpoint = 'https://x.example/g'\ncache = false\nmin_validity = '2m'\ntimeout = 5\n"
      "proxy = 'http://proxy:1'\nca_file = '~/ca.pem'\nextra_parameters = { mkt = 'nb-NO' }\n"
      "login_hint = 'a@b.example'\n");
  for (const auto& problem : read.problems) FAIL_CHECK(problem.message);
  const Profile& profile = read.profile;
  CHECK(profile.name == "p");
  CHECK(profile.provider == Provider::entra);
  CHECK(profile.tenant_id == "t.example");
  CHECK(profile.client_id == "c");
  CHECK(profile.scopes == std::vector<std::string>{"a", "b"});
  CHECK(profile.resource == "api://r");
  CHECK(profile.cloud == Cloud::china);
  CHECK(profile.flow == Flow::device_code);
  CHECK(profile.port == 8400);
  CHECK(profile.prompt == "login");
  CHECK(profile.redirect_uri == "http://localhost:8400");
  CHECK(profile.login_hint == "a@b.example");
  CHECK(profile.domain_hint == "d.example");
  CHECK(profile.client_capabilities == std::vector<std::string>{"cp1"});
  CHECK(profile.token_endpoint == "https://x.example/t");
  CHECK(profile.authorization_endpoint == "https://x.example/a");
  CHECK(profile.device_authorization_endpoint == "https://x.example/d");
  CHECK(profile.jwks_uri == "https://x.example/j");
  CHECK(profile.graph_endpoint == "https://x.example/g");
  CHECK_FALSE(profile.cache);
  CHECK(profile.min_validity == std::chrono::minutes(2));
  CHECK(profile.timeout == std::chrono::seconds(5));
  CHECK(profile.proxy == "http://proxy:1");
  CHECK(profile.ca_file == "~/ca.pem");
  CHECK(profile.extra_parameters == std::map<std::string, std::string>{{"mkt", "nb-NO"}});
}

TEST_CASE("key table: the keys of a maskinporten profile store their values") {
  const auto read = read_profile_text(
      std::string(test::kMaskinporten) +
      "key_id = 'k'\nresource = 'https://api.example'\nconsumer_org = '123456789'\n"
      "authorization_details = '[{\"type\":\"x\"}]'\n");
  for (const auto& problem : read.problems) FAIL_CHECK(problem.message);
  CHECK(read.profile.environment == MaskinportenEnvironment::test);
  CHECK(read.profile.key_id == "k");
  CHECK(read.profile.resource == "https://api.example");
  CHECK(read.profile.consumer_org == "123456789");
  CHECK(read.profile.authorization_details == "[{\"type\":\"x\"}]");
}

TEST_CASE("key table: a profile with few settings keeps the defaults") {
  const auto profile = read_profile_text(test::kEntra).profile;
  CHECK(profile.cache);
  CHECK(profile.cloud == Cloud::public_cloud);
  CHECK_FALSE(profile.min_validity);
  CHECK_FALSE(profile.timeout);
  CHECK_FALSE(profile.port);
  CHECK(profile.warnings.empty());
}

TEST_CASE("key table: single values out of range are refused") {
  const std::string base(test::kEntra);
  for (const std::string line :
       {"timeout = 0", "timeout = '0s'", "port = 65536", "cache = 'yes'",
        "client_capabilities = []", "ca_file = ''", "min_validity = 'x'"}) {
    CAPTURE(line);
    CHECK(problems_of(base + line + "\n").size() == 1);
  }
  CHECK(problems_of(base + "min_validity = 0\n").empty());
  for (const std::string id : {"a b", "\u00f8", "a\\tb"}) {
    CHECK(problems_of("tenant_id = 't'\nclient_id = \"" + id + "\"\n").size() == 1);
  }
}

TEST_CASE("key table: words are accepted in any case and stored in one") {
  const std::string base = "tenant_id = 't.example'\nclient_id = 'c'\njwk = { env = 'J' }\n";
  const auto read = read_profile_text(base + "token_endpoint_auth_signing_alg = 'rs384'\n");
  CHECK(read.problems.empty());
  CHECK(read.profile.signing_algorithm == "RS384");
}

TEST_CASE("is_credential_key, is_identity_key: no key is both, an unknown key is neither") {
  int credentials = 0;
  int identities = 0;
  for (const auto& key : profile_keys()) {
    credentials += is_credential_key(key.name) ? 1 : 0;
    identities += is_identity_key(key.name) ? 1 : 0;
    CHECK_FALSE((is_credential_key(key.name) && is_identity_key(key.name)));
  }
  CHECK(credentials == 13);
  CHECK(identities == 11);
  CHECK_FALSE(is_credential_key("client_secrt"));
  CHECK_FALSE(is_identity_key("tenant"));
}
