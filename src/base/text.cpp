// SPDX-License-Identifier: MIT
#include "base/text.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>

namespace entra_auth {
namespace {

constexpr std::string_view kWhiteSpace = " \t\r\n\f\v";

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

struct CodePoint {
  std::uint32_t value = 0;
  std::size_t bytes = 0;  // 0: not valid UTF-8 here
};

/// RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF.
CodePoint decode_utf8(std::string_view text) {
  const auto byte = [&](std::size_t i) {
    return static_cast<std::uint32_t>(static_cast<unsigned char>(text[i]));
  };
  const std::uint32_t first = byte(0);
  if (first < 0x80) return {first, 1};
  std::size_t length = 0;
  std::uint32_t value = 0;
  std::uint32_t smallest = 0;
  if (first >= 0xC2 && first <= 0xDF) {
    length = 2, value = first & 0x1FU, smallest = 0x80;
  } else if (first >= 0xE0 && first <= 0xEF) {
    length = 3, value = first & 0x0FU, smallest = 0x800;
  } else if (first >= 0xF0 && first <= 0xF4) {
    length = 4, value = first & 0x07U, smallest = 0x10000;
  } else {
    return {};
  }
  if (text.size() < length) return {};
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0U) != 0x80) return {};
    value = value << 6U | (byte(i) & 0x3FU);
  }
  if (value < smallest || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) return {};
  return {value, length};
}

/// Code points that change what a terminal or a reader sees without showing themselves.
bool is_hostile(std::uint32_t c) {
  struct Range {
    std::uint32_t first, last;
  };
  static constexpr Range kHostile[] = {
      {0x00, 0x1F},       {0x7F, 0x9F},       {0xAD, 0xAD},       {0x34F, 0x34F},
      {0x61C, 0x61C},     {0x115F, 0x1160},   {0x17B4, 0x17B5},   {0x180B, 0x180F},
      {0x200B, 0x200F},   {0x2028, 0x202E},   {0x2060, 0x206F},   {0x3164, 0x3164},
      {0xFE00, 0xFE0F},   {0xFEFF, 0xFEFF},   {0xFFA0, 0xFFA0},   {0xFFF0, 0xFFFB},
      {0x1BCA0, 0x1BCA3}, {0x1D173, 0x1D17A}, {0xE0000, 0xE0FFF},
  };
  return std::ranges::any_of(
      kHostile, [c](const Range& range) { return c >= range.first && c <= range.last; });
}

void append_hex(std::string& out, std::uint32_t value, int least_digits) {
  char digits[8];
  const auto end = std::to_chars(std::begin(digits), std::end(digits), value, 16).ptr;
  out.append(static_cast<std::size_t>(std::max<std::ptrdiff_t>(0, least_digits - (end - digits))),
             '0');
  out.append(digits, end);
}

std::string make_safe(std::string_view text, std::size_t max_bytes, std::string_view kept) {
  std::string out;
  out.reserve(std::min(text.size(), max_bytes) + 8);
  while (!text.empty()) {
    if (out.size() >= max_bytes) return out + "…";
    const CodePoint point = decode_utf8(text);
    if (point.bytes == 0) {
      out += "\\x";
      append_hex(out, static_cast<unsigned char>(text[0]), 2);
      text.remove_prefix(1);
      continue;
    }
    if (!is_hostile(point.value) ||
        (point.bytes == 1 && kept.find(text[0]) != std::string_view::npos)) {
      out += text.substr(0, point.bytes);
    } else if (point.value < 0x100) {
      out += "\\x";
      append_hex(out, point.value, 2);
    } else {
      out += "\\u{";
      append_hex(out, point.value, 4);
      out += '}';
    }
    text.remove_prefix(point.bytes);
  }
  return out;
}

/// Optimal string alignment: Levenshtein with transposed neighbours at cost one.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1);
  std::vector<std::size_t> previous(b.size() + 1);
  std::vector<std::size_t> current(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) previous[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    current[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t substitution =
          previous[j - 1] + (lower(a[i - 1]) == lower(b[j - 1]) ? 0 : 1);
      current[j] = std::min({previous[j] + 1, current[j - 1] + 1, substitution});
      if (i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) &&
          lower(a[i - 2]) == lower(b[j - 1])) {
        current[j] = std::min(current[j], before[j - 2] + 1);
      }
    }
    std::swap(before, previous);
    std::swap(previous, current);
  }
  return previous[b.size()];
}

}  // namespace

std::string_view trim(std::string_view text) {
  const auto first = text.find_first_not_of(kWhiteSpace);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kWhiteSpace) - first + 1);
}

std::vector<std::string> split(std::string_view text, std::string_view separators) {
  std::vector<std::string> parts;
  while (true) {
    const auto start = text.find_first_not_of(separators);
    if (start == std::string_view::npos) return parts;
    text.remove_prefix(start);
    const auto length = std::min(text.find_first_of(separators), text.size());
    parts.emplace_back(text.substr(0, length));
    text.remove_prefix(length);
  }
}

std::string join(std::span<const std::string> parts, std::string_view separator) {
  std::string text;
  for (const auto& part : parts) {
    if (&part != parts.data()) text += separator;
    text += part;
  }
  return text;
}

std::string to_lower(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), lower);
  return out;
}

bool equals_ignoring_case(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, {}, lower, lower);
}

bool is_valid_utf8(std::string_view text) {
  while (!text.empty()) {
    const CodePoint point = decode_utf8(text);
    if (point.bytes == 0) return false;
    text.remove_prefix(point.bytes);
  }
  return true;
}

std::optional<long long> parse_digits(std::string_view text) {
  if (text.empty() || text.find_first_not_of("0123456789") != std::string_view::npos) {
    return std::nullopt;
  }
  long long value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::vector<std::string> nearest_names(std::string_view name,
                                       std::span<const std::string> candidates, std::size_t limit) {
  constexpr std::size_t kLongest = 80;  // bounds the work on hostile input
  if (name.size() > kLongest) return {};
  struct Scored {
    std::size_t distance;
    const std::string* name;
  };
  std::vector<Scored> scored;
  for (const auto& candidate : candidates) {
    if (candidate.size() > kLongest) continue;
    std::size_t distance = edit_distance(name, candidate);
    const bool extends =
        name.size() >= 3 && (to_lower(candidate).find(to_lower(name)) != std::string::npos);
    if (extends) distance = std::min<std::size_t>(distance, 1);
    if (distance <= std::max<std::size_t>(2, name.size() / 3))
      scored.push_back({distance, &candidate});
  }
  std::ranges::stable_sort(scored, {}, &Scored::distance);
  std::vector<std::string> names;
  for (const auto& entry : scored) {
    if (names.size() == limit) break;
    names.push_back(*entry.name);
  }
  return names;
}

std::string for_terminal(std::string_view text, std::size_t max_bytes) {
  return make_safe(text, max_bytes, "");
}

std::string for_terminal_multiline(std::string_view text, std::size_t max_bytes) {
  return make_safe(text, max_bytes, "\n\t");
}

std::string shell_quote(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'') {
      out += "'\\''";
    } else {
      out += c;
    }
  }
  return out + "'";
}

}  // namespace entra_auth
