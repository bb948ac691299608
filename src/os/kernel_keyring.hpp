// SPDX-License-Identifier: MIT
// Keys in the Linux kernel keyring (keyrings(7)): RAM only, per user, gone at reboot. The
// persistent keyring of the user is used, else the user keyring. It is first linked into the
// process keyring, because a new session (cron, sudo, ssh) may find but not read keys that it does
// not possess.
#pragma once

#include <entra_auth/secret.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace entra_auth::os {

enum class KeyringState : std::uint8_t { usable, unavailable };

struct KeyringKey {
  KeyringState state = KeyringState::unavailable;
  std::optional<Secret> bytes;  // absent: no such key
};

/// Looks up the `user` key with that description.
[[nodiscard]] KeyringKey find_key(const std::string& description);

/// Adds the key, or replaces its payload. With a lifetime, which must not be 0, the kernel destroys
/// the key after that time; the key never exists without it. Returns false if the kernel refuses
/// (no keyrings in this container, quota).
[[nodiscard]] bool store_key(const std::string& description, const Secret& bytes,
                             std::optional<std::chrono::seconds> lifetime = {});

/// Destroys the key. Returns true if there is no such key afterwards, even if there never was one.
[[nodiscard]] bool remove_key(const std::string& description);

}  // namespace entra_auth::os
