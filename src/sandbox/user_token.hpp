// SPDX-License-Identifier: MIT
// Access tokens of users, as an API gets them and exchanges them for others.
#pragma once

#include "sandbox/sandbox.hpp"

#include <string>
#include <string_view>

namespace entra_auth::sandbox {

struct UserToken {
  std::string audience{kFirstClientId};
  std::string scp = "defaultaccess";
  std::string subject = "sandbox-user";
  long long lifetime = 3600;
  OrderedJson claims = OrderedJson::object();  // to replace, add or (null) remove
};

/// The JSON of POST /sandbox/user-tokens (docs/sandbox.md). Kind `usage`.
[[nodiscard]] Result<UserToken> parse_user_token(const Json& json);

/// A signed v2.0 access token; no two are equal.
[[nodiscard]] std::string issue_user_token(const Sandbox& sandbox, const UserToken& token);

}  // namespace entra_auth::sandbox
