// SPDX-License-Identifier: MIT
#include "sandbox/state/directory.hpp"

#include <algorithm>
#include <array>
#include <iterator>

namespace entra_auth::sandbox {
namespace {

constexpr std::string_view kMicrosoftTenant = "f8cdef31-a31e-4b4a-93e4-5f571e91255a";
constexpr std::uint64_t kServiceGuids = 7;
constexpr std::uint64_t kApiGuids = 8;

struct Service {
  std::string_view app_id;
  std::string_view name;
  std::string_view uri;
  std::string_view scope;
};

constexpr std::array kServices{
    Service{kGraphAppId, "Microsoft Graph", kGraphUri, ""},
    Service{"00000002-0000-0000-c000-000000000000", "Windows Azure Active Directory",
            "https://graph.windows.net", "User.Read"},
    Service{"00000002-0000-0ff1-ce00-000000000000", "Office 365 Exchange Online",
            "https://outlook.office365.com", "Mail.Read"},
    Service{"00000003-0000-0ff1-ce00-000000000000", "Office 365 SharePoint Online",
            "https://microsoft.sharepoint-df.com", "Sites.Read.All"},
    Service{"797f4846-ba00-4fd7-ba43-dac1f8f63013", "Windows Azure Service Management API",
            "https://management.azure.com/", "user_impersonation"},
    Service{"cfa8b339-82a2-471a-a3c9-0fc0be7a4093", "Azure Key Vault", "https://vault.azure.net",
            "user_impersonation"},
    Service{"e406a681-f3d4-42a8-90b6-c2b029497af1", "Azure Storage", "https://storage.azure.com",
            "user_impersonation"},
    Service{"022907d3-0f1b-48f7-badc-1ba6abab6d66", "Azure SQL Database",
            "https://database.windows.net/", "user_impersonation"}};

std::vector<DirectoryScope> scopes_of(const Resource& resource, std::uint64_t seed) {
  std::vector<DirectoryScope> scopes;
  for (std::size_t i = 0; i < resource.scopes.size(); ++i) {
    scopes.push_back(
        {.id = made_up_guid(kApiGuids, seed * 100 + 10 + i), .value = resource.scopes[i]});
  }
  return scopes;
}

/// The display name: "sandbox-api" for "api://sandbox-api".
std::string name_of(const Resource& resource) {
  auto name = resource.identifier_uris.empty() ? resource.app_id : resource.identifier_uris.front();
  if (const auto scheme = name.find("://"); scheme != std::string::npos) name.erase(0, scheme + 3);
  if (name.ends_with('/')) name.pop_back();
  return name;
}

/// An API of the tenant, which really issues tokens for it.
DirectoryEntry api_of(const Tenant& tenant, const Resource& resource, std::uint64_t number) {
  return {
      .app_id = resource.app_id,
      .application_id = made_up_guid(kApiGuids, number * 100),
      .principal_id = made_up_guid(kApiGuids, number * 100 + 1),
      .display_name = name_of(resource),
      .identifier_uris = resource.identifier_uris,
      .token_version = resource.token_version,
      .scopes = scopes_of(resource, number),
      .roles = {{.id = made_up_guid(kApiGuids, number * 100 + 2), .value = std::string(kApiRole)}},
      .assignment_required = resource.assignment_required,
      .owner_tenant = tenant.id};
}

DirectoryEntries make_directory(const Tenant& tenant, std::size_t size) {
  DirectoryEntries entries;
  entries.reserve(size + kServices.size());
  for (const auto& resource : tenant.resources) {
    if (entries.size() == size) break;
    if (resource.app_id == kGraphAppId) continue;
    entries.push_back(api_of(tenant, resource, entries.size()));
  }
  for (std::size_t number = 0; entries.size() < size; ++number) {
    entries.push_back(made_up_application(tenant.id, number));
  }
  auto services = microsoft_services(tenant);
  std::ranges::move(services, std::back_inserter(entries));
  return entries;
}

}  // namespace

std::vector<DirectoryEntry> microsoft_services(const Tenant& tenant) {
  std::vector<DirectoryEntry> entries;
  for (std::size_t i = 0; i < kServices.size(); ++i) {
    const auto& service = kServices.at(i);
    DirectoryEntry entry{.app_id = std::string(service.app_id),
                         .principal_id = made_up_guid(kServiceGuids, i * 100),
                         .display_name = std::string(service.name),
                         .identifier_uris = {std::string(service.uri)},
                         .sign_in_audience = "AzureADMultipleOrgs",
                         .owner_tenant = std::string(kMicrosoftTenant)};
    if (!service.scope.empty()) {
      entry.scopes = {
          {.id = made_up_guid(kServiceGuids, i * 100 + 1), .value = std::string(service.scope)}};
    } else if (const auto graph = tenant.find_resource(service.app_id)) {
      entry.identifier_uris = graph->identifier_uris;
      entry.scopes = scopes_of(*graph, kServiceGuids * 1000 + i);
      entry.roles = {
          {.id = made_up_guid(kServiceGuids, i * 100 + 2), .value = std::string(kGraphPermission)}};
    }
    entries.push_back(std::move(entry));
  }
  return entries;
}

std::shared_ptr<const DirectoryEntries> Directory::get(const Tenant& tenant, std::size_t size) {
  const std::scoped_lock lock(mutex_);
  if (entries_ == nullptr || size_ != size) {
    entries_ = std::make_shared<const DirectoryEntries>(make_directory(tenant, size));
    size_ = size;
  }
  return entries_;
}

}  // namespace entra_auth::sandbox
