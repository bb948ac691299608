// SPDX-License-Identifier: MIT
#include "sandbox/state/tenant.hpp"

#include "base/encoding.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "crypto/digest.hpp"

#include <algorithm>

namespace entra_auth::sandbox {
namespace {

Result<std::vector<std::string>> strings(const Json& json, const std::string& name) {
  std::vector<std::string> result;
  for (const auto& element : json.value(name, Json::array())) {
    if (!element.is_string()) {
      return fail(ErrorKind::invalid_configuration, name + " has an element that is not a string");
    }
    result.push_back(element.get<std::string>());
  }
  return result;
}

Result<Resource> parse_resource(const Json& json) {
  if (!json.is_object()) {
    return fail(ErrorKind::invalid_configuration, "a resource is not an object");
  }
  TRY(const auto app_id, optional_string(json, "app_id"));
  TRY(auto identifier_uris, strings(json, "identifier_uris"));
  TRY(const auto assignment_required, optional_bool(json, "assignment_required"));
  TRY(auto scopes, strings(json, "scopes"));
  TRY(const auto token_version, optional_integer(json, "token_version", 1, 2));
  if (!app_id) return fail(ErrorKind::invalid_configuration, "a resource has no app_id");
  return Resource{*app_id, std::move(identifier_uris), assignment_required.value_or(false),
                  std::move(scopes), static_cast<int>(token_version.value_or(2))};
}

bool is_called(const Resource& resource, std::string_view identifier) {
  return identifier == resource.app_id || identifier == "api://" + resource.app_id ||
         std::ranges::find(resource.identifier_uris, identifier) != resource.identifier_uris.end();
}

}  // namespace

bool Tenant::is_named(std::string_view segment) const {
  return equals_ignoring_case(segment, id) ||
         std::ranges::any_of(domains, [&](const std::string& domain) {
           return equals_ignoring_case(segment, domain);
         });
}

std::optional<Resource> Tenant::find_resource(std::string_view identifier) const {
  const auto found = [&](Resource resource) {
    resource.called = identifier;
    return resource;
  };
  for (const auto& resource : resources) {
    if (is_called(resource, identifier)) return found(resource);
  }
  for (const auto& client : clients.all()) {
    if (client->identifier_uris.empty()) continue;
    const Resource resource{client->id, client->identifier_uris, false, client->scopes};
    if (is_called(resource, identifier)) return found(resource);
  }
  return std::nullopt;
}

const User* Tenant::find_user(std::string_view username) const {
  const auto found = std::ranges::find_if(
      users, [&](const User& user) { return equals_ignoring_case(user.username, username); });
  return found == users.end() ? nullptr : &*found;
}

void add_built_in(Tenant& tenant) {
  tenant.id = "5a0db0c5-7b1e-4d0a-9c3e-6f1f2d3c4b5a";
  tenant.name = "Contoso";
  tenant.domains = {"contoso.onmicrosoft.com"};
  tenant.resources = {
      {"00000000-0000-0000-0000-0000000000a1",
       {std::string(kApiUri)},
       false,
       {"data.read", "data.write"}},
      {"00000000-0000-0000-0000-0000000000a2",
       {"https://slash.sandbox.example/"},
       false,
       {"user_impersonation"}},
      {"00000000-0000-0000-0000-0000000000a3", {"api://sandbox-assigned"}, true, {"defaultaccess"}},
      {"00000000-0000-0000-0000-0000000000a4", {"api://cluster.ns.app"}, false, {"defaultaccess"}},
      {"00000000-0000-0000-0000-0000000000a5",
       {"api://sandbox-v1"},
       false,
       {"user_impersonation"},
       1},
  };
  tenant.users = {
      {"ada@contoso.onmicrosoft.com", "Ada Lovelace", "ada00000-0000-4000-8000-000000000001"},
      {"bob@contoso.onmicrosoft.com", "Bob Kahn", "b0b00000-0000-4000-8000-000000000002"}};
  tenant.clients.put({.id = std::string(kFirstClientId),
                      .note = "confidential",
                      .secrets = {{.value = "p+ss &w%rd=~1"}},
                      .roles = {std::string(kApiRole)},
                      .redirect_uris = {{"http://localhost/web", Platform::web}},
                      .identifier_uris = {"api://sandbox-middle-tier"},
                      .scopes = {"defaultaccess"},
                      .graph_roles = {std::string(kGraphPermission)}});
  tenant.clients.put({.id = "00000000-0000-0000-0000-000000000002",
                      .note = "without role",
                      .secrets = {{.value = "second~secret"}}});
  tenant.clients.put({.id = std::string(kPublicClientId),
                      .note = "public",
                      .is_public = true,
                      .redirect_uris = {{"http://localhost", Platform::native},
                                        {"http://localhost/callback", Platform::native}},
                      .allow_public_client_flows = true});
  tenant.clients.put({.id = "00000000-0000-0000-0000-000000000004",
                      .note = "expired secret",
                      .secrets = {{.value = "expired~secret", .expired = true}},
                      .roles = {std::string(kApiRole)}});
  tenant.clients.put({.id = std::string(kWithoutGraphClientId),
                      .note = "without Graph",
                      .secrets = {{.value = "third~secret"}},
                      .roles = {std::string(kApiRole)}});
}

Result<void> configure(Tenant& tenant, const Json& json) {
  TRY(const auto id, optional_string(json, "tenant_id"));
  TRY(auto domains, strings(json, "domains"));
  if (id) tenant.id = *id;
  tenant.name = string_or(json, "tenant_name", tenant.name);
  if (!domains.empty()) tenant.domains = std::move(domains);
  for (const auto& element : json.value("resources", Json::array())) {
    TRY(auto resource, parse_resource(element));
    tenant.resources.push_back(std::move(resource));
  }
  for (const auto& element : json.value("clients", Json::array())) {
    if (!element.is_object()) {
      return fail(ErrorKind::invalid_configuration, "a client is not an object");
    }
    TRY(auto client, parse_client(element));
    tenant.clients.put(std::move(client));
  }
  return {};
}

std::string object_id(const Client& client) {
  const auto hex = hex_encode(crypto::sha256(to_lower(client.id)));
  return hex.substr(0, 8) + "-" + hex.substr(8, 4) + "-4" + hex.substr(13, 3) + "-8" +
         hex.substr(17, 3) + "-" + hex.substr(20, 12);
}

std::string pairwise_subject(const User& user, std::string_view audience) {
  return base64url_encode(crypto::sha256(user.oid + " " + to_lower(audience)));
}

}  // namespace entra_auth::sandbox
