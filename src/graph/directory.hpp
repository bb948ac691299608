// SPDX-License-Identifier: MIT
// Applications and service principals in Microsoft Graph ("List applications", "List
// servicePrincipals", "Paging Microsoft Graph data in your app").
#pragma once

#include "base/json_fwd.hpp"
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

/// An API as the directory describes it. All texts come from the directory.
struct DirectoryEntry {
  std::string display_name;
  std::string app_id;
  std::vector<std::string> identifier_uris;  // App ID URIs
  std::vector<std::string> scopes;           // delegated, as they are requested: URI/value
  std::vector<std::string> roles;            // for applications, by value
  std::string default_scope;                 // URI/.default, which applications request
};

struct DirectorySearch {
  std::string endpoint;  // https://graph.microsoft.com, without version and slash
  Secret access_token;
  DirectoryKind kind = DirectoryKind::applications;
  std::string pattern{};  // a name with `*`, an application ID, or an App ID URI; empty: all
  Deadline deadline{};
};

/// All entries that match, sorted by name. The server filters as far as it can (by a prefix, a
/// whole name, an ID, a URI); the rest is compared here, page by page. A link to a next page on
/// another host is not followed. Fails with `server_refused`, naming a missing permission, or with
/// `network` for an unusable response.
[[nodiscard]] Result<std::vector<DirectoryEntry>> search_directory(const DirectorySearch& search,
                                                                   Transport& transport);

/// The URL of the first request.
[[nodiscard]] std::string directory_url(const DirectorySearch& search);

/// An error response of Microsoft Graph ("Microsoft Graph error responses and resource types"),
/// with a hint that names a missing permission.
[[nodiscard]] Error explain_directory_error(const HttpResponse& response, const Json& body);

}  // namespace entra_auth::graph
