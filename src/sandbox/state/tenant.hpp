// SPDX-License-Identifier: MIT
// The only tenant of the sandbox: its names, APIs, clients and users.
#pragma once

#include "sandbox/state/client.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace entra_auth::sandbox {

/// A user who can sign in.
struct User {
  std::string username;
  std::string name;
  std::string oid;
};

/// An API that the tenant issues tokens for.
struct Resource {
  std::string app_id;                        // `aud` of its v2.0 tokens
  std::vector<std::string> identifier_uris;  // in addition to app_id and api://app_id
  bool assignment_required = false;          // no token for clients without a role
  std::vector<std::string> scopes{};         // that users can grant
  int token_version = 2;                     // of access tokens: `requestedAccessTokenVersion`
  std::string called{};  // the identifier in the request: `aud` of its v1.0 tokens
};

/// The role that the sandbox's own API requires.
inline constexpr std::string_view kApiRole = "access_as_application";
/// What Microsoft Graph requires to show the directory: a role of applications, a scope of users.
inline constexpr std::string_view kGraphPermission = "Application.Read.All";
inline constexpr std::string_view kGraphAppId = "00000003-0000-0000-c000-000000000000";
inline constexpr std::string_view kGraphUri = "https://graph.microsoft.com";
inline constexpr std::string_view kApiUri = "api://sandbox-api";

struct Tenant {
  std::string id;                    // GUID
  std::string name;                  // as error texts have it
  std::vector<std::string> domains;  // the first is the default domain
  std::vector<Resource> resources;   // the first is the sandbox's own API
  std::vector<User> users;
  ClientDirectory clients{};

  /// True for the tenant's GUID and its domains, in any case.
  [[nodiscard]] bool is_named(std::string_view segment) const;
  /// Finds a resource by App ID URI, app id or api://app id, compared exactly, and sets `called` to
  /// the identifier. Clients with App ID URIs are resources, too.
  [[nodiscard]] std::optional<Resource> find_resource(std::string_view identifier) const;
  /// Compares in any case. Returns null if there is no such user.
  [[nodiscard]] const User* find_user(std::string_view username) const;
};

/// The tenant that docs/sandbox.md describes.
void add_built_in(Tenant& tenant);
/// Extends and changes a tenant by the JSON of `--config`. Fails with `invalid_configuration` if
/// the JSON is invalid.
[[nodiscard]] Result<void> configure(Tenant& tenant, const Json& json);

/// The client whose id and secret the sandbox prints.
inline constexpr std::string_view kFirstClientId = "00000000-0000-0000-0000-000000000001";

/// A client with the role of the sandbox's own API and none of Graph.
inline constexpr std::string_view kWithoutGraphClientId = "00000000-0000-0000-0000-000000000006";

inline constexpr std::string_view kPublicClientId = "00000000-0000-0000-0000-000000000003";

/// A GUID made from the client's id: always the same for the same client.
[[nodiscard]] std::string object_id(const Client& client);

/// `sub` of the user's tokens for one audience. Every audience has another one.
[[nodiscard]] std::string pairwise_subject(const User& user, std::string_view audience);

}  // namespace entra_auth::sandbox
