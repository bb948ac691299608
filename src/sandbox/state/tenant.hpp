// SPDX-License-Identifier: MIT
// The one tenant of the sandbox: its names, the APIs in it and its clients.
#pragma once

#include "sandbox/state/client.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace entra_auth::sandbox {

/// Who can sign in.
struct User {
  std::string username;
  std::string name;
  std::string oid;
};

/// An API that tokens can be asked for.
struct Resource {
  std::string app_id;                        // `aud` of its v2.0 tokens
  std::vector<std::string> identifier_uris;  // besides app_id and api://app_id
  bool assignment_required = false;          // no token for clients without a role
  std::vector<std::string> scopes{};         // that tokens of users can be asked for
  int token_version = 2;                     // of access tokens: `requestedAccessTokenVersion`
  std::string called{};                      // how it was found: `aud` of its v1.0 tokens
};

/// The role that the sandbox's own API asks for.
inline constexpr std::string_view kApiRole = "access_as_application";
/// What Microsoft Graph asks for to show the directory: a role of applications, a scope of users.
inline constexpr std::string_view kGraphPermission = "Application.Read.All";
inline constexpr std::string_view kGraphAppId = "00000003-0000-0000-c000-000000000000";
inline constexpr std::string_view kGraphUri = "https://graph.microsoft.com";
inline constexpr std::string_view kApiUri = "api://sandbox-api";

struct Tenant {
  std::string id;                    // GUID
  std::string name;                  // as error texts call it
  std::vector<std::string> domains;  // the first one is its default domain
  std::vector<Resource> resources;   // the first one is the sandbox's own API
  std::vector<User> users;
  ClientDirectory clients{};

  /// True for its GUID and its domains, in any case.
  [[nodiscard]] bool is_named(std::string_view segment) const;
  /// By App ID URI, app id or api://app id, exactly as written, which is what it is then `called`.
  /// Clients that have App ID URIs are resources too.
  [[nodiscard]] std::optional<Resource> find_resource(std::string_view identifier) const;
  /// In any case; null where there is none.
  [[nodiscard]] const User* find_user(std::string_view username) const;
};

/// The tenant that docs/sandbox.md describes.
void add_built_in(Tenant& tenant);
/// Extends and overrides a tenant by the JSON of `--config`. Kind `invalid_configuration`.
[[nodiscard]] Result<void> configure(Tenant& tenant, const Json& json);

/// The client whose id and secret the sandbox prints.
inline constexpr std::string_view kFirstClientId = "00000000-0000-0000-0000-000000000001";

/// It has the role of the sandbox's own API, and none of Graph.
inline constexpr std::string_view kWithoutGraphClientId = "00000000-0000-0000-0000-000000000006";

inline constexpr std::string_view kPublicClientId = "00000000-0000-0000-0000-000000000003";

/// Made from a client's id; always the same GUID for the same client.
[[nodiscard]] std::string object_id(const Client& client);

/// `sub` of the user's tokens for one audience: no two applications see the same.
[[nodiscard]] std::string pairwise_subject(const User& user, std::string_view audience);

}  // namespace entra_auth::sandbox
