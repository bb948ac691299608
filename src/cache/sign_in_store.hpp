// SPDX-License-Identifier: MIT
#pragma once

#include "base/json.hpp"
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
  /// What it was sealed with, and is again after a change: whoever could read it can write it, even
  /// if the holder is gone in the meantime. Nothing for a new one.
  std::optional<HeldKey> seal{};
};

/// Refresh tokens in FOLDER/sign-ins, sealed with a key that lies elsewhere, and only so: where
/// there is no holder for a key nothing is written. What is damaged, foreign or sealed with a key
/// that is gone is not there. Safe to use from any number of processes.
class SignInStore {
 public:
  SignInStore(std::filesystem::path folder, SignInKeys keys)
      : folder_(std::move(folder)), keys_(std::move(keys)) {}

  /// Kind `secret_unavailable` where there is one whose key cannot be had now.
  [[nodiscard]] Result<std::optional<SignIn>> find(const SignInKey& key) const;

  /// On disk when it returns. Kind `secret_unavailable` where no holder offers a key, `unexpected`
  /// where the file cannot be written.
  [[nodiscard]] Result<void> store(const SignInKey& key, const SignIn& sign_in) const;

  void remove(const SignInKey& key) const;

  /// The holders of the keys that the profile's sign-ins are sealed with, one for each; what is
  /// damaged is not there. No key is needed for that.
  [[nodiscard]] static std::vector<KeyHolder> holders(const std::filesystem::path& folder,
                                                      const std::string& profile);

  /// Removes those of that profile, or all, and returns how many there were; no key is needed for
  /// that. Kind `unexpected` where one cannot be removed.
  [[nodiscard]] static Result<int> clear(const std::filesystem::path& folder,
                                         const std::optional<std::string>& profile);

 private:
  [[nodiscard]] std::filesystem::path file_of(const SignInKey& key) const;

  std::filesystem::path folder_;
  SignInKeys keys_;
};

}  // namespace entra_auth::cache
