// SPDX-License-Identifier: MIT
// Applications and service principals in Microsoft Graph ("List applications", "List
// servicePrincipals", "Paging Microsoft Graph data in your app").
#pragma once

#include "base/json.hpp"
#include <entra_auth/clock.hpp>
#include <entra_auth/error.hpp>
#include <entra_auth/result.hpp>
#include <entra_auth/secret.hpp>
#include <entra_auth/transport.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace entra_auth::graph {

enum class DirectoryKind : std::uint8_t { applications, service_principals };

/// An API as the directory describes it. All texts are the directory's.
struct DirectoryEntry {
  std::string display_name;
  std::string app_id;
  std::vector<std::string> identifier_uris;  // App ID URIs
  std::vector<std::string> scopes;           // delegated, as they are asked for: URI/value
  std::vector<std::string> roles;            // for applications, by value
  std::string default_scope;                 // URI/.default, what applications ask for
};

struct DirectorySearch {
  std::string endpoint;  // https://graph.microsoft.com, without version and slash
  Secret access_token;
  DirectoryKind kind = DirectoryKind::applications;
  std::string pattern{};  // a name with `*`, an application ID, or an App ID URI; empty: all
  Deadline deadline{};
};

/// Every entry that matches, sorted by name: what the server can filter by it does (a prefix, a
/// whole name, an ID, a URI), the rest is compared here, page by page to the last. A link to the
/// next page that leads to another host is not followed. Kind `server_refused` with the permission
/// that is missing, `network` for an answer that makes no sense.
[[nodiscard]] Result<std::vector<DirectoryEntry>> search_directory(const DirectorySearch& search,
                                                                   Transport& transport);

/// The first request's URL.
[[nodiscard]] std::string directory_url(const DirectorySearch& search);

/// An error answer of Microsoft Graph ("Microsoft Graph error responses and resource types"), with
/// the permission to grant where one is missing.
[[nodiscard]] Error explain_directory_error(const HttpResponse& response, const Json& body);

}  // namespace entra_auth::graph
