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

/// The calls of the Secret Service API (freedesktop.org, 0.2) that we need. Collections, items and
/// prompts are object paths. A prompt, which would ask on the screen, is dismissed, and the call
/// that needed it says that the keyring is locked. Errors have kind `secret_unavailable`.
class SecretService {
 public:
  /// With a session of the algorithm "plain": the bus is a socket of this user.
  [[nodiscard]] static Result<SecretService> connect(const os::Environment& environment,
                                                     Deadline deadline);

  [[nodiscard]] Result<std::string> default_collection() const;
  /// Whether it is unlocked now: it stays locked where that would need a person.
  [[nodiscard]] Result<bool> unlock(const std::string& collection) const;
  /// The items that have these attributes, and maybe more.
  [[nodiscard]] Result<std::vector<std::string>> search(const std::string& collection,
                                                        const Attributes& attributes) const;
  /// Nothing where the item has gone.
  [[nodiscard]] Result<std::optional<Secret>> secret(const std::string& item) const;
  /// Nothing where the item has gone.
  [[nodiscard]] Result<std::optional<Attributes>> attributes(const std::string& item) const;
  /// Replaces an item that has the same attributes.
  [[nodiscard]] Result<void> create(const std::string& collection, const std::string& label,
                                    const Attributes& attributes, const Secret& secret) const;
  /// Whether it was there.
  [[nodiscard]] Result<bool> remove(const std::string& item) const;

 private:
  explicit SecretService(SessionBus bus) : bus_(std::move(bus)) {}
  [[nodiscard]] BusMessage message(const std::string& path, const char* interface,
                                   const char* method) const;
  [[nodiscard]] BusResult property(const std::string& path, const char* interface,
                                   const char* name) const;
  [[nodiscard]] Result<void> open_session();
  /// Whether there was none.
  [[nodiscard]] bool dismiss(const std::string& prompt) const;

  SessionBus bus_;
  std::string session_;
};

}  // namespace entra_auth::secrets
