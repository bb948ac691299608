// SPDX-License-Identifier: MIT
#pragma once

#include "profiles/edit/profile_text.hpp"
#include <entra_auth/clock.hpp>
#include <entra_auth/result.hpp>

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace entra_auth::profiles {

/// What an edit does to the file, and which profiles must be good ones afterwards.
struct ProfileEdit {
  std::function<Result<void>(ProfileText& text)> change;
  std::vector<std::string> checked;
  /// Called under the lock once the new text is known to be good, before it is written (also where
  /// it is the old one): for what belongs to the edit and lies elsewhere. Must not ask a person. An
  /// error ends the edit.
  std::function<Result<void>()> before_write{};
  /// Takes that back, still under the lock, where it failed or the file could not be written.
  std::function<void()> roll_back{};
};

/// Whether the edit would succeed now, but for the writing. Takes no lock.
[[nodiscard]] Result<void> check_profile_edit(const std::filesystem::path& file,
                                              const ProfileEdit& edit);

/// Reads the file (a missing one is empty), changes it and replaces it as a whole, all of it under
/// a lock that every edit takes: edits of any number of processes follow one another, and a reader,
/// or whoever looks after a crash, finds the old file or the new one. Waits at most ten seconds for
/// others, so a change must not ask a person. The file gets mode 0600; its folder is made where it
/// is missing (0700). Where `file` is a link of this user or of root, what it points to is edited.
/// Nothing is written where the change fails, changes nothing or leaves a checked profile with a
/// problem. Kind `invalid_configuration` for these, for another user's file and for one that is no
/// TOML; `timeout` for the lock; `unexpected` where it cannot be written.
[[nodiscard]] Result<void> edit_profiles(const std::filesystem::path& file, const ProfileEdit& edit,
                                         Clock& clock);

}  // namespace entra_auth::profiles
