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

/// Where we keep a secret that was given to us: a store, or a private file of our own.
enum class SecretPlace : std::uint8_t { keyring, vault, file };
inline constexpr const char* kSecretPlaces = "keyring, vault or file";

struct KeptSecret {
  SecretPlace place = SecretPlace::file;
  std::string profile;
  std::string key;  // profile key

  bool operator==(const KeptSecret&) const = default;
};

/// The secrets that we keep for the profiles of one file. Errors have kind `secret_unavailable`, or
/// what writing a file gives. Calls may ask for the vault's passphrase.
class ProfileSecrets {
 public:
  ProfileSecrets(const Context& context, const std::filesystem::path& profile_file,
                 secrets::PassphraseOptions passphrase);

  /// --store, or what `SecretStores::choose` says. Kind `usage` for another word.
  [[nodiscard]] Result<SecretPlace> place(const std::string& flag) const;

  [[nodiscard]] Result<std::optional<Secret>> find(const KeptSecret& kept) const;
  [[nodiscard]] Result<void> put(const KeptSecret& kept, const Secret& secret) const;
  /// It need not be there.
  [[nodiscard]] Result<void> remove(const KeptSecret& kept) const;

  /// What the profile says about it: { store = … } or { file = … }.
  [[nodiscard]] Result<profiles::TomlValue> reference(const KeptSecret& kept) const;
  /// What the profile refers to and we keep.
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
