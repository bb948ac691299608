// SPDX-License-Identifier: MIT
// The errors of the keyring, all of kind `secret_unavailable`: docs/secrets.md lists the messages.
#pragma once

#include <entra_auth/error.hpp>

#include <cstdint>
#include <string>

namespace entra_auth::secrets {

inline constexpr const char* kVaultHint =
    "to use the vault, a file under a passphrase, instead: --store vault";

/// Why a call has no usable reply.
struct BusFailure {
  enum class Cause : std::uint8_t {
    no_answer,     // no reply by the deadline, or the other side has ended
    disconnected,  // the bus has ended the connection, or sent something other than D-Bus
    refused,       // an error reply: see `name`
    malformed,     // a reply with another signature
  };
  Cause cause = Cause::no_answer;
  std::string name{};  // D-Bus error name
  std::string text{};  // in the other side's words
};

[[nodiscard]] Error no_session_bus();
[[nodiscard]] Error cannot_connect(const std::string& reason);
[[nodiscard]] Error session_bus_is_silent();
[[nodiscard]] Error no_default_collection();
[[nodiscard]] Error keyring_is_locked();
/// For a failed call to the Secret Service.
[[nodiscard]] Error describe(const BusFailure& failure);

}  // namespace entra_auth::secrets
