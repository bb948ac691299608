// SPDX-License-Identifier: MIT
#include "sandbox/state/client.hpp"

#include "base/encoding.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "crypto/certificate.hpp"
#include "crypto/digest.hpp"
#include "sandbox/http/parameters.hpp"

#include <algorithm>

namespace entra_auth::sandbox {
namespace {

Result<ClientSecret> parse_secret(const Json& json) {
  if (!json.is_object()) {
    TRY(auto value, string_element(json, "secrets"));
    return ClientSecret{.value = std::move(value)};
  }
  TRY(const auto value, optional_string(json, "value"));
  TRY(const auto expired, optional_bool(json, "expired"));
  if (!value) return fail(ErrorKind::usage, "a secret has no value");
  return ClientSecret{.value = *value, .expired = expired.value_or(false)};
}

/// The identifiers that Entra's portal derives from an uploaded certificate.
Result<AssertionKey> parse_certificate(const Json& json) {
  TRY(const auto pem, string_element(json, "certificates"));
  TRY(auto certificate, crypto::load_public_certificate(pem));
  const auto sha1 = crypto::sha1(certificate.der);
  const auto x5t = base64url_encode(sha1);
  return AssertionKey{.key = std::move(certificate.key),
                      .x5t = x5t,
                      .x5t_s256 = base64url_encode(crypto::sha256(certificate.der)),
                      .kids = {x5t, thumbprint(sha1), hex_encode(sha1)}};
}

Result<AssertionKey> parse_jwk(const Json& json) {
  TRY(auto jwk, crypto::parse_public_jwk(json));
  if (jwk.kid.empty()) return fail(ErrorKind::usage, "a JWK has no kid");
  return AssertionKey{.key = std::move(jwk.key), .x5t = {}, .x5t_s256 = {}, .kids = {jwk.kid}};
}

Result<FederatedCredential> parse_federated(const Json& json) {
  if (!json.is_object()) return fail(ErrorKind::usage, "a federated credential is not an object");
  TRY(const auto issuer, optional_string(json, "issuer"));
  TRY(const auto subject, optional_string(json, "subject"));
  TRY(const auto audience, optional_string(json, "audience"));
  if (!issuer || !subject || !audience) {
    return fail(ErrorKind::usage, "a federated credential needs issuer, subject and audience");
  }
  TRY(auto keys, crypto::parse_jwks(json.value("jwks", Json::object()).dump()));
  return FederatedCredential{*issuer, *subject, *audience, std::move(keys)};
}

}  // namespace

std::string thumbprint(std::string_view sha1) {
  auto hex = hex_encode(sha1);
  std::ranges::transform(hex, hex.begin(),
                         [](char c) { return c >= 'a' ? static_cast<char>(c - 'a' + 'A') : c; });
  return hex;
}

Result<Client> parse_client(const Json& json) {
  TRY(const auto id, optional_string(json, "client_id"));
  TRY(const auto is_public, optional_bool(json, "public"));
  TRY(const auto secrets, optional_array(json, "secrets"));
  TRY(const auto certificates, optional_array(json, "certificates"));
  TRY(const auto jwks, optional_array(json, "jwks"));
  TRY(const auto federated, optional_array(json, "federated"));
  TRY(auto roles, optional_strings(json, "roles"));
  TRY(const auto redirect_uris, optional_array(json, "redirect_uris"));
  TRY(const auto public_flows, optional_bool(json, "allow_public_client_flows"));
  TRY(auto identifier_uris, optional_strings(json, "identifier_uris"));
  TRY(auto scopes, optional_strings(json, "scopes"));
  TRY(const auto on_behalf_of_allowed, optional_bool(json, "on_behalf_of_allowed"));
  TRY(auto graph_roles, optional_strings(json, "graph_roles"));
  if (!id || id->empty()) return fail(ErrorKind::usage, "a client has no client_id");

  Client client{.id = *id, .note = string_or(json, "note"), .is_public = is_public.value_or(false)};
  for (const auto& element : secrets) {
    TRY(auto secret, parse_secret(element));
    client.secrets.push_back(std::move(secret));
  }
  for (const auto& element : certificates) {
    TRY(auto key, parse_certificate(element));
    client.keys.push_back(std::move(key));
  }
  for (const auto& element : jwks) {
    TRY(auto key, parse_jwk(element));
    client.keys.push_back(std::move(key));
  }
  for (const auto& element : federated) {
    TRY(auto credential, parse_federated(element));
    client.federated.push_back(std::move(credential));
  }
  for (const auto& element : redirect_uris) {
    TRY(auto redirect_uri, parse_redirect_uri(element));
    client.redirect_uris.push_back(std::move(redirect_uri));
  }
  client.roles = std::move(roles);
  client.allow_public_client_flows = public_flows.value_or(false);
  client.identifier_uris = std::move(identifier_uris);
  client.scopes = std::move(scopes);
  client.graph_roles = std::move(graph_roles);
  client.on_behalf_of_allowed = on_behalf_of_allowed.value_or(true);
  return client;
}

void ClientDirectory::put(Client client) {
  auto key = to_lower(client.id);
  auto stored = std::make_shared<const Client>(std::move(client));
  const std::scoped_lock lock(mutex_);
  clients_.insert_or_assign(std::move(key), std::move(stored));
}

void ClientDirectory::add_key(std::string_view id, const AssertionKey& key) {
  const std::scoped_lock lock(mutex_);
  const auto found = clients_.find(to_lower(id));
  if (found == clients_.end()) return;
  auto changed = *found->second;
  const auto same_kid = [&](const AssertionKey& known) {
    return known.kids.front() == key.kids.front();
  };
  if (std::ranges::any_of(changed.keys, same_kid)) return;
  changed.keys.push_back(key);
  found->second = std::make_shared<const Client>(std::move(changed));
}

std::shared_ptr<const Client> ClientDirectory::find(std::string_view id) const {
  const std::scoped_lock lock(mutex_);
  const auto found = clients_.find(to_lower(id));
  return found == clients_.end() ? nullptr : found->second;
}

std::vector<std::shared_ptr<const Client>> ClientDirectory::all() const {
  const std::scoped_lock lock(mutex_);
  std::vector<std::shared_ptr<const Client>> result;
  for (const auto& [id, client] : clients_) result.push_back(client);
  return result;
}

}  // namespace entra_auth::sandbox
