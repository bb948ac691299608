// SPDX-License-Identifier: MIT
// The pages of a sign-in that the authorization endpoint and the device page share.
#pragma once

#include "sandbox/entra/authorize_request.hpp"

namespace entra_auth::sandbox {

/// Asks which user signs in. Sends the form to `path` with the request's parameters.
[[nodiscard]] Reply sign_in_page(const Sandbox& sandbox, const AuthorizeRequest& request,
                                 const std::string& path);

/// A button named `username` for each user, that of `hint` first.
[[nodiscard]] std::string user_buttons(const Tenant& tenant, std::string_view hint);

/// The page that shows an error if the browser must not be redirected.
[[nodiscard]] Reply error_page(const Refusal& refusal, const Request& request,
                               const std::string& base_url);

}  // namespace entra_auth::sandbox
