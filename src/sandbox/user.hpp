// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace entra_auth::sandbox {

/// Who can sign in.
struct User {
  std::string username;
  std::string name;
  std::string oid;
};

/// `sub` of the user's tokens for one audience: no two applications see the same.
[[nodiscard]] std::string pairwise_subject(const User& user, std::string_view audience);

}  // namespace entra_auth::sandbox
