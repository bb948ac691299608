// SPDX-License-Identifier: MIT
#pragma once

#include "profiles/profile_store.hpp"
#include "profiles/toml/document.hpp"
#include <entra_auth/profile.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace entra_auth::profiles {

/// What matters about the file that a profile is read from.
struct SourceFile {
  std::string path;
  bool is_private = false;  // mode & 077 == 0: may hold secrets themselves
};

/// One key of one profile while it is read. A reader that cannot use the value records a problem
/// and leaves the profile as it is.
struct KeyContext {
  std::string_view key;
  const TomlValue& value;
  const SourceFile& file;
  Profile& profile;
  std::vector<Problem>& problems;

  /// The message is put behind the key: "tenant_id " + "must be a string".
  void problem(std::string_view message, std::string hint = {}) const;
};

}  // namespace entra_auth::profiles
