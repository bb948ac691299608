// SPDX-License-Identifier: MIT
#include "sandbox/entra/terms/scope.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace entra_auth::sandbox {
namespace {

constexpr std::string_view kDefault = "/.default";

/// A space or one of the characters of a scope-token (RFC 6749 section 3.3).
bool is_scope_character(char c) { return c >= ' ' && c <= '~' && c != '"' && c != '\\'; }

}  // namespace

bool is_scope_text(std::string_view scope) {
  return std::ranges::all_of(scope, is_scope_character);
}

Refusal invalid_scope(std::string_view scope) {
  return {70011,
          "The provided request must include a 'scope' input parameter. The provided value for the "
          "input parameter 'scope' is not valid. The scope " +
              std::string(scope) + " is not valid."};
}

Checked<Resource> find_resource_of_scope(const Tenant& tenant, std::string_view scope) {
  const auto scopes = split(scope, " ");
  if (scopes.empty()) return refuse_missing_field("scope");
  if (!is_scope_text(scope)) return tl::unexpected(invalid_scope(scope));
  for (const auto& one : scopes) {
    if (!one.ends_with(kDefault)) {
      return refuse(1002012, "The provided value for scope " + std::string(scope) +
                                 " is not valid. Client credential flows must have a scope value "
                                 "with /.default suffixed to the resource identifier (application "
                                 "ID URI).");
    }
  }
  if (scopes.size() > 1) return tl::unexpected(invalid_scope(scope));
  const auto identifier = scopes.front().substr(0, scopes.front().size() - kDefault.size());
  if (identifier.empty()) return tl::unexpected(invalid_scope(scope));
  auto resource = tenant.find_resource(identifier);
  if (!resource) return tl::unexpected(unknown_resource(tenant, identifier));
  return *std::move(resource);
}

Refusal unknown_resource(const Tenant& tenant, std::string_view identifier) {
  return {500011, "The resource principal named " + std::string(identifier) +
                      " was not found in the tenant named " + tenant.name +
                      ". This can happen if the application has not been installed by the "
                      "administrator of the tenant or consented to by any user in the tenant. You "
                      "might have sent your authentication request to the wrong tenant."};
}

Checked<void> check_assignment(const Client& client, const Resource& resource) {
  if (!resource.assignment_required || !client.roles.empty()) return {};
  return refuse(501051, "Application '" + client.id + "'(" + client.note +
                            ") is not assigned to a role for the application '" +
                            resource.identifier_uris.front() + "'.");
}

}  // namespace entra_auth::sandbox
