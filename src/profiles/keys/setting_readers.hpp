// SPDX-License-Identifier: MIT
// Values with rules of their own. Readers return nullopt if they have recorded a problem.
#pragma once

#include "profiles/keys/problem.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace entra_auth::profiles {

[[nodiscard]] std::optional<std::string> read_tenant(const KeyContext& context);
[[nodiscard]] std::optional<std::string> read_client_id(const KeyContext& context);
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
