// SPDX-License-Identifier: MIT
#include "profiles/read_text.hpp"

#include "profiles/toml/document.hpp"

#include <stdexcept>

namespace entra_auth::test {

profiles::ReadProfile read_profile_text(std::string_view body, bool file_is_private) {
  const std::string text = "[profiles.p]\n" + std::string(body);
  const auto document = profiles::parse_toml(text, "/profiles.toml");
  if (!document) throw std::runtime_error(document.error().message);
  const auto& profiles = std::get<profiles::TomlTable>(document->at(0).value.content);
  return profiles::read_profile(profiles.at(0),
                                {.path = "/profiles.toml", .is_private = file_is_private});
}

std::vector<std::string> problems_of(std::string_view body, bool file_is_private) {
  std::vector<std::string> lines;
  for (const auto& problem : read_profile_text(body, file_is_private).problems) {
    std::string line = std::to_string(problem.line) + ": " + problem.message;
    if (!problem.hint.empty()) line += " (" + problem.hint + ")";
    lines.push_back(std::move(line));
  }
  return lines;
}

}  // namespace entra_auth::test
