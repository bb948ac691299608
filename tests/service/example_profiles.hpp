// SPDX-License-Identifier: MIT
// One valid profile of each kind, as a profile file would give it.
#pragma once

#include <entra_auth/profile.hpp>

namespace entra_auth::test {

inline Profile entra() {
  Profile profile;
  profile.name = "p";
  profile.tenant_id = "contoso.onmicrosoft.com";
  profile.client_id = "client";
  profile.scopes = {"api://x/.default"};
  profile.flow = Flow::client_credentials;
  profile.auth_method = AuthMethod::client_secret;
  profile.client_secret = EnvironmentSecret{"SECRET"};
  return profile;
}

inline Profile oidc() {
  Profile profile = entra();
  profile.provider = Provider::oidc;
  profile.tenant_id = "";
  profile.issuer = "https://idp.example";
  return profile;
}

inline Profile maskinporten() {
  Profile profile;
  profile.name = "m";
  profile.provider = Provider::maskinporten;
  profile.flow = Flow::maskinporten;
  profile.auth_method = AuthMethod::jwk;
  profile.client_id = "client";
  profile.environment = MaskinportenEnvironment::test;
  profile.jwk = EnvironmentSecret{"JWK"};
  profile.scopes = {"a:b"};
  return profile;
}

inline Profile sidecar() {
  Profile profile;
  profile.name = "t";
  profile.provider = Provider::texas;
  profile.flow = Flow::client_credentials;
  profile.identity_provider = "entra_id";
  profile.token_endpoint = "http://127.0.0.1:3000/api/v1/token";
  profile.scopes = {"api://x/.default"};
  return profile;
}

inline Profile managed_identity() {
  Profile profile;
  profile.name = "mi";
  profile.flow = Flow::managed_identity;
  profile.auth_method = AuthMethod::managed_identity;
  profile.scopes = {"https://vault.azure.net/.default"};
  return profile;
}

}  // namespace entra_auth::test
