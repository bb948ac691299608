// SPDX-License-Identifier: MIT
// What a token is, in the words of people: the first thing that `inspect` shows.
#pragma once

#include "oauth/tokens/jwt.hpp"

#include <string>
#include <vector>

namespace entra_auth::cli {

struct SummaryLine {
  std::string name;
  std::string value;  // made safe to show
};

/// Kind of token, for whom, from whom, who, what it allows, and notes that matter when an API
/// refuses it (Microsoft identity platform, "Access token claims reference"; docs.digdir.no,
/// "Maskinporten: access token"). Guesses by the claims; nothing is verified.
[[nodiscard]] std::vector<SummaryLine> summarize(const oauth::DecodedJwt& jwt);

}  // namespace entra_auth::cli
