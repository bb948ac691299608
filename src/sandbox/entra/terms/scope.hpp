// SPDX-License-Identifier: MIT
// The scopes of user grants: OpenID Connect's own, and those of APIs by their full names.
#pragma once

#include "sandbox/entra/terms/error.hpp"
#include "sandbox/state/tenant.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace entra_auth::sandbox {

/// The resource that the scope of an app-only request asks for: everything before "/.default", so
/// that a resource which ends in a slash is asked for with two of them.
[[nodiscard]] Checked<Resource> find_resource_of_scope(const Tenant& tenant,
                                                       std::string_view scope);

/// True for spaces and the characters of a scope-token (RFC 6749 section 3.3).
[[nodiscard]] bool is_scope_text(std::string_view scope);

/// AADSTS70011.
[[nodiscard]] Refusal invalid_scope(std::string_view scope);

/// AADSTS500011.
[[nodiscard]] Refusal unknown_resource(const Tenant& tenant, std::string_view identifier);

/// AADSTS501051 where the resource wants a role and the client has none.
[[nodiscard]] Checked<void> check_assignment(const Client& client, const Resource& resource);

/// What was asked of one API.
struct ApiScope {
  Resource resource;
  std::string identifier;          // of the API, as the request calls it
  std::vector<std::string> names;  // of its scopes
  bool whole = false;              // /.default: all that the API has

  /// `scp` of the token.
  [[nodiscard]] std::vector<std::string> granted() const;
};

struct UserScope {
  std::vector<ApiScope> apis{};  // none: Graph
  bool openid = false;
  bool profile = false;
  bool email = false;
  bool offline_access = false;
};

/// `scope` where it is not empty. It may name several APIs.
[[nodiscard]] Checked<UserScope> parse_user_scope(const Tenant& tenant, const Client& client,
                                                  std::string_view scope);

/// AADSTS28000 where tokens for more than one API are asked for.
[[nodiscard]] Checked<void> check_one_api(const UserScope& scope, std::string_view text);

/// True where nothing is asked for that is not in `granted`.
[[nodiscard]] bool is_part_of(const UserScope& scope, const UserScope& granted);

/// The scope of a token: what is left of it when only its first API is.
[[nodiscard]] UserScope for_first_api(UserScope scope);

/// `scope` of the token answer. Like Entra it does not repeat offline_access.
[[nodiscard]] std::string scope_of_answer(const UserScope& scope);

/// The API that the token of such a scope is for.
[[nodiscard]] const Resource& resource_of(const UserScope& scope);

}  // namespace entra_auth::sandbox
