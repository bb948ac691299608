// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace entra_auth::crypto {

/// SHA-256, 32 bytes. Made by libsodium: OpenSSL takes a millisecond to start, and a cache hit may
/// need a digest.
[[nodiscard]] std::string sha256(std::string_view bytes);

/// SHA-1, 20 bytes: only for `x5t` and the thumbprints that the Entra portal shows.
[[nodiscard]] std::string sha1(std::string_view bytes);

}  // namespace entra_auth::crypto
