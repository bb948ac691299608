// SPDX-License-Identifier: MIT
// Text forms of bytes. Byte strings are std::string; encoders never fail, decoders are strict.
#pragma once

#include <entra_auth/secret.hpp>
#include <entra_auth/transport.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace entra_auth {

/// base64url without padding (RFC 7515 section 2).
[[nodiscard]] std::string base64url_encode(std::string_view bytes);
/// Strict: no padding, no white space, only the URL alphabet, no stray bits in the last character.
[[nodiscard]] std::optional<std::string> base64url_decode(std::string_view text);

/// Standard base64 with padding (RFC 4648 section 4), the form of `x5c`.
[[nodiscard]] std::string base64_encode(std::string_view bytes);
/// Takes both alphabets, with and without padding; for claims challenges and `x5c`.
[[nodiscard]] std::optional<std::string> base64_decode_lenient(std::string_view text);

/// Lower case.
[[nodiscard]] std::string hex_encode(std::string_view bytes);

/// Everything but the unreserved characters of RFC 3986 becomes %XX; a space becomes %20.
[[nodiscard]] std::string percent_encode(std::string_view text);
/// Decodes %XX, and `+` as a space (application/x-www-form-urlencoded). Empty on a broken escape.
[[nodiscard]] std::optional<std::string> form_decode(std::string_view text);

/// name=value&name=value, every part percent-encoded (accepted wherever form encoding is).
[[nodiscard]] Secret form_encode(const Form& form);

/// A JSON object of strings, and of the fields that are JSON already. Values must be UTF-8.
[[nodiscard]] Secret json_encode(const Form& form);

}  // namespace entra_auth
