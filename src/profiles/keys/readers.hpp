// SPDX-License-Identifier: MIT
// Typed access to the value of a key. Readers return nullopt if they have recorded a problem, which
// never quotes the value.
#pragma once

#include "profiles/keys/problem.hpp"

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace entra_auth::profiles {

/// Not empty, no control characters.
[[nodiscard]] std::optional<std::string> read_text(const KeyContext& context);
[[nodiscard]] std::optional<bool> read_bool(const KeyContext& context);
[[nodiscard]] std::optional<long long> read_integer(const KeyContext& context, long long least,
                                                    long long most);
/// "90", "90s", "5m", "1h", or an integer: seconds.
[[nodiscard]] std::optional<std::chrono::seconds> read_duration(const KeyContext& context);
/// An array of strings or one string; each is split at spaces and commas. Printable ASCII without
/// quotes and backslashes: the characters of an OAuth scope (RFC 6749 section 3.3).
[[nodiscard]] std::optional<std::vector<std::string>> read_words(const KeyContext& context);
/// Any http or https URL, kept as written; whether http is allowed is checked later.
[[nodiscard]] std::optional<std::string> read_any_url(const KeyContext& context);
/// A URL that requests may go to (`check_request_url`), kept as written.
[[nodiscard]] std::optional<std::string> read_url(const KeyContext& context);
/// The same without a query, and without slashes at its end.
[[nodiscard]] std::optional<std::string> read_base_url(const KeyContext& context);
/// http://localhost:PORT/PATH, or 127.0.0.1 or [::1]: an address that the listener can use.
[[nodiscard]] std::optional<std::string> read_redirect_uri(const KeyContext& context);
/// A string that contains a JSON array of objects.
[[nodiscard]] std::optional<std::string> read_json_array(const KeyContext& context);
/// A table of strings, without parameters that the program sets itself.
[[nodiscard]] std::optional<std::map<std::string, std::string>> read_parameters(
    const KeyContext& context);

}  // namespace entra_auth::profiles
