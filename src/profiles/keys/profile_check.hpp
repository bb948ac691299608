// SPDX-License-Identifier: MIT
// What the keys of a profile must satisfy together.
#pragma once

#include "profiles/keys/problem.hpp"
#include <entra_auth/profile.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace entra_auth::profiles {

/// The keys that a profile has in the file, and their lines.
class PresentKeys {
 public:
  explicit PresentKeys(int table_line) : table_line_(table_line) {}

  void add(std::string_view key, int line) { keys_.push_back({key, line}); }
  [[nodiscard]] bool has(std::string_view key) const;
  /// The line of the key, or of the profile if it lacks that key.
  [[nodiscard]] int line(std::string_view key) const;

  struct Entry {
    std::string_view key;
    int line;
  };
  [[nodiscard]] const std::vector<Entry>& all() const { return keys_; }

 private:
  int table_line_;
  std::vector<Entry> keys_;
};

struct ProfileCheck {
  Profile& profile;
  const PresentKeys& keys;
  std::vector<Problem>& problems;

  [[nodiscard]] bool has(std::string_view key) const { return keys.has(key); }
  void problem(std::string_view key, std::string message, std::string hint = {}) const;
  /// A problem at `key` that setting one of `one_of` would mend.
  void missing(std::string_view key, std::vector<std::string> one_of, std::string message,
               std::string hint = {}) const;
};

/// Checks the keys against each other and fills in what follows from them: `auth_method` and `flow`
/// if the profile does not set them. Every key must have been read without a problem.
void check_profile(const ProfileCheck& check);

/// The part of it that is about credentials.
void check_credential(const ProfileCheck& check);

}  // namespace entra_auth::profiles
