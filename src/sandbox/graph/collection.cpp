// SPDX-License-Identifier: MIT
#include "sandbox/graph/collection.hpp"

#include "base/json.hpp"

namespace entra_auth::sandbox {
namespace {

OrderedJson scopes_json(const DirectoryEntry& entry) {
  auto scopes = OrderedJson::array();
  for (const auto& scope : entry.scopes) {
    scopes.push_back({{"adminConsentDescription", "Lets the application use " + scope.value},
                      {"adminConsentDisplayName", "Use " + scope.value},
                      {"id", scope.id},
                      {"isEnabled", scope.enabled},
                      {"type", scope.admin_only ? "Admin" : "User"},
                      {"value", scope.value}});
  }
  return scopes;
}

OrderedJson roles_json(const DirectoryEntry& entry) {
  auto roles = OrderedJson::array();
  for (const auto& role : entry.roles) {
    auto members = OrderedJson::array();
    if (role.for_users) members.push_back("User");
    if (role.for_applications) members.push_back("Application");
    roles.push_back({{"allowedMemberTypes", members},
                     {"displayName", role.value.empty() ? "Default" : role.value},
                     {"id", role.id},
                     {"isEnabled", role.enabled},
                     {"value", role.value.empty() ? OrderedJson() : OrderedJson(role.value)}});
  }
  return roles;
}

OrderedJson application_json(const DirectoryEntry& entry) {
  return {{"id", entry.application_id},
          {"appId", entry.app_id},
          {"displayName", entry.display_name},
          {"identifierUris", entry.identifier_uris},
          {"signInAudience", entry.sign_in_audience},
          {"appRoles", roles_json(entry)},
          {"api",
           {{"requestedAccessTokenVersion",
             entry.token_version == 0 ? OrderedJson() : OrderedJson(entry.token_version)},
            {"oauth2PermissionScopes", scopes_json(entry)},
            {"preAuthorizedApplications", OrderedJson::array()}}}};
}

std::vector<std::string> identifier_uris(const DirectoryEntry& entry) {
  return entry.identifier_uris;
}

std::vector<std::string> service_principal_names(const DirectoryEntry& entry) {
  auto names = entry.identifier_uris;
  names.push_back(entry.app_id);
  return names;
}

OrderedJson service_principal_json(const DirectoryEntry& entry) {
  return {{"id", entry.principal_id},
          {"appId", entry.app_id},
          {"appDisplayName", entry.display_name},
          {"displayName", entry.display_name},
          {"appOwnerOrganizationId", entry.owner_tenant},
          {"appRoleAssignmentRequired", entry.assignment_required},
          {"servicePrincipalNames", service_principal_names(entry)},
          {"servicePrincipalType", "Application"},
          {"signInAudience", entry.sign_in_audience},
          {"appRoles", roles_json(entry)},
          {"oauth2PermissionScopes", scopes_json(entry)}};
}

constexpr GraphCollection kApplications{"applications",
                                        "application",
                                        "Application",
                                        "identifierUris",
                                        &DirectoryEntry::application_id,
                                        identifier_uris,
                                        application_json};

constexpr GraphCollection kServicePrincipals{"servicePrincipals",
                                             "servicePrincipal",
                                             "ServicePrincipal",
                                             "servicePrincipalNames",
                                             &DirectoryEntry::principal_id,
                                             service_principal_names,
                                             service_principal_json};

}  // namespace

bool GraphCollection::has_property(std::string_view property) const {
  return to_json(DirectoryEntry{}).contains(property);
}

const GraphCollection& graph_applications() { return kApplications; }
const GraphCollection& graph_service_principals() { return kServicePrincipals; }

}  // namespace entra_auth::sandbox
