// SPDX-License-Identifier: MIT
#include "profiles/toml/value.hpp"

#include "base/encoding.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace entra_auth::profiles {
namespace {

constexpr std::size_t kLongLine = 80;

bool is_bare(std::string_view key) {
  return !key.empty() && std::ranges::all_of(key, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-';
  });
}

std::string write_string(std::string_view text) {
  constexpr std::pair<char, char> kShort[] = {{'"', '"'},  {'\\', '\\'}, {'\b', 'b'}, {'\t', 't'},
                                              {'\n', 'n'}, {'\f', 'f'},  {'\r', 'r'}};
  std::string out = "\"";
  for (const char c : text) {
    const auto* found = std::ranges::find(kShort, c, &std::pair<char, char>::first);
    if (found != std::end(kShort)) {
      out += {'\\', found->second};
    } else if ((c >= 0 && c < ' ') || c == '\x7f') {
      out += "\\u00" + hex_encode(std::string_view(&c, 1));
    } else {
      out += c;
    }
  }
  return out + "\"";
}

std::string write_array(const TomlArray& array, std::string_view line_break) {
  std::string line = "[";
  std::string block = "[";
  for (const auto& element : array) {
    const std::string text = write_toml(element, line_break);
    line.append(line.size() == 1 ? "" : ", ").append(text);
    block.append(line_break).append("  ").append(text).append(",");
  }
  return line.size() < kLongLine || array.size() < 2 ? line + "]"
                                                     : block + std::string(line_break) + "]";
}

std::string write_table(const TomlTable& table) {
  std::string text = "{";
  for (const auto& member : table) {
    // An inline table is one line (TOML 1.0), and so is everything in it.
    text.append(text.size() == 1 ? " " : ", ").append(write_toml_key(member.key)).append(" = ");
    const auto* array = std::get_if<TomlArray>(&member.value.content);
    if (array == nullptr) {
      text += write_toml(member.value);
      continue;
    }
    text += "[";
    for (std::size_t i = 0; i < array->size(); ++i) {
      text.append(i == 0 ? "" : ", ").append(write_toml((*array)[i]));
    }
    text += "]";
  }
  return text + (table.empty() ? "}" : " }");
}

}  // namespace

TomlValue text_value(std::string text) { return {.line = 0, .content = std::move(text)}; }

TomlValue list_value(const std::vector<std::string>& texts) {
  TomlArray array;
  for (const auto& text : texts) array.push_back(text_value(text));
  return {.line = 0, .content = std::move(array)};
}

TomlValue reference_value(std::string_view key, TomlValue value) {
  return {.line = 0, .content = TomlTable{{std::string(key), 0, std::move(value)}}};
}

std::string text_of(const TomlTable& table, std::string_view key) {
  const TomlMember* member = find_member(table, key);
  const auto* text = member == nullptr ? nullptr : std::get_if<std::string>(&member->value.content);
  return text == nullptr ? std::string() : *text;
}

std::string words_of(const TomlTable& table, std::string_view key) {
  const TomlMember* member = find_member(table, key);
  const auto* array = member == nullptr ? nullptr : std::get_if<TomlArray>(&member->value.content);
  if (array == nullptr) return text_of(table, key);
  std::string words;
  for (const auto& element : *array) {
    const auto* text = std::get_if<std::string>(&element.content);
    if (text != nullptr) words.append(words.empty() ? "" : " ").append(*text);
  }
  return words;
}

std::string text_in(const TomlTable& table, std::string_view key, std::string_view member) {
  const TomlMember* found = find_member(table, key);
  const auto* inner = found == nullptr ? nullptr : std::get_if<TomlTable>(&found->value.content);
  return inner == nullptr ? std::string() : text_of(*inner, member);
}

void set_member(TomlTable& table, std::string_view key, TomlValue value) {
  const auto found = std::ranges::find(table, key, &TomlMember::key);
  if (found == table.end()) {
    table.push_back({std::string(key), 0, std::move(value)});
  } else {
    found->value = std::move(value);
  }
}

void remove_member(TomlTable& table, std::string_view key) {
  std::erase_if(table, [&](const TomlMember& member) { return member.key == key; });
}

std::string write_toml(const TomlValue& value, std::string_view line_break) {
  if (const auto* text = std::get_if<std::string>(&value.content)) return write_string(*text);
  if (const auto* number = std::get_if<std::int64_t>(&value.content)) {
    return std::to_string(*number);
  }
  if (const auto* flag = std::get_if<bool>(&value.content)) return *flag ? "true" : "false";
  if (const auto* array = std::get_if<TomlArray>(&value.content)) {
    return write_array(*array, line_break);
  }
  if (const auto* table = std::get_if<TomlTable>(&value.content)) return write_table(*table);
  return "0.0";
}

std::string write_toml_key(std::string_view key) {
  return is_bare(key) ? std::string(key) : write_string(key);
}

bool is_same(const TomlValue& a, const TomlValue& b) {
  if (a.content.index() != b.content.index()) return false;
  if (const auto* text = std::get_if<std::string>(&a.content)) {
    return *text == std::get<std::string>(b.content);
  }
  if (const auto* number = std::get_if<std::int64_t>(&a.content)) {
    return *number == std::get<std::int64_t>(b.content);
  }
  if (const auto* flag = std::get_if<bool>(&a.content)) return *flag == std::get<bool>(b.content);
  if (const auto* array = std::get_if<TomlArray>(&a.content)) {
    return std::ranges::equal(
        *array, std::get<TomlArray>(b.content),
        [](const TomlValue& left, const TomlValue& right) { return is_same(left, right); });
  }
  if (const auto* table = std::get_if<TomlTable>(&a.content)) {
    return is_same(*table, std::get<TomlTable>(b.content));
  }
  return true;  // no setting is one of these, so no edit touches one
}

bool is_same(const TomlTable& a, const TomlTable& b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    // Usually the order is the same, too.
    const TomlMember* other = b[i].key == a[i].key ? &b[i] : find_member(b, a[i].key);
    if (other == nullptr || !is_same(a[i].value, other->value)) return false;
  }
  return true;
}

}  // namespace entra_auth::profiles
