// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace entra_auth::crypto {

/// The JWS algorithms we sign or verify with (RFC 7518 section 3.1). No `none`, no HMAC: a token
/// that names one of those names no member of this type.
enum class Algorithm : std::uint8_t {
  rs256,
  rs384,
  rs512,
  ps256,
  ps384,
  ps512,
  es256,
  es384,
  es512,
};

/// "RS256" ...
[[nodiscard]] std::string_view name(Algorithm algorithm);
/// Exact spelling only; nothing for every other text.
[[nodiscard]] std::optional<Algorithm> parse_algorithm(std::string_view name);

}  // namespace entra_auth::crypto
