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
/// by `deadline`: a daemon that hangs is an error. Fails with `secret_unavailable`, and says
/// whether there is no bus, no service on it, no default collection, a locked one, or a service
/// that does not respond. Never shows a dialogue. Not thread-safe; any number of processes may use
/// it.
class KeyringStore {
 public:
  KeyringStore(const os::Environment& environment, Deadline deadline)
      : environment_(environment), deadline_(deadline) {}

  /// Succeeds if a secret could be stored and read now; writes nothing.
  [[nodiscard]] Result<void> probe() const;

  [[nodiscard]] Result<std::optional<Secret>> find(const SecretItem& item) const;
  /// Adds or replaces the secret, and reads it back. Up to 64 KiB of any bytes, also none.
  [[nodiscard]] Result<void> put(const SecretItem& item, const Secret& secret) const;
  /// Returns whether it existed.
  [[nodiscard]] Result<bool> remove(const SecretItem& item) const;
  /// The items of entra-auth-cli only. Those of a locked collection, too, if the keyring shows
  /// their names: gnome-keyring does once it has been unlocked. Otherwise this fails like the other
  /// calls.
  [[nodiscard]] Result<std::vector<SecretItem>> list() const;

 private:
  const os::Environment& environment_;
  Deadline deadline_;
};

/// The D-Bus library that is used, which opens it: "libsystemd.so.0". Fails with
/// `secret_unavailable` if there is none.
[[nodiscard]] Result<std::string> bus_library();

}  // namespace entra_auth::secrets
