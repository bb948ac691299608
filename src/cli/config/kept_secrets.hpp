// SPDX-License-Identifier: MIT
#pragma once

#include "cli/command.hpp"
#include "profiles/toml/document.hpp"
#include "secrets/secret_stores.hpp"
#include <entra_auth/result.hpp>
#include <entra_auth/secret.hpp>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace entra_auth::cli {

/// Where the program stores a secret that the user has entered: a store, or a private file.
enum class SecretPlace : std::uint8_t { keyring, vault, file };
inline constexpr const char* kSecretPlaces = "keyring, vault or file";

struct KeptSecret {
  SecretPlace place = SecretPlace::file;
  std::string profile;
  std::string key;  // profile key

  bool operator==(const KeptSecret&) const = default;
};

/// The secrets that the program has stored for the profiles of one file. Calls fail with
/// `secret_unavailable`, or as writing a file does. They may prompt for the vault's passphrase.
class ProfileSecrets {
 public:
  ProfileSecrets(const Context& context, const std::filesystem::path& profile_file,
                 secrets::PassphraseOptions passphrase);

  /// The place that --store names; without the flag, the choice of `SecretStores::choose`. Fails
  /// with `usage` for an unknown place.
  [[nodiscard]] Result<SecretPlace> place(const std::string& flag) const;

  [[nodiscard]] Result<std::optional<Secret>> find(const KeptSecret& kept) const;
  [[nodiscard]] Result<void> put(const KeptSecret& kept, const Secret& secret) const;
  /// Succeeds if there is no such secret.
  [[nodiscard]] Result<void> remove(const KeptSecret& kept) const;

  /// The value of its key in the profile: { store = … } or { file = … }.
  [[nodiscard]] Result<profiles::TomlValue> reference(const KeptSecret& kept) const;
  /// The secrets that the profile refers to and that the program has stored.
  [[nodiscard]] std::vector<KeptSecret> kept_for(const std::string& profile,
                                                 const profiles::TomlTable& members) const;
  /// "client_secret in the keyring"
  [[nodiscard]] std::string describe(const KeptSecret& kept) const;

 private:
  [[nodiscard]] SecretItem item(const KeptSecret& kept) const;
  [[nodiscard]] Result<std::filesystem::path> file_of(const KeptSecret& kept) const;

  const os::Environment& environment_;
  std::string owner_;  // SecretItem::owner
  secrets::SecretStores stores_;
};

}  // namespace entra_auth::cli
