// SPDX-License-Identifier: MIT
// The two collections of Microsoft Graph that the sandbox has, and how their members look.
#pragma once

#include "base/json.hpp"
#include "sandbox/state/directory.hpp"

#include <string_view>

namespace entra_auth::sandbox {

struct GraphCollection {
  std::string_view name;           // "applications", as in its path
  std::string_view type;           // "application", as OData calls a member
  std::string_view resource;       // "Application", as the directory calls one
  std::string_view uris_property;  // where its App ID URIs are
  std::string DirectoryEntry::*id;
  std::vector<std::string> (*uris)(const DirectoryEntry& entry);
  OrderedJson (*to_json)(const DirectoryEntry& entry);

  [[nodiscard]] bool holds(const DirectoryEntry& entry) const { return !(entry.*id).empty(); }
  /// Whether its members have a property of that name.
  [[nodiscard]] bool has_property(std::string_view property) const;
};

[[nodiscard]] const GraphCollection& graph_applications();
[[nodiscard]] const GraphCollection& graph_service_principals();

}  // namespace entra_auth::sandbox
