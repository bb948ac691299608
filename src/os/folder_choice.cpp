// SPDX-License-Identifier: MIT
#include "os/folder_choice.hpp"

#include "base/try.hpp"

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace entra_auth::os {
namespace {

struct FolderRule {
  const char* own_variable;
  const char* xdg_variable;
  const char* below_home;
};

constexpr std::array kRules = {
    FolderRule{"ENTRA_AUTH_CLI_CONFIG_DIR", "XDG_CONFIG_HOME", ".config"},
    FolderRule{"ENTRA_AUTH_CLI_CACHE_DIR", "XDG_CACHE_HOME", ".cache"},
    FolderRule{"ENTRA_AUTH_CLI_DATA_DIR", "XDG_DATA_HOME", ".local/share"},
};
constexpr const char* kProduct = "entra-auth-cli";

std::optional<std::filesystem::path> absolute_path(const Environment& environment,
                                                   std::string_view variable) {
  const auto value = environment.get(variable);
  if (!value || !value->starts_with('/')) return std::nullopt;
  return std::filesystem::path(*value);
}

}  // namespace

Result<FolderChoice> choose_folder(const Environment& environment, FolderKind kind) {
  const FolderRule& rule = kRules.at(static_cast<std::size_t>(kind));
  const std::string own = rule.own_variable;
  if (environment.get_nonempty(own)) {
    if (auto path = absolute_path(environment, own)) return FolderChoice{*path, own};
    return fail(ErrorKind::invalid_configuration, own + " is not an absolute path",
                {"set " + own + " to a path that starts with /"});
  }
  if (auto path = absolute_path(environment, rule.xdg_variable)) {
    return FolderChoice{*path / kProduct, rule.xdg_variable};
  }
  if (auto path = absolute_path(environment, "HOME")) {
    return FolderChoice{*path / rule.below_home / kProduct, "HOME"};
  }
  return fail(ErrorKind::invalid_configuration, "HOME is not set to an absolute path",
              {"set HOME or " + own});
}

Result<std::filesystem::path> config_folder(const Environment& environment) {
  TRY(auto choice, choose_folder(environment, FolderKind::config));
  return std::move(choice.path);
}

Result<std::filesystem::path> cache_folder(const Environment& environment) {
  TRY(auto choice, choose_folder(environment, FolderKind::cache));
  return std::move(choice.path);
}

Result<std::filesystem::path> data_folder(const Environment& environment) {
  TRY(auto choice, choose_folder(environment, FolderKind::data));
  return std::move(choice.path);
}

}  // namespace entra_auth::os
