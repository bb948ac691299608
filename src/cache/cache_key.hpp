// SPDX-License-Identifier: MIT
#pragma once

#include "base/json_fwd.hpp"
#include <entra_auth/result.hpp>

#include <map>
#include <string>
#include <vector>

namespace entra_auth::cache {

/// Everything that can change the token a request gets. Two requests share an entry exactly when
/// every member is equal; scopes are compared as a set. It contains no secret: `credential` says
/// which credential is used (kind and place), not its value.
struct CacheKey {
  std::string endpoint;  // canonical token endpoint: authority and tenant
  std::string client_id;
  std::string grant;  // canonical flow name
  std::string credential;
  std::vector<std::string> scopes;  // as requested, in any order
  std::string resource;
  std::string consumer_org;
  std::string authorization_details;
  std::string claims;
  std::vector<std::string> capabilities;
  std::string account;
  std::string assertion_sha256;  // on-behalf-of, hexadecimal
  std::map<std::string, std::string> extra_parameters;

  /// The members by name, scopes and capabilities sorted and each once.
  [[nodiscard]] Json to_json() const;
  /// The name of the entry's file: see `file_name_of`.
  [[nodiscard]] std::string file_name() const;
};

/// 32 hexadecimal digits of the SHA-256 of a key as JSON.
[[nodiscard]] std::string file_name_of(const Json& key);

}  // namespace entra_auth::cache
