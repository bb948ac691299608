// SPDX-License-Identifier: MIT
// How the authorization endpoint answers an application: through the user's browser.
#pragma once

#include "sandbox/http/message.hpp"

#include <string>

namespace entra_auth::sandbox {

/// Where to; the URI is a registered one.
struct RedirectTarget {
  std::string uri;
  bool form_post = false;  // else in the query
  std::string state{};     // sent back where it is not empty
};

[[nodiscard]] Reply redirect_answer(const RedirectTarget& target, NamedValues parameters);

}  // namespace entra_auth::sandbox
