// SPDX-License-Identifier: MIT
// What `inspect` prints about one token.
#pragma once

#include "base/json.hpp"
#include "cli/inspect/inspect.hpp"
#include "cli/inspect/verification.hpp"
#include "oauth/tokens/jwt.hpp"
#include <entra_auth/clock.hpp>
#include <entra_auth/result.hpp>

#include <optional>
#include <string>

namespace entra_auth::cli {

/// The documented JSON: header, claims, signature, expires_in, status, verified, rules.
[[nodiscard]] OrderedJson describe_token(const oauth::DecodedJwt& jwt,
                                         const std::optional<Verdict>& verdict, Timestamp now);

/// The same of a token that is not verified, on one line and without copies of its claims: for a
/// hundred thousand of them.
[[nodiscard]] std::string describe_token_on_a_line(const oauth::DecodedJwt& jwt, Timestamp now);

enum class LineBreaks : bool { escaped, kept };

/// One claim, raw, with a line break; dots lead into objects and arrays. Of all that a terminal
/// takes for more than text, `kept` leaves line breaks and tabs. Kind `unexpected` where it is not
/// there.
[[nodiscard]] Result<std::string> render_claim(const oauth::DecodedJwt& jwt,
                                               const std::string& path, LineBreaks line_breaks);

/// In the format and to the extent that the options ask for.
[[nodiscard]] Result<std::string> render_token(const InspectOptions& options,
                                               const oauth::DecodedJwt& jwt,
                                               const std::optional<Verdict>& verdict,
                                               Timestamp now);

}  // namespace entra_auth::cli
