// SPDX-License-Identifier: MIT
// A profile on its way to another machine: the text that is sealed (docs/vault-format.md).
#pragma once

#include "profiles/toml/document.hpp"
#include <entra_auth/profile.hpp>
#include <entra_auth/result.hpp>
#include <entra_auth/secret.hpp>
#include <entra_auth/secret_reference.hpp>

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace entra_auth::profiles {

/// A key whose value is a secret reference, and its member of a profile.
struct SecretKey {
  std::string_view name;
  std::optional<SecretReference> Profile::*reference;
};
/// All of them, in the order of the key table.
[[nodiscard]] std::span<const SecretKey> secret_keys();

struct ExportedSecret {
  std::string key;  // one of `secret_keys`, none twice
  Secret secret;    // as `SecretSource::read` gives them: not empty, at most 64 KiB, no NUL
};

struct ExportedProfile {
  std::string name;
  /// Checked for one thing only: there is no literal secret in it. If the secret of a reference is
  /// among `secrets`, it replaces the reference.
  TomlTable members;
  std::vector<ExportedSecret> secrets;
};

[[nodiscard]] Secret encode_export(const ExportedProfile& exported);

/// Fails with `invalid_configuration` for any text that `encode_export` would not have written. The
/// message begins with a verb, so that the caller can put the file's name before it, and does not
/// quote the text.
[[nodiscard]] Result<ExportedProfile> decode_export(std::string_view text);

}  // namespace entra_auth::profiles
