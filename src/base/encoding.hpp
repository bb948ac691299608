// SPDX-License-Identifier: MIT
// Text forms of bytes. Byte strings are std::string; encoders never fail, decoders are strict.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace entra_auth {

/// base64url without padding (RFC 7515 section 2).
[[nodiscard]] std::string base64url_encode(std::string_view bytes);
/// Strict: returns nullopt for padding, white space, other characters than those of the URL
/// alphabet, and stray bits in the last character.
[[nodiscard]] std::optional<std::string> base64url_decode(std::string_view text);

/// Standard base64 with padding (RFC 4648 section 4), the form of `x5c`.
[[nodiscard]] std::string base64_encode(std::string_view bytes);
/// Accepts both alphabets, with and without padding; for claims challenges and `x5c`.
[[nodiscard]] std::optional<std::string> base64_decode_lenient(std::string_view text);

/// Lower case.
[[nodiscard]] std::string hex_encode(std::string_view bytes);

/// Everything but the unreserved characters of RFC 3986 becomes %XX; a space becomes %20.
[[nodiscard]] std::string percent_encode(std::string_view text);
/// The same into a string that the caller has reserved and will wipe: no copies are left behind.
void append_percent_encoded(std::string& out, std::string_view text);

}  // namespace entra_auth
