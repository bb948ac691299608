// SPDX-License-Identifier: MIT
#pragma once

#include <entra_auth/error.hpp>
#include <entra_auth/transport.hpp>

#include <string_view>

namespace entra_auth::http {

/// The error for an answer that nobody can use: status, content type, `reason` where there is one,
/// and the beginning of the body where it cannot hold anything secret. Kind `network`, retryable.
[[nodiscard]] Error describe_unexpected_answer(std::string_view url, const HttpResponse& response,
                                               std::string_view reason);

}  // namespace entra_auth::http
