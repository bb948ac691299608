// SPDX-License-Identifier: MIT
#include "profiles/keys/words.hpp"

#include <entra_auth/profile.hpp>

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace entra_auth;

TEST_CASE("parse_flow: reads every spelling that is in use") {
  struct Case {
    std::vector<std::string> spellings;
    Flow flow;
  };
  const std::vector<Case> cases = {
      {{"client-credentials", "ClientCredentials", "client_credentials", "CLIENTCREDENTIALS"},
       Flow::client_credentials},
      {{"interactive-browser", "InteractiveBrowser", "interactive", "Interactive",
        "authorization-code", "AuthorizationCode"},
       Flow::interactive_browser},
      {{"device-code", "DeviceCode", "device_code"}, Flow::device_code},
      {{"on-behalf-of", "OnBehalfOf", "obo", "OBO"}, Flow::on_behalf_of},
      {{"maskinporten", "Maskinporten"}, Flow::maskinporten},
      {{"managed-identity", "ManagedIdentity"}, Flow::managed_identity},
  };
  for (const auto& [spellings, flow] : cases) {
    CHECK(name(flow) == spellings[0]);
    for (const auto& spelling : spellings) {
      CAPTURE(spelling);
      CHECK(parse_flow(spelling) == flow);
    }
  }
}

TEST_CASE("parse_flow: refuses other words") {
  for (const std::string word : {"", "-", "client", "client credentials", "client-credentials ",
                                 "client-credentialsx", "password"}) {
    CAPTURE(word);
    CHECK_FALSE(parse_flow(word));
  }
}

TEST_CASE("default_flow: follows from provider and method") {
  struct Case {
    Provider provider;
    AuthMethod method;
    Flow flow;
  };
  const std::vector<Case> cases = {
      {Provider::entra, AuthMethod::none, Flow::interactive_browser},
      {Provider::entra, AuthMethod::client_secret, Flow::client_credentials},
      {Provider::entra, AuthMethod::certificate, Flow::client_credentials},
      {Provider::entra, AuthMethod::passwordless_certificate, Flow::client_credentials},
      {Provider::entra, AuthMethod::jwk, Flow::client_credentials},
      {Provider::entra, AuthMethod::federated, Flow::client_credentials},
      {Provider::entra, AuthMethod::managed_identity, Flow::managed_identity},
      {Provider::oidc, AuthMethod::none, Flow::interactive_browser},
      {Provider::oidc, AuthMethod::client_secret, Flow::client_credentials},
      {Provider::maskinporten, AuthMethod::jwk, Flow::maskinporten},
      {Provider::maskinporten, AuthMethod::certificate, Flow::maskinporten},
      {Provider::texas, AuthMethod::none, Flow::client_credentials},
  };
  for (const auto& [provider, method, flow] : cases) {
    CAPTURE(name(provider), name(method));
    CHECK(default_flow(provider, method) == flow);
  }
}

TEST_CASE("name: providers and methods have names") {
  CHECK(name(Provider::entra) == "entra");
  CHECK(name(Provider::maskinporten) == "maskinporten");
  CHECK(name(Provider::texas) == "texas");
  CHECK(name(Provider::oidc) == "oidc");
  CHECK(name(AuthMethod::none) == "none");
  CHECK(name(AuthMethod::client_secret) == "client-secret");
  CHECK(name(AuthMethod::certificate) == "certificate");
  CHECK(name(AuthMethod::passwordless_certificate) == "passwordless-certificate");
  CHECK(name(AuthMethod::jwk) == "jwk");
  CHECK(name(AuthMethod::federated) == "federated");
  CHECK(name(AuthMethod::managed_identity) == "managed-identity");
}

TEST_CASE("is_same_name: ignores case, hyphens and underscores") {
  using profiles::is_same_name;
  CHECK(is_same_name("client-secret", "ClientSecret"));
  CHECK(is_same_name("client_secret", "client-secret"));
  CHECK(is_same_name("-a-", "A"));
  CHECK(is_same_name("", "-"));
  CHECK_FALSE(is_same_name("client-secret", "client-secrets"));
  CHECK_FALSE(is_same_name("client-secrets", "client-secret"));
  CHECK_FALSE(is_same_name("a", ""));
}

TEST_CASE("list_names: leaves out aliases") {
  CHECK(profiles::list_names(profiles::kProviders) == "entra, maskinporten, texas or oidc");
  CHECK(profiles::list_names(profiles::kFlows) ==
        "client-credentials, interactive-browser, device-code, on-behalf-of, maskinporten or "
        "managed-identity");
}

TEST_CASE("is_valid_profile_name: accepts letters, digits, dots, hyphens and underscores") {
  for (const std::string name : {"a", "0", "A.b-c_d", "my-api-client", "x.y"}) {
    CHECK(profiles::is_valid_profile_name(name));
  }
  CHECK(profiles::is_valid_profile_name(std::string(64, 'a')));
  for (const std::string name :
       {"", "../../x", "a/b", "-a", ".a", "_a", "a b", "a\n", "a\\b", "ø", "env:x"}) {
    CAPTURE(name);
    CHECK_FALSE(profiles::is_valid_profile_name(name));
  }
  CHECK_FALSE(profiles::is_valid_profile_name(std::string(65, 'a')));
  CHECK_FALSE(profiles::is_valid_profile_name(std::string("a\0b", 3)));
}

TEST_CASE("is_virtual_profile: only names that begin with env: come from the environment") {
  for (const char* name : {"env:", "env:azure", "env:unknown/x"}) {
    CHECK(profiles::is_virtual_profile(name));
  }
  for (const char* name : {"env", "ENV:azure", " env:azure", ""}) {
    CHECK_FALSE(profiles::is_virtual_profile(name));
  }
}
