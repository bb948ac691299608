// SPDX-License-Identifier: MIT
#pragma once

#include "os/environment.hpp"
#include "service/token_service.hpp"
#include <entra_auth/clock.hpp>
#include <entra_auth/secret.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace entra_auth::cli {

enum class TokenFormat : std::uint8_t { token, json, yaml, header, env, curl, kubectl };

[[nodiscard]] std::optional<TokenFormat> parse_token_format(std::string_view name);
[[nodiscard]] std::vector<std::string> token_format_names();

/// The text for stdout or a file, with its last line break.
/// - token: the token alone. header: a whole `Authorization` line.
/// - env: `export ENTRA_TOKEN=…` and `export ENTRA_TOKEN_EXPIRES_ON=…` (epoch), shell-quoted.
/// - curl: a line for `curl --config -`, so that the token is in no argument list.
/// - json, yaml: access_token, token_type, expires_in (seconds left), expires_on (epoch),
///   expires_at (RFC 3339, UTC), scope, profile, source (`cache` or `server`).
/// - kubectl: an ExecCredential, in the version that KUBERNETES_EXEC_INFO asks for.
[[nodiscard]] Secret render_token(const service::TokenResponse& response,
                                  const std::string& profile, TokenFormat format,
                                  const os::Environment& environment, Timestamp now);

}  // namespace entra_auth::cli
