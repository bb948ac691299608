// SPDX-License-Identifier: MIT
// The only way from outside text to JSON values. Depth and duplicate keys are refused during
// the parse; the accessors check type, sign and range after it. Never call get<T>() on outside
// data: it turns true into 1, 3599.9 into 3599 and 99999999999999999999 into a negative number.
#pragma once

#include "base/json_fwd.hpp"
#include <entra_auth/result.hpp>

#include <nlohmann/json.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace entra_auth {

/// Deepest nesting accepted: 32 is far more than any response of a token endpoint has, 64 is for
/// JWT claims.
inline constexpr std::size_t kResponseDepth = 32;
inline constexpr std::size_t kTokenDepth = 64;

/// Reads valid UTF-8 JSON without a byte order mark, duplicate keys or more than `max_depth`
/// levels. Fails with `unexpected` (callers set their own kind); the message says what is wrong and
/// never quotes the text.
[[nodiscard]] Result<Json> parse_json(std::string_view text,
                                      std::size_t max_depth = kResponseDepth);
/// The same, and the value is an object.
[[nodiscard]] Result<Json> parse_json_object(std::string_view text,
                                             std::size_t max_depth = kResponseDepth);

/// The same with members in their original order: for JSON that is passed on.
[[nodiscard]] Result<OrderedJson> parse_ordered_json(std::string_view text);

/// Reads JSON that we have written ourselves, without these checks. Returns nullopt for anything
/// but a JSON object.
[[nodiscard]] std::optional<Json> parse_own_json_object(std::string_view text);

/// A member that may be absent or null, but not of another type. Messages name the key.
[[nodiscard]] Result<std::optional<std::string>> optional_string(const Json& object,
                                                                 std::string_view key);
[[nodiscard]] Result<std::optional<bool>> optional_bool(const Json& object, std::string_view key);
/// A whole number in `least..most`, as a JSON integer or a string of digits (Azure sends both).
[[nodiscard]] Result<std::optional<long long>> optional_integer(const Json& object,
                                                                std::string_view key,
                                                                long long least, long long most);
/// The member as a string, or `fallback` if it is absent or of another type: for texts that are
/// only shown.
[[nodiscard]] std::string string_or(const Json& object, std::string_view key,
                                    std::string_view fallback = {});

/// JSON text in ASCII only (everything else as \u escapes), so that it cannot control a terminal.
[[nodiscard]] std::string to_ascii_json(const OrderedJson& value, int indent = -1);

}  // namespace entra_auth
