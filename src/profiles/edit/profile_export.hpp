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

/// A key whose value is a secret reference, and where a profile has it.
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
  /// Not checked but for this: no secret stands in it as text. A reference may be to a secret that
  /// goes along; the secret then takes its place.
  TomlTable members;
  std::vector<ExportedSecret> secrets;
};

[[nodiscard]] Secret encode_export(const ExportedProfile& exported);

/// Anything that `encode_export` would not have written is an error of kind
/// `invalid_configuration`, for the file's name to stand before it. No message quotes the text.
[[nodiscard]] Result<ExportedProfile> decode_export(std::string_view text);

}  // namespace entra_auth::profiles
