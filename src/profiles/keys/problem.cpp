// SPDX-License-Identifier: MIT
#include "profiles/keys/problem.hpp"

#include "base/text.hpp"

#include <system_error>
#include <utility>

namespace entra_auth::profiles {

void KeyContext::problem(std::string_view message, std::string hint) const {
  std::string text(key);
  text.append(" ").append(message);
  problems.push_back({.profile = profile.name,
                      .key = std::string(key),
                      .line = value.line,
                      .message = std::move(text),
                      .hint = std::move(hint)});
}

std::string place(const SourceFile& file, int line) {
  return file.path + ":" + std::to_string(line) + ": ";
}

Error error_of(const SourceFile& file, const Problem& problem) {
  Error error{
      .kind = ErrorKind::invalid_configuration,
      .message = place(file, problem.line) + "profile " + problem.profile + ": " + problem.message};
  if (!problem.hint.empty()) error.hints.push_back(problem.hint);
  return error;
}

std::string item_owner(const std::filesystem::path& path) {
  std::error_code unknown;  // relative and unresolvable only if the folder does not exist
  const auto absolute = std::filesystem::absolute(path, unknown);
  auto folder = std::filesystem::weakly_canonical(absolute.parent_path(), unknown);
  return ((unknown ? absolute.parent_path() : folder) / path.filename()).native();
}

std::string suggest(std::string_view name, const std::vector<std::string>& candidates) {
  const auto names = nearest_names(name, candidates);
  return names.empty() ? std::string() : "did you mean " + join(names, " or ") + "?";
}

}  // namespace entra_auth::profiles
