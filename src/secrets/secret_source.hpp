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

/// Where the vault's passphrase may come from; asked for only when a vault is to be opened, because
/// whether somebody is there is a question to the terminal. Empty: variable and credential alone.
using VaultPassphrase = std::function<PassphraseOptions()>;

/// What `passphrase` says, or the options of a command that asks nobody.
[[nodiscard]] PassphraseOptions vault_passphrase_options(const VaultPassphrase& passphrase);

/// Reads secrets from where references point. Every failure has kind `secret_unavailable` (or
/// `timeout`), names the profile key and the source (variable, path, program), and says what to do.
class SecretSource {
 public:
  SecretSource(const os::Environment& environment, Deadline deadline,
               VaultPassphrase vault_passphrase = {})
      : environment_(environment),
        deadline_(deadline),
        vault_passphrase_(std::move(vault_passphrase)) {}

  /// `key` is the profile key that holds the reference, e.g. "client_secret", for the message of an
  /// error; if it is empty, the message does not name a key. One trailing line
  /// break is taken off what a file, a command or a descriptor gives. Empty secrets, and secrets
  /// over 64 KiB, are errors. Files must be private (owner-only), except under the folders that
  /// container platforms mount secrets in, where links and group-readable modes are the rule; FIFOs
  /// and /dev/fd paths (process substitution) are read as they are.
  [[nodiscard]] Result<Secret> read(const SecretReference& reference, std::string_view key) const;

  /// Text that differs once the secret may have changed, as far as that can be told without running
  /// a command, using up a descriptor or asking a store: the value of a variable or literal, the
  /// version of a file. For the cache, which keeps only a salted digest of it.
  [[nodiscard]] Secret version(const SecretReference& reference) const;

 private:
  const os::Environment& environment_;
  Deadline deadline_;
  VaultPassphrase vault_passphrase_;
};

/// The reference in words that hold no secret: "environment variable MY_SECRET", "file ~/s.txt".
[[nodiscard]] std::string describe(const SecretReference& reference);

}  // namespace entra_auth::secrets
