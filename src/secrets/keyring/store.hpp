// SPDX-License-Identifier: MIT
#pragma once

#include "os/environment.hpp"
#include <entra_auth/clock.hpp>
#include <entra_auth/result.hpp>
#include <entra_auth/secret.hpp>
#include <entra_auth/secret_reference.hpp>

#include <optional>
#include <string>
#include <vector>

namespace entra_auth::secrets {

/// Secrets in the desktop's keyring, through the Secret Service API (freedesktop.org, 0.2) on the
/// session bus. libsystemd is opened by the first call. Every call ends within three seconds, and
/// by `deadline`: a daemon that hangs is an error. Errors have kind `secret_unavailable` and say
/// which it is: no bus, no service on it, no default collection, a locked one, a service that does
/// not answer. Nothing is ever asked on the screen. Not thread-safe; any number of processes.
class KeyringStore {
 public:
  KeyringStore(const os::Environment& environment, Deadline deadline)
      : environment_(environment), deadline_(deadline) {}

  /// Whether a secret could be stored and read now; nothing is written.
  [[nodiscard]] Result<void> probe() const;

  [[nodiscard]] Result<std::optional<Secret>> find(const SecretItem& item) const;
  /// Adds or replaces, and reads it back. At most 64 KiB, any bytes, none at all too.
  [[nodiscard]] Result<void> put(const SecretItem& item, const Secret& secret) const;
  /// Whether it was there.
  [[nodiscard]] Result<bool> remove(const SecretItem& item) const;
  /// Ours only. Those of a locked collection too, where the keyring tells their names:
  /// gnome-keyring does once it has been unlocked, and otherwise this fails like the other calls.
  [[nodiscard]] Result<std::vector<SecretItem>> list() const;

 private:
  const os::Environment& environment_;
  Deadline deadline_;
};

/// The D-Bus library that is used, which opens it: "libsystemd.so.0". Fails with
/// `secret_unavailable` if there is none.
[[nodiscard]] Result<std::string> bus_library();

}  // namespace entra_auth::secrets
