// SPDX-License-Identifier: MIT
#include "base/ip_address.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <charconv>

namespace entra_auth {
namespace {

constexpr std::size_t kIpv4Bytes = 4;

std::optional<IpAddress> parse_ipv4(std::string_view text) {
  IpAddress address;
  for (std::size_t i = 0; i < kIpv4Bytes; ++i) {
    const auto part = text.substr(0, text.find('.'));
    const auto value = parse_digits(part);
    if (!value || *value > 255 || (part.size() > 1 && part.front() == '0')) return std::nullopt;
    address.bytes.at(i) = static_cast<std::uint8_t>(*value);
    text.remove_prefix(part.size());
    const bool is_last = i + 1 == kIpv4Bytes;
    if (text.empty() != is_last) return std::nullopt;
    if (!is_last) text.remove_prefix(1);
  }
  return address;
}

/// One to four hexadecimal digits.
std::optional<unsigned> parse_group(std::string_view text) {
  if (text.empty() || text.size() > 4) return std::nullopt;
  unsigned value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, 16);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<IpAddress> parse_ipv6(std::string_view text) {
  IpAddress address{.is_ipv6 = true};
  auto& bytes = address.bytes;
  std::size_t size = 0;
  std::optional<std::size_t> gap;  // where `::` stands, in bytes
  if (text.starts_with("::")) {
    gap = 0;
    text.remove_prefix(2);
  }
  while (!text.empty()) {
    const auto group = text.substr(0, text.find(':'));
    if (group.find('.') != std::string_view::npos) {  // the last four bytes as an IPv4 address
      const auto ipv4 = parse_ipv4(text);
      if (!ipv4 || size + kIpv4Bytes > bytes.size()) return std::nullopt;
      std::copy_n(ipv4->bytes.begin(), kIpv4Bytes, bytes.begin() + static_cast<int>(size));
      size += kIpv4Bytes;
      break;
    }
    const auto value = parse_group(group);
    if (!value || size == bytes.size()) return std::nullopt;
    bytes.at(size++) = static_cast<std::uint8_t>(*value >> 8U);
    bytes.at(size++) = static_cast<std::uint8_t>(*value & 255U);
    text.remove_prefix(group.size());
    if (text.empty()) break;
    text.remove_prefix(1);
    if (text.empty()) return std::nullopt;
    if (text.front() != ':') continue;
    if (gap) return std::nullopt;
    gap = size;
    text.remove_prefix(1);
  }
  if (!gap) return size == bytes.size() ? std::optional(address) : std::nullopt;
  if (size == bytes.size()) return std::nullopt;
  // What follows the gap belongs at the end; the bytes that have not been read are zero.
  std::rotate(bytes.begin() + static_cast<int>(*gap), bytes.begin() + static_cast<int>(size),
              bytes.end());
  return address;
}

std::string ipv4_text(const std::uint8_t* bytes) {
  std::string text = std::to_string(bytes[0]);
  for (std::size_t i = 1; i < kIpv4Bytes; ++i) text += "." + std::to_string(bytes[i]);
  return text;
}

std::string hex_text(unsigned value) {
  std::array<char, 8> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value, 16).ptr;
  return {digits.data(), end};
}

constexpr std::size_t kGroups = 8;

struct Run {
  std::size_t start = 0;
  std::size_t length = 0;
};

/// The first of the longest runs of groups that are zero.
Run longest_zeros(const std::array<unsigned, kGroups>& groups) {
  Run longest;
  Run current;
  for (std::size_t i = 0; i < kGroups; ++i) {
    current = groups.at(i) != 0 ? Run{.start = i + 1} : Run{current.start, current.length + 1};
    if (current.length > longest.length) longest = current;
  }
  return longest;
}

std::string ipv6_text(const std::array<std::uint8_t, 16>& bytes) {
  std::array<unsigned, kGroups> groups{};
  for (std::size_t i = 0; i < kGroups; ++i) {
    groups.at(i) = static_cast<unsigned>(bytes.at(2 * i) << 8U | bytes.at(2 * i + 1));
  }
  const Run zeros = longest_zeros(groups);
  const bool is_shortened = zeros.length > 1;
  const bool ends_in_ipv4 =
      zeros.start == 0 && (zeros.length == 6 || (zeros.length == 5 && groups[5] == 0xffff));
  std::string text;
  for (std::size_t i = 0; i < kGroups; ++i) {
    if (is_shortened && i == zeros.start) {
      text += "::";
      i += zeros.length - 1;
      continue;
    }
    if (!text.empty() && !text.ends_with(':')) text += ':';
    if (ends_in_ipv4 && i == 6) return text + ipv4_text(&bytes[12]);
    text += hex_text(groups.at(i));
  }
  return text;
}

}  // namespace

std::optional<IpAddress> parse_ip_address(std::string_view text) {
  return text.find(':') == std::string_view::npos ? parse_ipv4(text) : parse_ipv6(text);
}

std::string to_text(const IpAddress& address) {
  return address.is_ipv6 ? ipv6_text(address.bytes) : ipv4_text(address.bytes.data());
}

bool is_loopback(const IpAddress& address) {
  if (!address.is_ipv6) return address.bytes[0] == 127;
  IpAddress loopback{.is_ipv6 = true};
  loopback.bytes.back() = 1;
  return address.bytes == loopback.bytes;
}

bool same_prefix(const IpAddress& a, const IpAddress& b, std::size_t bits) {
  if (a.is_ipv6 != b.is_ipv6) return false;
  const std::size_t whole = bits / 8;
  if (!std::equal(a.bytes.begin(), a.bytes.begin() + static_cast<int>(whole), b.bytes.begin())) {
    return false;
  }
  if (bits % 8 == 0) return true;
  const unsigned difference = a.bytes.at(whole) ^ static_cast<unsigned>(b.bytes.at(whole));
  return difference >> (8 - bits % 8) == 0;
}

}  // namespace entra_auth
