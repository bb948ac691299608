// SPDX-License-Identifier: MIT
// $filter: one clause, of those that Graph evaluates without advanced query parameters.
#pragma once

#include "sandbox/graph/collection.hpp"
#include "sandbox/graph/error.hpp"

#include <string>
#include <string_view>

namespace entra_auth::sandbox {

enum class FilterOperator { name_starts_with, name_equals, app_id_equals, any_uri_equals };

struct GraphFilter {
  FilterOperator operation;
  std::string value;  // in lower case

  [[nodiscard]] bool matches(const GraphCollection& collection, const DirectoryEntry& entry) const;
};

[[nodiscard]] GraphChecked<GraphFilter> parse_graph_filter(const GraphCollection& collection,
                                                           std::string_view text);

}  // namespace entra_auth::sandbox
