// SPDX-License-Identifier: MIT
// What lies in the vault, and the text that is sealed (docs/vault-format.md).
#pragma once

#include <entra_auth/result.hpp>
#include <entra_auth/secret.hpp>
#include <entra_auth/secret_reference.hpp>

#include <string_view>
#include <vector>

namespace entra_auth::secrets {

struct VaultItem {
  SecretItem item;
  Secret secret;
};

/// No two have the same name.
using VaultItems = std::vector<VaultItem>;

/// The place of that item, or the end.
[[nodiscard]] VaultItems::iterator find_item(VaultItems& items, const SecretItem& item);

[[nodiscard]] Secret encode_items(const VaultItems& items);

/// Anything that `encode_items` would not have written is an error of kind `secret_unavailable`,
/// for the file's name to stand before it. No message quotes the text.
[[nodiscard]] Result<VaultItems> decode_items(std::string_view text);

}  // namespace entra_auth::secrets
