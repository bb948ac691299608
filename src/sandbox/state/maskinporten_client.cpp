// SPDX-License-Identifier: MIT
#include "sandbox/state/maskinporten_client.hpp"

#include "base/json.hpp"
#include "base/try.hpp"
#include "crypto/certificate.hpp"
#include "sandbox/http/parameters.hpp"

#include <algorithm>

namespace entra_auth::sandbox {
namespace {

Result<MaskinportenKey> parse_key(const Json& json) {
  TRY(auto jwk, crypto::parse_public_jwk(json));
  TRY(const auto expired, optional_bool(json, "expired"));
  if (jwk.kid.empty()) return fail(ErrorKind::usage, "a JWK has no kid");
  if (jwk.key.type() != crypto::KeyType::rsa) return fail(ErrorKind::usage, "a JWK is not RSA");
  return MaskinportenKey{std::move(jwk), expired.value_or(false)};
}

Result<std::vector<std::string>> organizations(const Json& json, std::string_view name) {
  TRY(auto numbers, optional_strings(json, name));
  if (!std::ranges::all_of(numbers, is_organization_number)) {
    return fail(ErrorKind::usage, std::string(name) + " has an element that is not nine digits");
  }
  return numbers;
}

}  // namespace

bool is_organization_number(std::string_view text) {
  return text.size() == 9 && text.find_first_not_of("0123456789") == std::string_view::npos;
}

Result<MaskinportenClient> parse_maskinporten_client(const Json& json) {
  TRY(const auto id, optional_string(json, "client_id"));
  TRY(const auto organization, optional_string(json, "organization"));
  TRY(const auto jwks, optional_array(json, "jwks"));
  TRY(const auto certificates, optional_strings(json, "certificates"));
  TRY(auto scopes, optional_strings(json, "scopes"));
  TRY(auto granted_scopes, optional_strings(json, "granted_scopes"));
  TRY(auto delegated_by, organizations(json, "delegated_by"));
  if (!id || id->empty()) return fail(ErrorKind::usage, "a client has no client_id");
  if (!organization || !is_organization_number(*organization)) {
    return fail(ErrorKind::usage, "organization is missing or not nine digits");
  }
  MaskinportenClient client{.id = *id, .organization = *organization};
  for (const auto& element : jwks) {
    TRY(auto key, parse_key(element));
    client.keys.push_back(std::move(key));
  }
  for (const auto& pem : certificates) {
    TRY(auto certificate, crypto::load_public_certificate(pem));
    client.certificates.push_back(std::move(certificate.der));
  }
  const bool grants_named = !json.value("granted_scopes", Json()).is_null();
  client.granted_scopes = grants_named ? std::move(granted_scopes) : scopes;
  client.scopes = std::move(scopes);
  client.delegated_by = std::move(delegated_by);
  return client;
}

MaskinportenClients::MaskinportenClients() {
  MaskinportenClient built_in{
      .id = std::string(kMaskinportenClientId),
      .organization = "123456789",
      .scopes = {"skatt:some.scope", "nav:some/other/scope", "sandbox:read"},
      .delegated_by = {"987654321"}};
  built_in.granted_scopes = built_in.scopes;
  put(std::move(built_in));
}

void MaskinportenClients::put(MaskinportenClient client) {
  auto key = client.id;
  auto stored = std::make_shared<const MaskinportenClient>(std::move(client));
  const std::scoped_lock lock(mutex_);
  clients_.insert_or_assign(std::move(key), std::move(stored));
}

void MaskinportenClients::add_key(std::string_view id, const crypto::PublicJwk& jwk) {
  const std::scoped_lock lock(mutex_);
  const auto found = clients_.find(id);
  if (found == clients_.end()) return;
  auto changed = *found->second;
  const auto same_kid = [&](const MaskinportenKey& key) { return key.jwk.kid == jwk.kid; };
  if (std::ranges::any_of(changed.keys, same_kid)) return;
  changed.keys.push_back({.jwk = jwk});
  found->second = std::make_shared<const MaskinportenClient>(std::move(changed));
}

std::shared_ptr<const MaskinportenClient> MaskinportenClients::find(std::string_view id) const {
  const std::scoped_lock lock(mutex_);
  const auto found = clients_.find(id);
  return found == clients_.end() ? nullptr : found->second;
}

bool UsedGrants::add(const std::string& identity) {
  const std::scoped_lock lock(mutex_);
  return identities_.insert(identity).second;
}

}  // namespace entra_auth::sandbox
