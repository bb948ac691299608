// SPDX-License-Identifier: MIT
// Forms as text: application/x-www-form-urlencoded and JSON.
#pragma once

#include <entra_auth/secret.hpp>
#include <entra_auth/transport.hpp>

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace entra_auth {

/// name=value&name=value, every part percent-encoded (accepted wherever form encoding is).
[[nodiscard]] Secret form_encode(const Form& form);

/// A JSON object of strings, and of the fields that are JSON already. Values must be UTF-8.
[[nodiscard]] Secret json_encode(const Form& form);

/// Decodes %XX, and `+` as a space. Returns nullopt for a broken escape.
[[nodiscard]] std::optional<std::string> form_decode(std::string_view text);

/// Decodes a query or a form body and passes on each pair in its order; empty pairs (`&&`) are
/// skipped, and a pair without `=` has an empty value. Returns false as soon as an escape is broken
/// or `take` returns false.
[[nodiscard]] bool read_form(std::string_view text,
                             const std::function<bool(std::string name, std::string value)>& take);

}  // namespace entra_auth
