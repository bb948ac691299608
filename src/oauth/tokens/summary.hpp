// SPDX-License-Identifier: MIT
// What a token is, in plain words: the first thing that `inspect` shows.
#pragma once

#include "oauth/tokens/jwt.hpp"

#include <string>
#include <vector>

namespace entra_auth::oauth {

struct SummaryLine {
  std::string name;
  std::string value;  // made safe to show
};

/// The kind of token, its audience, issuer, client, user and permissions, and notes that matter if
/// an API refuses it (Microsoft identity platform, "Access token claims reference"; docs.digdir.no,
/// "Maskinporten: access token"). A guess from the claims; nothing is verified.
[[nodiscard]] std::vector<SummaryLine> summarize(const oauth::DecodedJwt& jwt);

}  // namespace entra_auth::oauth
