// SPDX-License-Identifier: MIT
#pragma once

#include "os/environment.hpp"
#include "secrets/passphrase.hpp"
#include <entra_auth/clock.hpp>
#include <entra_auth/result.hpp>
#include <entra_auth/secret_reference.hpp>

#include <functional>
#include <string>
#include <string_view>
#include <utility>

namespace entra_auth::secrets {

/// Where the vault's passphrase may come from. Called only when a vault is opened, because finding
/// out whether the user can be asked opens the terminal. Empty: variable and systemd credential
/// only.
using VaultPassphrase = std::function<PassphraseOptions()>;

/// The options that `passphrase` returns, or those of a command that never prompts.
[[nodiscard]] PassphraseOptions vault_passphrase_options(const VaultPassphrase& passphrase);

/// Reads the secrets that references point to. Every failure has kind `secret_unavailable` (or
/// `timeout`), names the profile key and the source (variable, path, program), and says what to do.
class SecretSource {
 public:
  SecretSource(const os::Environment& environment, Deadline deadline,
               VaultPassphrase vault_passphrase = {})
      : environment_(environment),
        deadline_(deadline),
        vault_passphrase_(std::move(vault_passphrase)) {}

  /// `key` is the profile key of the reference, for example "client_secret", for the message of an
  /// error; if it is empty, the message does not name a key. One trailing line break is removed
  /// from the content of a file, command or descriptor. Empty secrets, and secrets over 64 KiB, are
  /// errors. `read_secret_file` has the rules for files.
  [[nodiscard]] Result<Secret> read(const SecretReference& reference, std::string_view key) const;

  /// Text that differs once the secret may have changed, as far as that can be known without
  /// running a command, reading a descriptor or opening a store: the value of a variable or
  /// literal, the version of a file. For the cache, which keeps only a salted digest of it.
  [[nodiscard]] Secret version(const SecretReference& reference) const;

 private:
  const os::Environment& environment_;
  Deadline deadline_;
  VaultPassphrase vault_passphrase_;
};

/// The reference in words, without the secret: "environment variable MY_SECRET", "file ~/s.txt".
[[nodiscard]] std::string describe(const SecretReference& reference);

}  // namespace entra_auth::secrets
