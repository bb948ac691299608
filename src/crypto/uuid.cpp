// SPDX-License-Identifier: MIT

#include "crypto/uuid.hpp"

#include "base/encoding.hpp"
#include "os/random.hpp"

namespace entra_auth::crypto {

std::string random_handle() { return base64url_encode(os::random_bytes(32)); }

std::string random_uuid() {
  std::string bytes = os::random_bytes(16);
  bytes[6] = static_cast<char>((bytes[6] & 0x0F) | 0x40);  // version 4
  bytes[8] = static_cast<char>((bytes[8] & 0x3F) | 0x80);  // variant of RFC 9562
  std::string text = hex_encode(bytes);
  for (const std::size_t position : {8U, 13U, 18U, 23U}) text.insert(position, 1, '-');
  return text;
}

}  // namespace entra_auth::crypto
