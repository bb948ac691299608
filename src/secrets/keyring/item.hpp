// SPDX-License-Identifier: MIT
// The attributes by which the keyring finds an item: docs/secrets.md, "What an item looks like".
#pragma once

#include <entra_auth/secret_reference.hpp>

#include <map>
#include <optional>
#include <string>

namespace entra_auth::secrets {

/// Name and value, UTF-8 without NUL.
using Attributes = std::map<std::string, std::string>;

/// What every item of ours has, and few others: it finds ours in a locked collection too, where
/// gnome-keyring does not know the schema.
[[nodiscard]] Attributes common_attributes();
/// What one item has. Different items have different attributes, whatever bytes they hold.
[[nodiscard]] Attributes attributes_of(const SecretItem& item);
/// The item with these attributes; nothing where they are not ours, or not readable.
[[nodiscard]] std::optional<SecretItem> item_with(const Attributes& attributes);

/// The name that keyring programs show.
[[nodiscard]] std::string label_of(const SecretItem& item);

}  // namespace entra_auth::secrets
