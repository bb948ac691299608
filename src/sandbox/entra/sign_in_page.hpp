// SPDX-License-Identifier: MIT
#pragma once

#include "sandbox/entra/authorize_request.hpp"

namespace entra_auth::sandbox {

/// Asks who signs in. The form goes to `path` with the request's parameters.
[[nodiscard]] Reply sign_in_page(const Sandbox& sandbox, const AuthorizeRequest& request,
                                 const std::string& path);

/// A button for each user, named `username`; the hinted one comes first.
[[nodiscard]] std::string user_buttons(const Tenant& tenant, std::string_view hint);

/// What Entra shows where it must not send the browser back.
[[nodiscard]] Reply error_page(const Refusal& refusal, const Request& request,
                               const std::string& base_url);

}  // namespace entra_auth::sandbox
