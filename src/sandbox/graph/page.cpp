// SPDX-License-Identifier: MIT
#include "sandbox/graph/page.hpp"

#include "base/encoding.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "crypto/digest.hpp"
#include "sandbox/graph/search.hpp"

#include <algorithm>

namespace entra_auth::sandbox {
namespace {

constexpr char kSeparator = '.';

std::string context_url(const Sandbox& sandbox, const GraphCollection& collection,
                        const GraphQuery& query) {
  auto url =
      sandbox.base_url + std::string(kGraphPath) + "$metadata#" + std::string(collection.name);
  if (!query.select.empty()) url += "(" + join(query.select, ",") + ")";
  return url;
}

OrderedJson selected(const GraphCollection& collection, const DirectoryEntry& entry,
                     const GraphQuery& query) {
  auto all = collection.to_json(entry);
  if (query.select.empty()) return all;
  auto some = OrderedJson::object();
  for (const auto& name : query.select) some[name] = all.at(name);
  return some;
}

std::vector<const DirectoryEntry*> find_all(const GraphCollection& collection,
                                            const DirectoryEntries& entries,
                                            const GraphQuery& query) {
  std::vector<const DirectoryEntry*> found;
  for (const auto& entry : entries) {
    if (collection.holds(entry) && (!query.filter || query.filter->matches(collection, entry)) &&
        (!query.search || query.search->matches(entry.display_name))) {
      found.push_back(&entry);
    }
  }
  if (query.order == GraphOrder::none) return found;
  std::ranges::stable_sort(
      found, {}, [](const DirectoryEntry* entry) { return fold_case(entry->display_name); });
  if (query.order == GraphOrder::descending) std::ranges::reverse(found);
  return found;
}

/// Valid only for the same query in the same run.
std::string skip_token(const Sandbox& sandbox, const GraphCollection& collection,
                       const GraphQuery& query, std::size_t offset, std::size_t total) {
  const auto number = std::to_string(offset);
  const auto bound = sandbox.signing_key.kid + "\n" + number + "\n" + std::to_string(total) + "\n" +
                     std::string(collection.name) + "\n" + query.other_options;
  return base64url_encode(number + kSeparator + crypto::sha256(bound));
}

GraphChecked<std::size_t> offset_of(const Sandbox& sandbox, const GraphCollection& collection,
                                    const GraphQuery& query, std::size_t total) {
  if (query.skip_token.empty()) return 0;
  const auto decoded = base64url_decode(query.skip_token).value_or("");
  const auto offset = parse_digits(std::string_view(decoded).substr(0, decoded.find(kSeparator)));
  if (!offset || static_cast<std::size_t>(*offset) >= total ||
      query.skip_token !=
          skip_token(sandbox, collection, query, static_cast<std::size_t>(*offset), total)) {
    return tl::unexpected(GraphRefusal{400, "Directory_ExpiredPageToken",
                                       "The specified page token value has expired and can no "
                                       "longer be included in your request."});
  }
  return static_cast<std::size_t>(*offset);
}

/// The base URL, or the host that a setting names. Without a scheme it has the base URL's.
std::string next_link_origin(const Sandbox& sandbox) {
  const auto host = sandbox.settings.get().graph.next_link_host;
  if (!host) return sandbox.base_url;
  if (host->find("://") != std::string::npos) return *host;
  return sandbox.base_url.substr(0, sandbox.base_url.find("://") + 3) + *host;
}

}  // namespace

GraphChecked<OrderedJson> graph_page(const Sandbox& sandbox, const GraphCollection& collection,
                                     const DirectoryEntries& entries, const GraphQuery& query) {
  const auto found = find_all(collection, entries, query);
  const auto start = offset_of(sandbox, collection, query, found.size());
  if (!start) return tl::unexpected(start.error());
  const auto limit = sandbox.settings.get().graph.page_limit;
  const auto size = limit ? std::min(query.top, static_cast<std::size_t>(*limit)) : query.top;
  const auto end = std::min(found.size(), *start + size);

  OrderedJson page{{"@odata.context", context_url(sandbox, collection, query)}};
  if (query.count && *start == 0) page["@odata.count"] = found.size();
  if (end < found.size()) {
    page["@odata.nextLink"] =
        next_link_origin(sandbox) + std::string(kGraphPath) + std::string(collection.name) + "?" +
        (query.other_options.empty() ? "" : query.other_options + "&") +
        "$skiptoken=" + skip_token(sandbox, collection, query, end, found.size());
  }
  auto members = OrderedJson::array();
  for (auto at = *start; at < end; ++at) {
    members.push_back(selected(collection, *found[at], query));
  }
  page["value"] = std::move(members);
  return page;
}

OrderedJson graph_member(const Sandbox& sandbox, const GraphCollection& collection,
                         const DirectoryEntry& entry, const GraphQuery& query) {
  OrderedJson body{{"@odata.context", context_url(sandbox, collection, query) + "/$entity"}};
  body.update(selected(collection, entry, query));
  return body;
}

}  // namespace entra_auth::sandbox
