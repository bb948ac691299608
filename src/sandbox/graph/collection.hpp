// SPDX-License-Identifier: MIT
// The two collections of Microsoft Graph that the sandbox has, and the JSON of their members.
#pragma once

#include "base/json.hpp"
#include "sandbox/state/directory.hpp"

#include <string_view>

namespace entra_auth::sandbox {

struct GraphCollection {
  std::string_view name;           // "applications", as in its path
  std::string_view type;           // "application", as OData calls a member
  std::string_view resource;       // "Application", as the directory calls one
  std::string_view uris_property;  // the property with App ID URIs
  std::string DirectoryEntry::*id;
  std::vector<std::string> (*uris)(const DirectoryEntry& entry);
  OrderedJson (*to_json)(const DirectoryEntry& entry);

  /// True if the entry is a member.
  [[nodiscard]] bool holds(const DirectoryEntry& entry) const { return !(entry.*id).empty(); }
  /// True if the members have a property of that name.
  [[nodiscard]] bool has_property(std::string_view property) const;
};

[[nodiscard]] const GraphCollection& graph_applications();
[[nodiscard]] const GraphCollection& graph_service_principals();

}  // namespace entra_auth::sandbox
