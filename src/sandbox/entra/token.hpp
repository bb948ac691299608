// SPDX-License-Identifier: MIT
// Entra's URLs: /{tenant} and a fixed rest.
// /{tenant}/oauth2/v2.0/token: what all grants have in common, and the choice of the grant.
#pragma once

#include "sandbox/entra/terms/error.hpp"
#include "sandbox/http/message.hpp"
#include "sandbox/sandbox.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace entra_auth::sandbox {

/// The {tenant} of "/{tenant}" + `rest`; nothing for every other path.
[[nodiscard]] std::optional<std::string_view> tenant_of_path(std::string_view path,
                                                             std::string_view rest);

/// common, organizations and consumers, which stand for no tenant in particular.
[[nodiscard]] bool is_multi_tenant(std::string_view segment);

[[nodiscard]] bool is_entra_token(std::string_view path);
[[nodiscard]] Reply answer_entra_token(Sandbox& sandbox, const Request& request);

inline constexpr Endpoint kEntraToken{"token", is_entra_token, answer_entra_token};

/// A well-formed request to the token endpoint of a tenant that exists. A view: valid as long as
/// the request and its form are.
struct TokenRequest {
  const Request& http;
  const NamedValues& form;
  std::string tenant;  // as written in the URL
};

/// The parameters of a POST, once they are what RFC 6749 section 3.2 allows. `first` is the one
/// that Entra misses in bodies of other media types.
[[nodiscard]] Checked<NamedValues> read_entra_form(const Request& request, std::string_view first);

}  // namespace entra_auth::sandbox
