// SPDX-License-Identifier: MIT
#include "os/environment.hpp"

#include <unistd.h>

namespace entra_auth::os {
namespace {

std::optional<std::string_view> value_of(std::string_view entry, std::string_view name) {
  if (!entry.starts_with(name) || entry.substr(name.size(), 1) != "=") return std::nullopt;
  return entry.substr(name.size() + 1);
}

}  // namespace

Environment Environment::of_process() { return {environ, {}}; }

Environment::Environment(std::vector<std::string> entries) : own_(std::move(entries)) {}

std::optional<std::string_view> Environment::get(std::string_view name) const {
  for (char** entry = process_; entry != nullptr && *entry != nullptr; ++entry) {
    if (const auto value = value_of(*entry, name)) return value;
  }
  for (const auto& entry : own_) {
    if (const auto value = value_of(entry, name)) return value;
  }
  return std::nullopt;
}

std::optional<std::string_view> Environment::get_nonempty(std::string_view name) const {
  const auto value = get(name);
  return value && !value->empty() ? value : std::nullopt;
}

std::vector<std::string_view> Environment::entries() const {
  std::vector<std::string_view> all(own_.begin(), own_.end());
  for (char** entry = process_; entry != nullptr && *entry != nullptr; ++entry) {
    all.emplace_back(*entry);
  }
  return all;
}

std::filesystem::path expand_home(std::string_view path, const Environment& environment) {
  if (path == "~" || path.starts_with("~/")) {
    const auto home = environment.get("HOME");
    if (home && home->starts_with('/')) return std::string(*home).append(path.substr(1));
  }
  return path;
}

}  // namespace entra_auth::os
