// SPDX-License-Identifier: MIT
#pragma once

#include "base/json_fwd.hpp"
#include "cache/key_holder.hpp"
#include <entra_auth/clock.hpp>
#include <entra_auth/result.hpp>
#include <entra_auth/secret.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace entra_auth::cache {

/// Identifies a sign-in: two are the same if all members are equal.
struct SignInKey {
  std::string endpoint;  // canonical token endpoint
  std::string client_id;
  std::string profile;
  std::string login_hint;

  [[nodiscard]] Json to_json() const;
};

/// A user who has signed in, for as long as the server accepts the refresh token.
struct SignIn {
  Secret refresh_token;
  std::string user_id;    // the same for the same user; may be empty
  std::string user_name;  // for display; may be empty
  /// The key it was sealed with, and is sealed with again after a change: a process that could read
  /// it can write it, even if the holder is gone in the meantime. nullopt for a new sign-in.
  std::optional<HeldKey> seal{};
};

/// Refresh tokens in FOLDER/sign-ins, always sealed with a key that is kept elsewhere: if no holder
/// has a key, nothing is written. A file that is damaged, foreign or sealed with a key that is gone
/// counts as absent. Safe to use from any number of processes.
class SignInStore {
 public:
  SignInStore(std::filesystem::path folder, SignInKeys keys)
      : folder_(std::move(folder)), keys_(std::move(keys)) {}

  /// Fails with `secret_unavailable` if there is a sign-in whose key is not available now.
  [[nodiscard]] Result<std::optional<SignIn>> find(const SignInKey& key) const;

  /// The file is on disk when this returns. Fails with `secret_unavailable` if no holder has a key,
  /// and with `unexpected` if the file cannot be written.
  [[nodiscard]] Result<void> store(const SignInKey& key, const SignIn& sign_in) const;

  void remove(const SignInKey& key) const;

  /// The holders of the keys that the profile's sign-ins are sealed with, one for each sign-in that
  /// is not damaged. Needs no key.
  [[nodiscard]] static std::vector<KeyHolder> holders(const std::filesystem::path& folder,
                                                      const std::string& profile);

  /// Removes the sign-ins of that profile, or all, and returns how many there were. Needs no key.
  /// Fails with `unexpected` if one cannot be removed.
  [[nodiscard]] static Result<int> clear(const std::filesystem::path& folder,
                                         const std::optional<std::string>& profile);

 private:
  [[nodiscard]] std::filesystem::path file_of(const SignInKey& key) const;

  std::filesystem::path folder_;
  SignInKeys keys_;
};

}  // namespace entra_auth::cache
