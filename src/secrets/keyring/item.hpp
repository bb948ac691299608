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

/// The attributes that all items of entra-auth-cli have. They find items in a locked collection
/// too, in which gnome-keyring does not know the schema.
[[nodiscard]] Attributes common_attributes();
/// The attributes of one item. Different items have different attributes, for any bytes.
[[nodiscard]] Attributes attributes_of(const SecretItem& item);
/// The item with these attributes. Returns nullopt if another program wrote them, or if they are
/// invalid.
[[nodiscard]] std::optional<SecretItem> item_with(const Attributes& attributes);

/// The name that keyring programs show.
[[nodiscard]] std::string label_of(const SecretItem& item);

}  // namespace entra_auth::secrets
