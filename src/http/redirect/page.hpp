// SPDX-License-Identifier: MIT
// What the browser shows after the redirect.
#pragma once

#include <entra_auth/user_agent.hpp>

#include <string>
#include <string_view>

namespace entra_auth::http {

/// A whole HTTP response with a page that says how the sign-in ended: no scripts, nothing loaded
/// from elsewhere, not cached, not shown in frames. Texts are escaped.
[[nodiscard]] std::string redirect_page(const RedirectOutcome& outcome);

/// A whole HTTP response with one line of text, for requests that are not the redirect.
[[nodiscard]] std::string plain_response(int status, std::string_view text);

}  // namespace entra_auth::http
