// SPDX-License-Identifier: MIT
// The system query options of a request to a collection.
#pragma once

#include "sandbox/graph/filter.hpp"
#include "sandbox/graph/search.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace entra_auth::sandbox {

enum class GraphOrder { none, ascending, descending };

struct GraphQuery {
  std::optional<GraphFilter> filter{};
  std::optional<GraphSearch> search{};
  std::vector<std::string> select{};  // empty: all properties
  std::size_t top = 100;
  bool count = false;  // only if it has an effect
  GraphOrder order = GraphOrder::none;
  std::string skip_token{};
  std::string other_options{};  // as sent, without the skip token
};

/// Reads the options of a request to a collection: those in docs/sandbox.md, each at most once.
[[nodiscard]] GraphChecked<GraphQuery> parse_graph_query(const GraphCollection& collection,
                                                         const Request& request);

/// Reads the options of a request to one member: only $select.
[[nodiscard]] GraphChecked<GraphQuery> parse_graph_member_query(const GraphCollection& collection,
                                                                const Request& request);

}  // namespace entra_auth::sandbox
