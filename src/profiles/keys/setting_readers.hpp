// SPDX-License-Identifier: MIT
// Values with rules of their own. Nothing means that a problem was recorded.
#pragma once

#include "profiles/keys/problem.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace entra_auth::profiles {

/// Letters, digits, dots and hyphens: a GUID, a domain, or a word such as `common`. It becomes part
/// of a path, so `..` must not be one.
[[nodiscard]] bool is_tenant(std::string_view text);
[[nodiscard]] std::optional<std::string> read_tenant(const KeyContext& context);
/// RFC 6749 appendix A.1; no spaces, because no server issues them and a pasted one is a mistake.
[[nodiscard]] bool is_client_id(std::string_view text);
[[nodiscard]] std::optional<std::string> read_client_id(const KeyContext& context);
/// Words of OpenID Connect Core section 3.1.2.1, separated by spaces.
[[nodiscard]] bool is_prompt(std::string_view text);
[[nodiscard]] std::optional<std::string> read_prompt(const KeyContext& context);
[[nodiscard]] std::optional<int> read_port(const KeyContext& context);
/// A Norwegian organization number: 9 digits.
[[nodiscard]] std::optional<std::string> read_organization(const KeyContext& context);
/// The API that tokens are for; an array of one is Maskinporten's claim as an array.
void read_resource(const KeyContext& context);
/// A URL without a query, kept as written: issuers are compared byte for byte.
[[nodiscard]] std::optional<std::string> read_issuer(const KeyContext& context);
/// A base URL without the version that the requests add.
[[nodiscard]] std::optional<std::string> read_graph_endpoint(const KeyContext& context);
/// A duration of at least one second.
[[nodiscard]] std::optional<std::chrono::seconds> read_timeout(const KeyContext& context);

}  // namespace entra_auth::profiles
