// SPDX-License-Identifier: MIT
// What the browser shows once it has come back from the sign-in.
#pragma once

#include <entra_auth/user_agent.hpp>

#include <string>
#include <string_view>

namespace entra_auth::http {

/// A whole HTTP answer with a page that says how the sign-in ended: no script, nothing from
/// elsewhere, kept by no cache, shown in no frame. Texts are escaped.
[[nodiscard]] std::string redirect_page(const RedirectOutcome& outcome);

/// A whole HTTP answer of one line of text, for requests that are not the redirect.
[[nodiscard]] std::string plain_response(int status, std::string_view text);

}  // namespace entra_auth::http
