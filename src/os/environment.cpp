// SPDX-License-Identifier: MIT
#include "os/environment.hpp"

#include <unistd.h>

namespace entra_auth::os {
namespace {

/// One of the three kinds of folder that the XDG base directory specification knows.
struct FolderKind {
  const char* own_variable;
  const char* xdg_variable;
  const char* below_home;
};

constexpr FolderKind kConfig{"ENTRA_AUTH_CLI_CONFIG_DIR", "XDG_CONFIG_HOME", ".config"};
constexpr FolderKind kCache{"ENTRA_AUTH_CLI_CACHE_DIR", "XDG_CACHE_HOME", ".cache"};
constexpr FolderKind kData{"ENTRA_AUTH_CLI_DATA_DIR", "XDG_DATA_HOME", ".local/share"};
constexpr const char* kProduct = "entra-auth-cli";

std::optional<std::filesystem::path> absolute_path(const Environment& environment,
                                                   std::string_view variable) {
  const auto value = environment.get(variable);
  if (!value || !value->starts_with('/')) return std::nullopt;
  return std::filesystem::path(*value);
}

Result<std::filesystem::path> folder(const Environment& environment, const FolderKind& kind) {
  if (environment.get_nonempty(kind.own_variable)) {
    if (auto path = absolute_path(environment, kind.own_variable)) return *path;
    return fail(ErrorKind::invalid_configuration,
                std::string(kind.own_variable) + " is not an absolute path",
                {"set " + std::string(kind.own_variable) + " to a path that starts with /"});
  }
  if (auto path = absolute_path(environment, kind.xdg_variable)) return *path / kProduct;
  if (auto path = absolute_path(environment, "HOME")) return *path / kind.below_home / kProduct;
  return fail(ErrorKind::invalid_configuration, "HOME is not set to an absolute path",
              {"set HOME or " + std::string(kind.own_variable)});
}

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

Result<std::filesystem::path> config_folder(const Environment& environment) {
  return folder(environment, kConfig);
}

Result<std::filesystem::path> cache_folder(const Environment& environment) {
  return folder(environment, kCache);
}

Result<std::filesystem::path> data_folder(const Environment& environment) {
  return folder(environment, kData);
}

std::filesystem::path expand_home(std::string_view path, const Environment& environment) {
  if (path == "~" || path.starts_with("~/")) {
    if (const auto home = absolute_path(environment, "HOME")) {
      return std::string(home->native()).append(path.substr(1));
    }
  }
  return path;
}

}  // namespace entra_auth::os
