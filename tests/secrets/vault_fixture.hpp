// SPDX-License-Identifier: MIT
#pragma once

#include "os/kernel_keyring.hpp"
#include "secrets/vault/file.hpp"
#include "secrets/vault/store.hpp"
#include "support/temp_dir.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace entra_auth::test {

/// A vault in a folder of its own, with the least work for a passphrase. Its key is kept in the
/// kernel keyring, if there is one, and removed with the fixture.
class VaultFixture {
 public:
  explicit VaultFixture(std::vector<std::string> more_variables = {})
      : environment_(with_folder(std::move(more_variables))) {}
  VaultFixture(const VaultFixture&) = delete;
  VaultFixture& operator=(const VaultFixture&) = delete;
  ~VaultFixture() { static_cast<void>(locked().lock()); }

  /// A new object, which remembers no key, as in another process.
  [[nodiscard]] secrets::VaultStore with(const std::string& passphrase) const {
    return {environment_, {.file = file_with(passphrase)}, crypto::kMinCost};
  }
  /// With a user who cannot be asked.
  [[nodiscard]] secrets::VaultStore locked() const {
    return {environment_, {.no_prompt_reason = "CI is set"}, crypto::kMinCost};
  }
  [[nodiscard]] std::string file_with(const std::string& passphrase) const {
    const auto file = dir_ / ("passphrases/" + passphrase);
    // Another process may be reading it.
    if (!std::filesystem::exists(file)) dir_.write("passphrases/" + passphrase, passphrase);
    return file.string();
  }
  [[nodiscard]] std::filesystem::path path() const { return dir_ / "data" / "vault"; }
  [[nodiscard]] const os::Environment& environment() const { return environment_; }
  [[nodiscard]] const TempDir& dir() const { return dir_; }

 private:
  [[nodiscard]] os::Environment with_folder(std::vector<std::string> entries) const {
    entries.push_back("ENTRA_AUTH_CLI_DATA_DIR=" + (dir_ / "data").string());
    return os::Environment(std::move(entries));
  }

  TempDir dir_;
  os::Environment environment_;
};

inline const SecretItem kItem{"/home/u/.config/profiles.toml", "api", "client_secret"};

/// Warns, so that a skipped test is visible, if the kernel keyring is not usable.
inline bool has_keyring() {
  if (os::find_key("entra-auth-test:absent").state == os::KeyringState::usable) return true;
  WARN("skipped: the kernel keyring is not usable here");
  return false;
}

inline secrets::SealedHeader header_of(const std::filesystem::path& vault) {
  return secrets::vault_header(vault, secrets::read_vault_file(vault).value()).value();
}

/// The secret, or "nothing", or the error.
inline std::string text_of(const Result<std::optional<Secret>>& found) {
  if (!found) return "error: " + found.error().message;
  return *found ? std::string((*found)->expose()) : "nothing";
}

}  // namespace entra_auth::test
