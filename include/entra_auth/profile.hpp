// SPDX-License-Identifier: MIT
#pragma once

#include "entra_auth/secret_reference.hpp"
#include "entra_auth/transport.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace entra_auth {

enum class Provider : std::uint8_t { entra, maskinporten, texas, oidc };
enum class Cloud : std::uint8_t { public_cloud, usgov, china };
enum class Flow : std::uint8_t {
  client_credentials,
  interactive_browser,
  device_code,
  on_behalf_of,
  maskinporten,
  managed_identity,
};
enum class AuthMethod : std::uint8_t {
  none,
  client_secret,
  certificate,
  passwordless_certificate,
  jwk,
  federated,
  managed_identity,
};
enum class MaskinportenEnvironment : std::uint8_t { test, prod };
/// Names as in OpenID Connect Dynamic Client Registration, `token_endpoint_auth_method`.
enum class SecretTransmission : std::uint8_t { client_secret_post, client_secret_basic };

/// Where a federated assertion comes from; fetched or read again for every token request.
struct GitHubAssertion {};
struct AzurePipelinesAssertion {};
using FederatedSource =
    std::variant<FileSecret, EnvironmentSecret, GitHubAssertion, AzurePipelinesAssertion>;

/// One validated profile: callers see only combinations that make sense. A string is empty if the
/// profile does not set it.
struct Profile {
  std::string name;

  Provider provider = Provider::entra;
  Cloud cloud = Cloud::public_cloud;
  std::string authority;  // base URL without a trailing slash
  std::string tenant_id;
  std::string client_id;
  std::vector<std::string> scopes;
  std::string resource;
  bool resource_as_array = false;  // Maskinporten: the claim is an array of it

  Flow flow = Flow::interactive_browser;  // as written, else `default_flow`
  AuthMethod auth_method = AuthMethod::none;
  std::optional<SecretReference> client_secret;
  SecretTransmission secret_transmission = SecretTransmission::client_secret_post;
  std::string certificate_path;  // `~` not yet expanded, as all paths here
  std::string private_key_path;
  std::optional<SecretReference> certificate_password;
  bool send_x5c = false;
  std::optional<SecretReference> jwk;
  std::optional<SecretReference> private_key;
  std::string key_id;
  std::string signing_algorithm;  // "PS256", "RS256", ...; empty: the provider's default
  std::optional<FederatedSource> federated;
  std::optional<SecretReference> federated_token;

  std::string redirect_uri;
  std::optional<int> port;
  std::string prompt;
  std::string login_hint;
  std::string domain_hint;
  std::vector<std::string> client_capabilities;
  std::string claims;                        // a claims request as JSON; flags set it, not the file
  std::vector<std::string> identifier_uris;  // on-behalf-of: App ID URIs of this application

  std::optional<MaskinportenEnvironment> environment;
  std::string issuer;
  std::string consumer_org;
  std::string authorization_details;             // JSON array as text
  std::string identity_provider;                 // texas
  BodyFormat request_format = BodyFormat::form;  // texas
  std::string identity_object_id;                // managed identity, instead of client_id
  std::string identity_resource_id;              // managed identity, instead of client_id

  std::string token_endpoint;
  std::string authorization_endpoint;
  std::string device_authorization_endpoint;
  std::string jwks_uri;
  std::string graph_endpoint;

  bool cache = true;
  std::optional<std::chrono::seconds> min_validity;
  std::optional<std::chrono::seconds> timeout;
  std::string proxy;  // may hold a password: never show it
  std::string ca_file;
  std::map<std::string, std::string> extra_parameters;

  /// What the user should know although the profile is usable, e.g. a literal secret in the file.
  std::vector<std::string> warnings;
};

/// Client credentials if there is a credential, the interactive browser for `none`, and the grants
/// of the same name for `managed_identity` and the provider `maskinporten`.
[[nodiscard]] Flow default_flow(Provider provider, AuthMethod method);

/// Names in any case, with or without hyphens and underscores: `ClientCredentials`,
/// `interactive`, `obo`. Returns nullopt for an unknown one.
[[nodiscard]] std::optional<Flow> parse_flow(std::string_view name);
/// The canonical spelling: "client-credentials".
[[nodiscard]] std::string_view name(Flow flow);
[[nodiscard]] std::string_view name(Provider provider);
[[nodiscard]] std::string_view name(AuthMethod method);

}  // namespace entra_auth
