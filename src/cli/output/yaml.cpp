// SPDX-License-Identifier: MIT
#include "cli/output/yaml.hpp"

#include "base/json.hpp"

#include <algorithm>
#include <string_view>

namespace entra_auth::cli {
namespace {

bool is_plain_key(std::string_view key) {
  const auto is_letter = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  };
  const auto is_more = [&](char c) { return is_letter(c) || (c >= '0' && c <= '9'); };
  // Words that YAML readers take for a boolean or null.
  static constexpr std::string_view kReserved[] = {"y",   "n",    "yes",   "no",  "on",
                                                   "off", "true", "false", "null"};
  std::string lower(key);
  std::ranges::transform(lower, lower.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return !key.empty() && is_letter(key.front()) && std::ranges::all_of(key, is_more) &&
         std::ranges::find(kReserved, lower) == std::end(kReserved);
}

bool is_leaf(const OrderedJson& value) { return !value.is_structured() || value.empty(); }

void append(std::string& out, const OrderedJson& value, std::size_t indent);

void append_below(std::string& out, const OrderedJson& value, std::size_t indent) {
  if (is_leaf(value)) {
    out += " " + to_ascii_json(value) + "\n";
  } else {
    out += "\n";
    append(out, value, indent + 2);
  }
}

void append(std::string& out, const OrderedJson& value, std::size_t indent) {
  const std::string margin(indent, ' ');
  if (value.is_object()) {
    for (const auto& [key, member] : value.items()) {
      out += margin + (is_plain_key(key) ? key : to_ascii_json(key)) + ":";
      append_below(out, member, indent);
    }
  } else {
    for (const auto& element : value) {
      out += margin + "-";
      append_below(out, element, indent);
    }
  }
}

}  // namespace

std::string to_yaml(const OrderedJson& value) {
  std::string out;
  if (is_leaf(value)) return to_ascii_json(value) + "\n";
  append(out, value, 0);
  return out;
}

}  // namespace entra_auth::cli
