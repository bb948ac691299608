// SPDX-License-Identifier: MIT
// What `inspect` prints about one token.
#pragma once

#include "base/json_fwd.hpp"
#include "cli/inspect/options.hpp"
#include "cli/inspect/verify.hpp"
#include "oauth/tokens/jwt.hpp"
#include <entra_auth/clock.hpp>
#include <entra_auth/result.hpp>

#include <optional>
#include <string>

namespace entra_auth::cli {

/// The documented JSON: header, claims, signature, expires_in, status, verified, rules.
[[nodiscard]] OrderedJson describe_token(const oauth::DecodedJwt& jwt,
                                         const std::optional<service::Verdict>& verdict,
                                         Timestamp now);

/// The same for a token that is not verified, on one line and without copying its claims: fast
/// enough for a hundred thousand tokens.
[[nodiscard]] std::string describe_token_on_a_line(const oauth::DecodedJwt& jwt, Timestamp now);

enum class LineBreaks : bool { escaped, kept };

/// One claim, raw, followed by a line break; dots lead into objects and arrays. Everything that a
/// terminal would interpret is escaped, except line breaks and tabs with `kept`. Fails with
/// `unexpected` if there is no such claim.
[[nodiscard]] Result<std::string> render_claim(const oauth::DecodedJwt& jwt,
                                               const std::string& path, LineBreaks line_breaks);

/// The token, or the part of it that the options select, in their format.
[[nodiscard]] Result<std::string> render_token(const InspectOptions& options,
                                               const oauth::DecodedJwt& jwt,
                                               const std::optional<service::Verdict>& verdict,
                                               Timestamp now);

}  // namespace entra_auth::cli
