// SPDX-License-Identifier: MIT
// Where a GitHub Actions job asks for its OIDC token.
#pragma once

#include "sandbox/sandbox.hpp"

namespace entra_auth::sandbox {

[[nodiscard]] bool is_github_oidc(std::string_view path);
[[nodiscard]] Reply answer_github_oidc(Sandbox& sandbox, const Request& request);

inline constexpr Endpoint kGithubOidc{"github_oidc", is_github_oidc, answer_github_oidc};

inline constexpr std::string_view kGithubOidcPath = "/github/oidc";
inline constexpr std::string_view kGithubApiVersion = "2.0";

}  // namespace entra_auth::sandbox
