// SPDX-License-Identifier: MIT
#pragma once

#include "sandbox/entra/terms/claims_request.hpp"
#include "sandbox/entra_user_scope.hpp"
#include "sandbox/state/redirect_uri.hpp"
#include "sandbox/user.hpp"

#include <string>

namespace entra_auth::sandbox {

/// What a user has let an application do. Authorization codes, device codes and refresh tokens
/// stand for one.
struct UserGrant {
  std::string client_id;
  Platform platform;   // decides how the client must prove who it is
  std::string tenant;  // as `user_tenant` has it
  User user{};
  UserScope scope{};
  ClaimsRequest claims{};  // that the sign-in was asked for
  std::string nonce{};
  bool by_device_code = false;
};

}  // namespace entra_auth::sandbox
