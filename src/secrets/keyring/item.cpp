// SPDX-License-Identifier: MIT
#include "secrets/keyring/item.hpp"

#include "base/text.hpp"

#include <string_view>
#include <utility>

namespace entra_auth::secrets {
namespace {

constexpr const char* kApplication = "entra-auth-cli";
constexpr const char* kSchema = "io.github.entra-auth-cli.Secret";
constexpr std::string_view kHexDigits = "0123456789ABCDEF";

/// D-Bus carries only UTF-8 without NUL, but paths can be any bytes: `%` and NUL become %XX, and so
/// does every byte that is not ASCII if the text is not UTF-8.
std::string escape(std::string_view text) {
  const bool is_utf8 = is_valid_utf8(text);
  std::string escaped;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '%' || c == '\0' || (byte >= 0x80 && !is_utf8)) {
      escaped += {'%', kHexDigits[byte >> 4U], kHexDigits[byte & 15U]};
    } else {
      escaped += c;
    }
  }
  return escaped;
}

/// Returns nullopt for text that `escape` would not have written.
std::optional<std::string> unescape(std::string_view escaped) {
  std::string text;
  for (std::size_t i = 0; i < escaped.size(); ++i) {
    if (escaped[i] != '%') {
      text += escaped[i];
      continue;
    }
    if (escaped.size() - i < 3) return std::nullopt;
    const auto high = kHexDigits.find(escaped[i + 1]);
    const auto low = kHexDigits.find(escaped[i + 2]);
    if (high == std::string_view::npos || low == std::string_view::npos) return std::nullopt;
    text += static_cast<char>(high << 4U | low);
    i += 2;
  }
  return escape(text) == escaped ? std::optional(std::move(text)) : std::nullopt;
}

std::optional<std::string> value(const Attributes& attributes, const char* name) {
  const auto found = attributes.find(name);
  return found == attributes.end() ? std::nullopt : unescape(found->second);
}

}  // namespace

Attributes common_attributes() { return {{"application", kApplication}}; }

Attributes attributes_of(const SecretItem& item) {
  Attributes attributes = common_attributes();
  attributes["xdg:schema"] = kSchema;
  attributes["owner"] = escape(item.owner);
  attributes["profile"] = escape(item.profile);
  attributes["key"] = escape(item.key);
  return attributes;
}

std::optional<SecretItem> item_with(const Attributes& attributes) {
  if (value(attributes, "xdg:schema") != kSchema) return std::nullopt;
  if (value(attributes, "application") != kApplication) return std::nullopt;
  auto owner = value(attributes, "owner");
  auto profile = value(attributes, "profile");
  auto key = value(attributes, "key");
  if (!owner || !profile || !key) return std::nullopt;
  return SecretItem{
      .owner = std::move(*owner), .profile = std::move(*profile), .key = std::move(*key)};
}

std::string label_of(const SecretItem& item) {
  return std::string(kApplication) + ": " + escape(item.profile) + " " + escape(item.key);
}

}  // namespace entra_auth::secrets
