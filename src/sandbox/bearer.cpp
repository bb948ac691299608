// SPDX-License-Identifier: MIT
#include "sandbox/bearer.hpp"

#include "base/text.hpp"
#include <entra_auth/secret.hpp>

namespace entra_auth::sandbox {

std::optional<std::string_view> bearer_token(std::string_view header) {
  constexpr std::string_view kScheme = "bearer ";
  if (!equals_ignoring_case(header.substr(0, kScheme.size()), kScheme)) return std::nullopt;
  const auto token = header.substr(kScheme.size());
  // `decode_jwt` would forgive a second prefix or white space.
  if (token.empty() || token.find_first_of(" \t") != std::string_view::npos) return std::nullopt;
  return token;
}

bool bears(const Request& request, std::string_view token) {
  const auto sent = bearer_token(request.header("authorization").value_or(""));
  return sent && equal_in_constant_time(*sent, token);
}

}  // namespace entra_auth::sandbox
