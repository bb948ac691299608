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

/// What an edit does to the file, and which profiles must be valid afterwards.
struct ProfileEdit {
  std::function<Result<void>(ProfileText& text)> change;
  std::vector<std::string> checked;
  /// Called under the lock when the new text is known to be valid, before it is written (also if it
  /// is the old text): for changes outside the file that belong to the edit. Must not prompt. An
  /// error ends the edit.
  std::function<Result<void>()> before_write{};
  /// Undoes that, still under the lock, if it failed or the file could not be written.
  std::function<void()> roll_back{};
};

/// Tries the edit without writing. Takes no lock.
[[nodiscard]] Result<void> check_profile_edit(const std::filesystem::path& file,
                                              const ProfileEdit& edit);

/// Reads the file (a missing file is empty), changes it and replaces it as a whole, under a lock
/// that every edit takes. Edits of several processes follow one another, and a reader finds the old
/// file or the new one, also after a crash. Waits at most ten seconds for the lock, so a change
/// must not prompt. The file gets mode 0600; a missing folder is created with mode 0700. If `file`
/// is a link of this user or of root, its target is edited. Nothing is written if the change fails,
/// changes nothing or leaves a checked profile with a problem. Fails with `invalid_configuration`
/// in the first and last case, for another user's file and for text that is not TOML, with
/// `timeout` if the lock is not released, and with `unexpected` if the file cannot be written.
[[nodiscard]] Result<void> edit_profiles(const std::filesystem::path& file, const ProfileEdit& edit,
                                         Clock& clock);

}  // namespace entra_auth::profiles
