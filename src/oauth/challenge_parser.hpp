// SPDX-License-Identifier: MIT
// The value of a WWW-Authenticate header (RFC 9110 sections 11.2 to 11.6.1), taken apart without
// believing anything in it.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace entra_auth::oauth {

struct Challenge {
  std::string scheme;                                             // as written: "Bearer"
  std::vector<std::pair<std::string, std::string>> parameters{};  // names in lower case

  /// The first parameter of that (lower-case) name, or null.
  [[nodiscard]] const std::string* find(std::string_view name) const;
};

/// All challenges in order. Lines that begin with `WWW-Authenticate:` lose that name; other lines
/// that begin with a header name are left out, so that a whole answer of curl -i will do. What
/// makes no sense ends the list.
[[nodiscard]] std::vector<Challenge> parse_challenges(std::string_view text);

}  // namespace entra_auth::oauth
