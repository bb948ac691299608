// SPDX-License-Identifier: MIT
#pragma once

#include "sandbox/entra/terms/error.hpp"
#include "sandbox/state/tenant.hpp"

#include <string_view>

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

}  // namespace entra_auth::sandbox
