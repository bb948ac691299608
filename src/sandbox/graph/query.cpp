// SPDX-License-Identifier: MIT
#include "sandbox/graph/query.hpp"

#include "base/text.hpp"
#include "sandbox/http/parameters.hpp"

#include <algorithm>
#include <array>
#include <span>

namespace entra_auth::sandbox {
namespace {

constexpr long long kMaxPage = 999;

using Context = const GraphCollection&;
using Done = GraphChecked<void>;

Done read_filter(Context collection, std::string_view value, GraphQuery& query) {
  auto filter = parse_graph_filter(collection, value);
  if (!filter) return tl::unexpected(filter.error());
  query.filter = std::move(*filter);
  return {};
}

Done read_search(Context, std::string_view value, GraphQuery& query) {
  auto search = parse_graph_search(value);
  if (!search) return tl::unexpected(search.error());
  query.search = std::move(*search);
  return {};
}

Done read_select(Context collection, std::string_view value, GraphQuery& query) {
  for (const auto& element : split(value, ",")) {
    const auto property = trim(element);
    if (!collection.has_property(property)) {
      return graph_bad_request(
          "Parsing OData Select and Expand failed: Could not find a property "
          "named '" +
          std::string(property) + "' on type 'microsoft.graph." + std::string(collection.type) +
          "'.");
    }
    query.select.emplace_back(property);
  }
  if (query.select.empty()) {
    return graph_bad_request("Parsing OData Select and Expand failed: Empty $select.");
  }
  return {};
}

Done read_top(Context, std::string_view value, GraphQuery& query) {
  const auto top = parse_digits(value);
  if (!top) {
    return graph_bad_request("Invalid value '" + std::string(value) +
                             "' for $top query option found. The $top query option requires a "
                             "non-negative integer value.");
  }
  if (*top < 1 || *top > kMaxPage) {
    return graph_unsupported("Invalid page size specified: '" + std::string(value) +
                             "'. Must be between 1 and 999 inclusive.");
  }
  query.top = static_cast<std::size_t>(*top);
  return {};
}

Done read_count(Context, std::string_view value, GraphQuery& query) {
  if (value != "true" && value != "false") {
    return graph_bad_request("Invalid value '" + std::string(value) +
                             "' for $count query option found. Valid values are 'true' and "
                             "'false'.");
  }
  query.count = value == "true";
  return {};
}

Done read_order(Context collection, std::string_view value, GraphQuery& query) {
  const auto words = split(value, " ");
  if (words.empty() || words.size() > 2 ||
      (words.size() == 2 && words[1] != "asc" && words[1] != "desc")) {
    return graph_bad_request("Invalid $orderby clause: Syntax error in '" + std::string(value) +
                             "'.");
  }
  if (!collection.has_property(words[0])) {
    return graph_bad_request("Could not find a property named '" + words[0] +
                             "' on type 'microsoft.graph." + std::string(collection.type) + "'.");
  }
  if (words[0] != "displayName")
    return graph_unsupported("Sorting not supported for current query.");
  query.order =
      words.size() == 2 && words[1] == "desc" ? GraphOrder::descending : GraphOrder::ascending;
  return {};
}

Done read_skip_token(Context, std::string_view value, GraphQuery& query) {
  query.skip_token = value;
  if (value.empty()) return graph_bad_request("Skip token is null or empty.");
  return {};
}

struct Option {
  std::string_view name;
  Done (*read)(Context collection, std::string_view value, GraphQuery& query);
};

constexpr Option kSelect{"$select", read_select};
constexpr std::array kListOptions{Option{"$filter", read_filter},
                                  Option{"$search", read_search},
                                  kSelect,
                                  Option{"$top", read_top},
                                  Option{"$count", read_count},
                                  Option{"$orderby", read_order},
                                  Option{"$skiptoken", read_skip_token}};
constexpr std::array kMemberOptions{kSelect};

/// Refuses queries that need the header `ConsistencyLevel: eventual` without it.
Done check_advanced(const GraphQuery& query, bool eventual) {
  if (query.search && !eventual) {
    return graph_unsupported(
        "Request with $search query parameter only works through MSGraph with "
        "a special request header: 'ConsistencyLevel: eventual'");
  }
  const bool narrowed = query.filter || query.search;
  if (query.order != GraphOrder::none && narrowed && !(eventual && query.count)) {
    return graph_unsupported("Sorting not supported for current query.");
  }
  return {};
}

std::string without_skip_token(const Request& request) {
  auto pairs = split(request.query, "&");
  std::erase_if(pairs, [](const std::string& pair) {
    const auto decoded = parse_form(pair);
    return decoded && !decoded->empty() && decoded->front().first == "$skiptoken";
  });
  return join(pairs, "&");
}

GraphChecked<GraphQuery> read_options(const GraphCollection& collection, const Request& request,
                                      std::span<const Option> options) {
  const auto fields = parse_form(request.query);
  if (!fields) return graph_bad_request("The query is not correctly encoded.");
  if (const auto repeated = repeated_parameter(*fields); !repeated.empty()) {
    return graph_bad_request("Query option '" + std::string(repeated) +
                             "' was specified more than once, but it must be specified at most "
                             "once.");
  }
  GraphQuery query;
  for (const auto& [name, value] : *fields) {
    const auto option = std::ranges::find(options, name, &Option::name);
    if (option == options.end()) {
      return graph_bad_request("The query parameter '" + name + "' is not supported.");
    }
    if (auto read = option->read(collection, value, query); !read) {
      return tl::unexpected(read.error());
    }
  }
  query.other_options = without_skip_token(request);
  return query;
}

}  // namespace

GraphChecked<GraphQuery> parse_graph_query(const GraphCollection& collection,
                                           const Request& request) {
  auto query = read_options(collection, request, kListOptions);
  if (!query) return query;
  const bool eventual =
      equals_ignoring_case(request.header("consistencylevel").value_or(""), "eventual");
  if (auto checked = check_advanced(*query, eventual); !checked) {
    return tl::unexpected(checked.error());
  }
  // Without the header, Graph ignores $count.
  query->count = query->count && eventual;
  return query;
}

GraphChecked<GraphQuery> parse_graph_member_query(const GraphCollection& collection,
                                                  const Request& request) {
  return read_options(collection, request, kMemberOptions);
}

}  // namespace entra_auth::sandbox
