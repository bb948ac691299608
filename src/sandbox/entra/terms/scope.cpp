// SPDX-License-Identifier: MIT
#include "sandbox/entra/terms/scope.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <optional>

namespace entra_auth::sandbox {
namespace {

constexpr std::string_view kDefault = ".default";

/// "api://app/data.read" is data.read of api://app.
struct ScopeOfApi {
  std::string_view identifier;
  std::string_view name;
};

/// Returns nullopt if the scope has no slash, and so names no API.
std::optional<ScopeOfApi> split_scope(std::string_view scope) {
  const auto slash = scope.rfind('/');
  if (slash == std::string_view::npos) return std::nullopt;
  return ScopeOfApi{scope.substr(0, slash), scope.substr(slash + 1)};
}

/// True for spaces and the characters of a scope-token (RFC 6749 section 3.3).
bool is_scope_text(std::string_view scope) {
  return std::ranges::all_of(scope,
                             [](char c) { return c >= ' ' && c <= '~' && c != '"' && c != '\\'; });
}

/// The flag of one of OpenID Connect's scopes. Null for all others.
bool UserScope::*flag_of(std::string_view scope) {
  if (scope == "openid") return &UserScope::openid;
  if (scope == "profile") return &UserScope::profile;
  if (scope == "email") return &UserScope::email;
  if (scope == "offline_access") return &UserScope::offline_access;
  return nullptr;
}

/// The element of `apis` for that resource. Null if there is none.
template <class Apis>
auto* find_api(Apis& apis, const Resource& resource) {
  const auto found = std::ranges::find_if(
      apis, [&](const ApiScope& api) { return api.resource.app_id == resource.app_id; });
  return found == apis.end() ? nullptr : &*found;
}

Checked<void> add_api_scope(UserScope& result, const Tenant& tenant, const Client& client,
                            std::string_view scope) {
  const auto [identifier, name] = split_scope(scope).value_or(ScopeOfApi{kGraphUri, scope});
  const auto resource = tenant.find_resource(identifier);
  if (!resource) return tl::unexpected(unknown_resource(tenant, identifier));
  auto* api = find_api(result.apis, *resource);
  if (api == nullptr) {
    api = &result.apis.emplace_back(ApiScope{*resource, std::string(identifier), {}});
  }
  if (name == kDefault) {
    api->whole = true;
  } else if (std::ranges::find(resource->scopes, name) == resource->scopes.end()) {
    return refuse(650053, "The application '" + client.note + "' asked for scope '" +
                              std::string(name) + "' that doesn't exist on the resource '" +
                              resource->app_id + "'. Contact the app vendor.");
  } else if (std::ranges::find(api->names, name) == api->names.end()) {
    api->names.emplace_back(name);
  }
  if (api->whole && !api->names.empty()) {
    return refuse(70011,
                  "The provided value for the input parameter 'scope' is not valid. The "
                  "scope " +
                      std::string(scope) +
                      " is not valid. .default scope can't be combined with "
                      "resource-specific scopes.");
  }
  return {};
}

}  // namespace

Refusal invalid_scope(std::string_view scope) {
  return {70011,
          "The provided request must include a 'scope' input parameter. The provided value for the "
          "input parameter 'scope' is not valid. The scope " +
              std::string(scope) + " is not valid."};
}

Refusal unknown_resource(const Tenant& tenant, std::string_view identifier) {
  return {500011, "The resource principal named " + std::string(identifier) +
                      " was not found in the tenant named " + tenant.name +
                      ". This can happen if the application has not been installed by the "
                      "administrator of the tenant or consented to by any user in the tenant. You "
                      "might have sent your authentication request to the wrong tenant."};
}

Checked<Resource> find_resource_of_scope(const Tenant& tenant, std::string_view scope) {
  const auto scopes = split(scope, " ");
  if (scopes.empty()) return refuse_missing_field("scope");
  if (!is_scope_text(scope)) return tl::unexpected(invalid_scope(scope));
  std::string_view identifier;
  for (const auto& one : scopes) {
    const auto parts = split_scope(one);
    if (!parts || parts->name != kDefault) {
      return refuse(1002012, "The provided value for scope " + std::string(scope) +
                                 " is not valid. Client credential flows must have a scope value "
                                 "with /.default suffixed to the resource identifier (application "
                                 "ID URI).");
    }
    identifier = parts->identifier;
  }
  if (scopes.size() > 1 || identifier.empty()) return tl::unexpected(invalid_scope(scope));
  auto resource = tenant.find_resource(identifier);
  if (!resource) return tl::unexpected(unknown_resource(tenant, identifier));
  return *std::move(resource);
}

Checked<void> check_assignment(const Client& client, const Resource& resource) {
  if (!resource.assignment_required || !client.roles.empty()) return {};
  return refuse(501051, "Application '" + client.id + "'(" + client.note +
                            ") is not assigned to a role for the application '" +
                            resource.identifier_uris.front() + "'.");
}

std::vector<std::string> ApiScope::granted() const { return whole ? resource.scopes : names; }

Checked<UserScope> parse_user_scope(const Tenant& tenant, const Client& client,
                                    std::string_view scope) {
  if (!is_scope_text(scope)) return tl::unexpected(invalid_scope(scope));
  UserScope result;
  for (const auto& one : split(scope, " ")) {
    if (const auto flag = flag_of(one); flag != nullptr) {
      result.*flag = true;
    } else if (auto added = add_api_scope(result, tenant, client, one); !added) {
      return tl::unexpected(added.error());
    }
  }
  return result;
}

Checked<void> check_one_api(const UserScope& scope, std::string_view text) {
  if (scope.apis.size() <= 1) return {};
  return refuse(28000,
                "Provided value for the input parameter scope is not valid because it "
                "contains more than one resource. Scope " +
                    std::string(text) + " is not valid.");
}

bool is_part_of(const UserScope& scope, const UserScope& granted) {
  if ((scope.openid && !granted.openid) || (scope.profile && !granted.profile) ||
      (scope.email && !granted.email) || (scope.offline_access && !granted.offline_access)) {
    return false;
  }
  return std::ranges::all_of(scope.apis, [&](const ApiScope& api) {
    const auto* known = find_api(granted.apis, api.resource);
    if (known == nullptr) return false;
    if (known->whole || api.whole) return known->whole;
    return std::ranges::all_of(api.names, [&](const std::string& name) {
      return std::ranges::find(known->names, name) != known->names.end();
    });
  });
}

UserScope for_first_api(UserScope scope) {
  if (scope.apis.size() > 1) scope.apis.erase(std::next(scope.apis.begin()), scope.apis.end());
  return scope;
}

std::string scope_of_response(const UserScope& scope) {
  std::vector<std::string> names;
  for (const auto& api : scope.apis) {
    for (const auto& name : api.granted()) names.push_back(api.identifier + "/" + name);
    if (api.whole) names.push_back(api.identifier + "/" + std::string(kDefault));
  }
  if (scope.openid) names.emplace_back("openid");
  if (scope.profile) names.emplace_back("profile");
  if (scope.email) names.emplace_back("email");
  return join(names, " ");
}

const Resource& resource_of(const UserScope& scope) {
  static const Resource kGraph{std::string(kGraphAppId), {std::string(kGraphUri)}};
  return scope.apis.empty() ? kGraph : scope.apis.front().resource;
}

}  // namespace entra_auth::sandbox
