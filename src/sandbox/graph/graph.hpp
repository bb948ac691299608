// SPDX-License-Identifier: MIT
// Microsoft Graph: applications and service principals, as docs/sandbox.md describes.
#pragma once

#include "sandbox/sandbox.hpp"

#include <string>

namespace entra_auth::sandbox {

/// "{base_url}/graph"
[[nodiscard]] std::string graph_url(const Sandbox& sandbox);

/// Adds Graph to the APIs of the tenant. The base URL must be known.
void add_graph(Sandbox& sandbox);

/// All members of both collections, so that tests can compute what a query must find.
[[nodiscard]] OrderedJson show_directory(Sandbox& sandbox);

}  // namespace entra_auth::sandbox
