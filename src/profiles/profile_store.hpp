// SPDX-License-Identifier: MIT
#pragma once

#include "os/environment.hpp"
#include "profiles/keys/problem.hpp"
#include <entra_auth/profile.hpp>
#include <entra_auth/result.hpp>

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace entra_auth::profiles {

/// profiles.toml, parsed once. A syntax error, a bad top-level key or bad name fails the load; the
/// keys inside a profile are checked when that profile is asked for, so one broken profile does not
/// take the others down.
class ProfileStore {
 public:
  /// A missing file is an empty store. Fails with `invalid_configuration`: "FILE:LINE: ...".
  [[nodiscard]] static Result<ProfileStore> load(const std::filesystem::path& file);
  ProfileStore(ProfileStore&&) noexcept;
  ProfileStore& operator=(ProfileStore&&) noexcept;
  ~ProfileStore();

  [[nodiscard]] const std::filesystem::path& file() const;
  [[nodiscard]] bool file_exists() const;
  /// In the order of the file.
  [[nodiscard]] std::vector<std::string> names() const;
  [[nodiscard]] std::optional<std::string> default_profile() const;
  /// "FILE:LINE" of `default_profile`, which must be set.
  [[nodiscard]] std::string place_of_default_profile() const;
  /// "FILE:LINE" of that key of that profile. Returns nullopt if the profile does not set it.
  [[nodiscard]] std::optional<std::string> place_of(std::string_view profile,
                                                    std::string_view key) const;

  /// Fails with `profile_not_found` (the hints have the nearest names or, if there are no profiles,
  /// how to create one) or with `invalid_configuration` for its first problem.
  [[nodiscard]] Result<Profile> find(std::string_view name) const;

  /// Every problem of every profile, in file order: for `config validate`.
  [[nodiscard]] std::vector<Problem> problems() const;

 private:
  struct State;
  explicit ProfileStore(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// The path of the profile file: `override_path` (--config), else below the configuration folder.
[[nodiscard]] Result<std::filesystem::path> profile_file(const os::Environment& environment,
                                                         std::string_view override_path);

}  // namespace entra_auth::profiles
