// SPDX-License-Identifier: MIT
// The bodies of Graph's responses: a page of a collection, or one member.
#pragma once

#include "sandbox/graph/query.hpp"
#include "sandbox/sandbox.hpp"

namespace entra_auth::sandbox {

inline constexpr std::string_view kGraphPath = "/graph/v1.0/";

/// Status 400, `Directory_ExpiredPageToken`, if the skip token was not issued for this query.
[[nodiscard]] GraphChecked<OrderedJson> graph_page(const Sandbox& sandbox,
                                                   const GraphCollection& collection,
                                                   const DirectoryEntries& entries,
                                                   const GraphQuery& query);

[[nodiscard]] OrderedJson graph_member(const Sandbox& sandbox, const GraphCollection& collection,
                                       const DirectoryEntry& entry, const GraphQuery& query);

}  // namespace entra_auth::sandbox
