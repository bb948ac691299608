// SPDX-License-Identifier: MIT
// The `scope` parameter. A scope of an API is its identifier, a slash and a name:
// "api://app/data.read". The name ".default" stands for all that the API has. Applications ask for
// one API by ".default" alone; users also for OpenID Connect's scopes and, without an identifier,
// for Microsoft Graph's.
#pragma once

#include "sandbox/entra/terms/error.hpp"
#include "sandbox/state/tenant.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace entra_auth::sandbox {

/// AADSTS70011.
[[nodiscard]] Refusal invalid_scope(std::string_view scope);
/// AADSTS500011.
[[nodiscard]] Refusal unknown_resource(const Tenant& tenant, std::string_view identifier);

/// The resource of an app-only request. An identifier that ends in a slash therefore has two of
/// them before ".default". AADSTS90014, 70011, 1002012 or 500011.
[[nodiscard]] Checked<Resource> find_resource_of_scope(const Tenant& tenant,
                                                       std::string_view scope);

/// AADSTS501051 if the resource requires a role and the client has none.
[[nodiscard]] Checked<void> check_assignment(const Client& client, const Resource& resource);

/// What a user grant has of one API.
struct ApiScope {
  Resource resource;
  std::string identifier;          // of the API, as the request spells it
  std::vector<std::string> names;  // of its scopes
  bool whole = false;              // .default: all scopes of the API

  /// `scp` of the token.
  [[nodiscard]] std::vector<std::string> granted() const;
};

struct UserScope {
  std::vector<ApiScope> apis{};  // empty: a token for Graph
  bool openid = false;
  bool profile = false;
  bool email = false;
  bool offline_access = false;
};

/// Reads a `scope` that is not empty. It may name several APIs. AADSTS70011, 500011 or 650053.
[[nodiscard]] Checked<UserScope> parse_user_scope(const Tenant& tenant, const Client& client,
                                                  std::string_view scope);

/// AADSTS28000 if the scope names more than one API.
[[nodiscard]] Checked<void> check_one_api(const UserScope& scope, std::string_view text);

/// True if `granted` includes everything in `scope`.
[[nodiscard]] bool is_part_of(const UserScope& scope, const UserScope& granted);

/// The same scope without its second and further APIs: a token is for one API.
[[nodiscard]] UserScope for_first_api(UserScope scope);

/// `scope` of the token response. Like Entra, omits offline_access.
[[nodiscard]] std::string scope_of_response(const UserScope& scope);

/// The API that a token of such a scope is for.
[[nodiscard]] const Resource& resource_of(const UserScope& scope);

}  // namespace entra_auth::sandbox
