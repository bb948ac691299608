// SPDX-License-Identifier: MIT
#include "cli/config/setting_text.hpp"

#include "cli/config/missing_settings.hpp"

namespace entra_auth::cli {

using profiles::TomlTable;
using profiles::TomlValue;

TomlValue reference(const char* place, const std::string& text) {
  return {.line = 0, .content = TomlTable{{place, 0, {.line = 0, .content = text}}}};
}

std::string words_of(const TomlTable& settings, std::string_view key) {
  const auto* member = find_member(settings, key);
  if (member == nullptr) return {};
  if (const auto* text = std::get_if<std::string>(&member->value.content)) return *text;
  std::string words;
  if (const auto* array = std::get_if<profiles::TomlArray>(&member->value.content)) {
    for (const auto& each : *array) {
      const auto* text = std::get_if<std::string>(&each.content);
      if (text != nullptr) words.append(words.empty() ? "" : " ").append(*text);
    }
  }
  return words;
}

std::string place_in(const TomlTable& settings, std::string_view key, std::string_view place) {
  const auto* member = find_member(settings, key);
  const auto* table = member == nullptr ? nullptr : std::get_if<TomlTable>(&member->value.content);
  return table == nullptr ? std::string() : text_of(*table, place);
}

}  // namespace entra_auth::cli
