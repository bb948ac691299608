// SPDX-License-Identifier: MIT
#pragma once

#include "base/json.hpp"
#include <entra_auth/clock.hpp>
#include <entra_auth/result.hpp>
#include <entra_auth/secret.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <utility>

namespace entra_auth::cache {

/// Whose sign-in it is; two sign-ins are the same one where all members are equal.
struct SignInKey {
  std::string endpoint;  // canonical token endpoint
  std::string client_id;
  std::string profile;
  std::string login_hint;

  [[nodiscard]] Json to_json() const;
};

/// A person who has signed in, for as long as the server honours the refresh token.
struct SignIn {
  Secret refresh_token;
  std::string user_id;    // the same for the same person; may be empty
  std::string user_name;  // for people; may be empty
};

/// Refresh tokens in FOLDER/sign-ins, sealed with the key that lies in the kernel keyring, and only
/// so: where there is no such key nothing is written. What is damaged, foreign or sealed with a key
/// that is gone is not there. Safe to use from any number of processes.
class SignInStore {
 public:
  explicit SignInStore(std::filesystem::path folder) : folder_(std::move(folder)) {}

  [[nodiscard]] std::optional<SignIn> find(const SignInKey& key) const;

  /// On disk when it returns. Kind `secret_unavailable` where this machine offers no place for the
  /// key, `unexpected` where the file cannot be written.
  [[nodiscard]] Result<void> store(const SignInKey& key, const SignIn& sign_in) const;

  void remove(const SignInKey& key) const;

  /// Removes those of that profile, or all, and returns how many there were. Unreadable ones go
  /// only with all. Kind `unexpected` where one cannot be removed.
  [[nodiscard]] Result<int> clear(const std::optional<std::string>& profile) const;

 private:
  [[nodiscard]] std::filesystem::path sign_ins_folder() const { return folder_ / "sign-ins"; }

  std::filesystem::path folder_;
};

}  // namespace entra_auth::cache
