// SPDX-License-Identifier: MIT
// Microsoft Graph: applications and service principals, as docs/sandbox.md describes.
#pragma once

#include "sandbox/graph/error.hpp"
#include "sandbox/sandbox.hpp"

namespace entra_auth::sandbox {

/// "{base_url}/graph"
[[nodiscard]] std::string graph_url(const Sandbox& sandbox);

/// Adds Graph to the APIs of the tenant. For when the base URL is known.
void add_graph(Sandbox& sandbox);

[[nodiscard]] bool is_graph_applications(std::string_view path);
[[nodiscard]] bool is_graph_service_principals(std::string_view path);
[[nodiscard]] Reply answer_graph_applications(Sandbox& sandbox, const Request& request);
[[nodiscard]] Reply answer_graph_service_principals(Sandbox& sandbox, const Request& request);

/// All of both collections, for tests to filter plainly.
[[nodiscard]] OrderedJson show_directory(Sandbox& sandbox);

inline constexpr Endpoint kGraphApplications{"graph_applications", is_graph_applications,
                                             answer_graph_applications};
inline constexpr Endpoint kGraphServicePrincipals{
    "graph_service_principals", is_graph_service_principals, answer_graph_service_principals};

/// Status 401 without a token for Graph that is valid now, 403 without the permission: a role of
/// applications, a scope of users.
[[nodiscard]] GraphChecked<void> authorize_for_graph(const Sandbox& sandbox,
                                                     const Request& request);

}  // namespace entra_auth::sandbox
