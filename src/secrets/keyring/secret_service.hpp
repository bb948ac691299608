// SPDX-License-Identifier: MIT
#pragma once

#include "os/environment.hpp"
#include "secrets/keyring/item.hpp"
#include "secrets/keyring/session_bus.hpp"
#include <entra_auth/clock.hpp>
#include <entra_auth/result.hpp>
#include <entra_auth/secret.hpp>

#include <optional>
#include <string>
#include <vector>

namespace entra_auth::secrets {

/// The calls of the Secret Service API (freedesktop.org, 0.2) that the keyring needs. Collections,
/// items and prompts are object paths. A prompt, which would show a dialogue, is dismissed, and the
/// call that needed it fails because the keyring is locked. All fail with `secret_unavailable`.
class SecretService {
 public:
  /// Opens a session with the algorithm "plain": the bus is a socket of this user.
  [[nodiscard]] static Result<SecretService> connect(const os::Environment& environment,
                                                     Deadline deadline);

  [[nodiscard]] Result<std::string> default_collection() const;
  /// Returns whether it is unlocked now: it stays locked if that would need a prompt.
  [[nodiscard]] Result<bool> unlock(const std::string& collection) const;
  /// The items that have at least these attributes.
  [[nodiscard]] Result<std::vector<std::string>> search(const std::string& collection,
                                                        const Attributes& attributes) const;
  /// Returns nullopt if the item no longer exists.
  [[nodiscard]] Result<std::optional<Secret>> secret(const std::string& item) const;
  /// Returns nullopt if the item no longer exists.
  [[nodiscard]] Result<std::optional<Attributes>> attributes(const std::string& item) const;
  /// Creates an item, or replaces the one with the same attributes.
  [[nodiscard]] Result<void> create(const std::string& collection, const std::string& label,
                                    const Attributes& attributes, const Secret& secret) const;
  /// Returns whether it existed.
  [[nodiscard]] Result<bool> remove(const std::string& item) const;

 private:
  explicit SecretService(SessionBus bus) : bus_(std::move(bus)) {}
  [[nodiscard]] BusMessage message(const std::string& path, const char* interface,
                                   const char* method) const;
  [[nodiscard]] BusResult property(const std::string& path, const char* interface,
                                   const char* name) const;
  [[nodiscard]] Result<void> open_session();
  /// Returns true if there was no prompt.
  [[nodiscard]] bool dismiss(const std::string& prompt) const;

  SessionBus bus_;
  std::string session_;
};

}  // namespace entra_auth::secrets
