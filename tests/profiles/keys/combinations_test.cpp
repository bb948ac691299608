// SPDX-License-Identifier: MIT
#include "profiles/keys/combinations.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace entra_auth;
using namespace entra_auth::profiles;

namespace {

std::string mistake_of(Provider provider, Flow flow, AuthMethod method) {
  Profile profile;
  profile.provider = provider;
  profile.flow = flow;
  profile.auth_method = method;
  const auto mistake = find_flow_mistake(profile);
  return mistake ? mistake->message + " (" + mistake->hint + ")" : "";
}

}  // namespace

TEST_CASE("find_flow_mistake: accepts the combinations that this version can use") {
  CHECK(mistake_of(Provider::entra, Flow::device_code, AuthMethod::none).empty());
  CHECK(mistake_of(Provider::entra, Flow::device_code, AuthMethod::certificate).empty());
  CHECK(mistake_of(Provider::entra, Flow::managed_identity, AuthMethod::managed_identity).empty());
  CHECK(mistake_of(Provider::maskinporten, Flow::maskinporten, AuthMethod::jwk).empty());
  CHECK(mistake_of(Provider::texas, Flow::on_behalf_of, AuthMethod::none).empty());
}

TEST_CASE("find_flow_mistake: says what is wrong and what would be right") {
  CHECK(mistake_of(Provider::entra, Flow::on_behalf_of, AuthMethod::none) ==
        "flow on-behalf-of needs a credential (set client_secret, certificate_path, jwk, federated "
        "or federated_token)");
  CHECK(mistake_of(Provider::texas, Flow::device_code, AuthMethod::none) ==
        "flow device-code is not possible with provider texas (omit the flow, or use "
        "client-credentials or on-behalf-of)");
  for (const auto& [flow, method] :
       {std::pair{Flow::managed_identity, AuthMethod::none},
        std::pair{Flow::managed_identity, AuthMethod::client_secret},
        std::pair{Flow::client_credentials, AuthMethod::managed_identity}}) {
    CHECK(mistake_of(Provider::entra, flow, method) ==
          "flow " + std::string(name(flow)) + " cannot be used with auth_method " +
              std::string(name(method)) +
              " (managed-identity must be both flow and auth_method, or neither)");
  }
}

TEST_CASE("default_flow: goes with its provider and method") {
  for (const auto provider :
       {Provider::entra, Provider::oidc, Provider::maskinporten, Provider::texas}) {
    for (const auto method : {AuthMethod::none, AuthMethod::client_secret, AuthMethod::certificate,
                              AuthMethod::passwordless_certificate, AuthMethod::jwk,
                              AuthMethod::federated, AuthMethod::managed_identity}) {
      if (!can_use(provider, method)) continue;
      CAPTURE(name(provider), name(method));
      CHECK(mistake_of(provider, default_flow(provider, method), method).empty());
    }
  }
}
