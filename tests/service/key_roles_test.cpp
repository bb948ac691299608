// SPDX-License-Identifier: MIT
// Every key of a profile must do to the cache what its role says. A key that changes the token and
// not the cache entry would give callers the token of another request.
#include "profiles/keys/key_table.hpp"
#include "profiles/keys/profile_reader.hpp"
#include "service/credential/client_credential.hpp"
#include "service/requested_token.hpp"
#include "support/temp_dir.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

using namespace entra_auth;

namespace {

/// A profile with the key set one way and another way. Both are valid.
struct Change {
  std::string_view key;
  std::string rest;  // the other settings
  std::string before;
  std::string after;
};

const std::string kPublic = "tenant_id = 't'\nclient_id = 'c'\nscopes = ['s']\n";
const std::string kSecret = kPublic + "client_secret = { env = 'S' }\n";
const std::string kCertificate = kPublic + "certificate_path = '/c.pem'\n";
const std::string kOidc =
    "provider = 'oidc'\nclient_id = 'c'\nscopes = ['s']\nclient_secret = { env = 'S' }\n";
const std::string kMaskinporten =
    "provider = 'maskinporten'\nclient_id = 'c'\nscopes = ['a:b']\njwk = { env = 'J' }\n";
const std::string kMaskinportenTest = kMaskinporten + "environment = 'test'\n";
const std::string kTexas =
    "provider = 'texas'\nscopes = ['s']\ntoken_endpoint = 'http://127.0.0.1:1/token'\n";
const std::string kManaged = "auth_method = 'managed-identity'\nscopes = ['s']\n";

const std::vector<Change> kChanges = {
    {"provider", "client_id = 'c'\nscopes = ['s']\nclient_secret = { env = 'S' }\n",
     "provider = 'entra'\ntenant_id = 't'", "provider = 'oidc'\nissuer = 'https://i.example'"},
    {"cloud", kSecret, "cloud = 'public'", "cloud = 'usgov'"},
    {"authority", kSecret, "authority = 'https://a.example'", "authority = 'https://b.example'"},
    {"tenant_id", "client_id = 'c'\nscopes = ['s']\n", "tenant_id = 't'", "tenant_id = 'u'"},
    {"client_id", "tenant_id = 't'\nscopes = ['s']\n", "client_id = 'c'", "client_id = 'd'"},
    {"scopes", "tenant_id = 't'\nclient_id = 'c'\n", "scopes = ['s']", "scopes = ['t']"},
    {"resource", kMaskinportenTest, "resource = 'https://a.example'",
     "resource = ['https://a.example']"},
    {"resource", kSecret, "resource = 'api://a'", "resource = 'api://b'"},
    {"flow", kSecret, "flow = 'client-credentials'", "flow = 'on-behalf-of'"},
    {"auth_method", kCertificate, "auth_method = 'certificate'",
     "auth_method = 'passwordless-certificate'"},
    {"client_secret", kPublic, "client_secret = { env = 'A' }", "client_secret = { env = 'B' }"},
    {"token_endpoint_auth_method", kSecret, "token_endpoint_auth_method = 'client_secret_post'",
     "token_endpoint_auth_method = 'client_secret_basic'"},
    {"certificate_path", kPublic, "certificate_path = '/a'", "certificate_path = '/b'"},
    {"private_key_path", kCertificate, "private_key_path = '/a'", "private_key_path = '/b'"},
    {"certificate_password", kCertificate, "certificate_password = { env = 'A' }",
     "certificate_password = { env = 'B' }"},
    {"send_x5c", kCertificate, "send_x5c = false", "send_x5c = true"},
    {"jwk", kPublic, "jwk = { env = 'A' }", "jwk = { file = 'A' }"},
    {"private_key",
     "provider = 'maskinporten'\nclient_id = 'c'\nscopes = ['s']\nenvironment = 'test'\n"
     "key_id = 'k'\n",
     "private_key = { env = 'A' }", "private_key = { env = 'B' }"},
    {"key_id", kMaskinportenTest, "key_id = 'a'", "key_id = 'b'"},
    {"token_endpoint_auth_signing_alg", kCertificate, "token_endpoint_auth_signing_alg = 'PS256'",
     "token_endpoint_auth_signing_alg = 'RS256'"},
    {"federated", kPublic, "federated = 'github'", "federated = 'azure-pipelines'"},
    {"federated", kPublic, "federated = { file = 'A' }", "federated = { env = 'A' }"},
    {"federated_token", kPublic, "federated_token = { env = 'A' }",
     "federated_token = { env = 'B' }"},
    {"redirect_uri", kPublic, "redirect_uri = 'http://localhost'",
     "redirect_uri = 'http://localhost/x'"},
    {"port", kPublic, "port = 1", "port = 2"},
    {"prompt", kPublic, "prompt = 'login'", "prompt = 'consent'"},
    {"login_hint", kPublic, "login_hint = 'a'", "login_hint = 'b'"},
    {"domain_hint", kPublic, "domain_hint = 'a'", "domain_hint = 'b'"},
    {"client_capabilities", kPublic, "client_capabilities = ['cp1']",
     "client_capabilities = ['cp2']"},
    {"identifier_uris", kSecret + "flow = 'on-behalf-of'\n", "identifier_uris = ['api://a']",
     "identifier_uris = ['api://b']"},
    {"environment", kMaskinporten, "environment = 'test'", "environment = 'prod'"},
    {"issuer", kMaskinporten, "issuer = 'https://a.example'", "issuer = 'https://b.example'"},
    {"issuer", kOidc, "issuer = 'https://a.example'", "issuer = 'https://b.example'"},
    {"consumer_org", kMaskinportenTest, "consumer_org = '123456789'", "consumer_org = '987654321'"},
    {"authorization_details", kMaskinportenTest, "authorization_details = '[{}]'",
     "authorization_details = '[{\"a\": 1}]'"},
    {"authorization_details", kTexas + "identity_provider = 'maskinporten'\n",
     "authorization_details = '[{}]'", "authorization_details = '[{\"a\": 1}]'"},
    {"identity_provider", kTexas, "identity_provider = 'entra_id'",
     "identity_provider = 'maskinporten'"},
    {"request_format", kTexas + "identity_provider = 'entra_id'\n", "request_format = 'form'",
     "request_format = 'json'"},
    {"identity_object_id", kManaged, "identity_object_id = 'a'", "identity_object_id = 'b'"},
    {"identity_resource_id", kManaged, "identity_resource_id = '/a'",
     "identity_resource_id = '/b'"},
    {"token_endpoint", kSecret, "token_endpoint = 'https://a.example/token'",
     "token_endpoint = 'https://b.example/token'"},
    {"authorization_endpoint", kPublic, "authorization_endpoint = 'https://a.example/a'",
     "authorization_endpoint = 'https://b.example/a'"},
    {"device_authorization_endpoint", kPublic + "flow = 'device-code'\n",
     "device_authorization_endpoint = 'https://a.example/d'",
     "device_authorization_endpoint = 'https://b.example/d'"},
    {"jwks_uri", kSecret, "jwks_uri = 'https://a.example/k'", "jwks_uri = 'https://b.example/k'"},
    {"graph_endpoint", kSecret + "resource = 'ms-graph'\n", "graph_endpoint = 'https://a.example'",
     "graph_endpoint = 'https://b.example'"},
    {"cache", kSecret, "cache = true", "cache = false"},
    {"min_validity", kSecret, "min_validity = 1", "min_validity = 2"},
    {"timeout", kSecret, "timeout = 1", "timeout = 2"},
    {"proxy", kSecret, "proxy = 'http://a.example'", "proxy = 'http://b.example'"},
    {"ca_file", kSecret, "ca_file = '/a'", "ca_file = '/b'"},
    {"extra_parameters", kSecret, "extra_parameters = { a = 'b' }",
     "extra_parameters = { a = 'c' }"},
};

const os::Environment kEnvironment{std::vector<std::string>{"HOME=/nowhere", "S=s", "J=j"}};

/// What decides whether a cached token is used: the name of its file and the credential version.
std::string entry_of(const std::string& settings) {
  const auto table = profiles::parse_toml(settings, "f");
  if (!table) FAIL(settings << ": " << table.error().message);
  const auto profile = profiles::read_valid_profile("p", *table, {.path = "f", .is_private = true});
  if (!profile) FAIL(settings << ": " << profile.error().message);
  const auto key = service::cache_key_of(*profile, kEnvironment, nullptr);
  if (!key) FAIL(settings << ": " << key.error().message);
  const secrets::SecretSource secrets(kEnvironment, Deadline::max(), {});
  return key->file_name() + " " +
         std::string(service::credential_version(*profile, kEnvironment, secrets).expose());
}

}  // namespace

TEST_CASE("key table: a key changes the cache entry exactly if its role changes the token") {
  for (const auto& [key, rest, before, after] : kChanges) {
    CAPTURE(key, before, after);
    const auto* known = profiles::find_profile_key(key);
    REQUIRE(known != nullptr);
    const bool is_another = entry_of(rest + before + "\n") != entry_of(rest + after + "\n");
    CHECK(is_another == profiles::changes_token(known->role));
  }
}

TEST_CASE("key table: a new key needs a change in this test") {
  for (const auto& key : profiles::profile_keys()) {
    CAPTURE(key.name);
    CHECK(std::ranges::find(kChanges, key.name, &Change::key) != kChanges.end());
  }
}
