// SPDX-License-Identifier: MIT
// A client of Microsoft Graph, for the tests of the sandbox's.
#pragma once

#include "sandbox/token_client.hpp"

#include <set>
#include <string>
#include <vector>

namespace entra_auth::test {

inline constexpr const char* kGraphAppId = "00000003-0000-0000-c000-000000000000";

/// A token of the first client for Graph that is good for an hour.
[[nodiscard]] std::string graph_token(const SandboxProcess& sandbox);

/// GET, below the version, with such a token. `options` are encoded.
[[nodiscard]] Response ask_graph(const SandboxProcess& sandbox, const std::string& collection,
                                 const Fields& options = {}, const Fields& headers = {});
/// The same with the header that advanced queries need.
[[nodiscard]] Response ask_advanced(const SandboxProcess& sandbox, const std::string& collection,
                                    const Fields& options);
/// GET of the next link of a page, exactly as it is.
[[nodiscard]] Response follow(const SandboxProcess& sandbox, const Response& page,
                              const Fields& headers = {});

/// `code` of a Graph error, empty for other responses. Checks the members that all errors have.
[[nodiscard]] std::string graph_code(const Response& response);
[[nodiscard]] std::string graph_message(const Response& response);

/// The `appId`s of a page, of all pages, and those of the whole directory that satisfy `is_wanted`.
[[nodiscard]] std::multiset<std::string> app_ids(const Json& members);
[[nodiscard]] std::multiset<std::string> all_app_ids(const SandboxProcess& sandbox,
                                                     const std::string& collection,
                                                     const Fields& options,
                                                     const Fields& headers = {});

template <class Predicate>
std::multiset<std::string> app_ids_where(const Json& members, Predicate is_wanted) {
  std::multiset<std::string> ids;
  for (const auto& member : members) {
    if (is_wanted(member)) ids.insert(member.at("appId").template get<std::string>());
  }
  return ids;
}

inline const Fields kEventual{{"ConsistencyLevel", "eventual"}};

}  // namespace entra_auth::test
