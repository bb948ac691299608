// SPDX-License-Identifier: MIT
// IP addresses as text, without the system's resolver: exactly what inet_pton(3) accepts.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace entra_auth {

struct IpAddress {
  std::array<std::uint8_t, 16>
      bytes{};  // in network order; of an IPv4 address the first four count
  bool is_ipv6 = false;

  [[nodiscard]] std::size_t bits() const { return is_ipv6 ? 128 : 32; }
};

/// Four decimal parts without leading zeros, or an IPv6 address (RFC 4291 section 2.2) without
/// brackets and zone. Returns nullopt for anything else.
[[nodiscard]] std::optional<IpAddress> parse_ip_address(std::string_view text);

/// The one way to write the address, in lower case: `::1`, `2001:db8::5`, `::ffff:192.0.2.1`.
[[nodiscard]] std::string to_text(const IpAddress& address);

/// 127.0.0.0/8 and ::1.
[[nodiscard]] bool is_loopback(const IpAddress& address);

/// Whether both are of the same version and agree in their first `bits`, at most `bits()`.
[[nodiscard]] bool same_prefix(const IpAddress& a, const IpAddress& b, std::size_t bits);

}  // namespace entra_auth
