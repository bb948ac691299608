// SPDX-License-Identifier: MIT
// What the codes in error responses of Entra and Maskinporten mean, and what to do. They only add
// to messages: codes change, so decisions are made on `error`, `suberror` and `claims` (Microsoft
// identity platform, "Microsoft Entra authentication and authorization error codes";
// docs.digdir.no, "Maskinporten: feilmeldinger").
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace entra_auth::oauth {

inline constexpr std::string_view kEntraPrefix = "AADSTS";
inline constexpr std::string_view kMaskinportenPrefix = "MP-";

struct Hint {
  int code;                  // 7000215 for AADSTS7000215, 200 for MP-200
  std::string_view meaning;  // what is wrong
  std::string_view action;   // what to do about it
};

/// Sorted by code, each code once.
[[nodiscard]] std::span<const Hint> aadsts_hints();
[[nodiscard]] std::span<const Hint> maskinporten_hints();

/// The row for "AADSTS7000215" or "MP-200". Returns nullopt if there is none.
[[nodiscard]] std::optional<Hint> find_hint(std::string_view code);

}  // namespace entra_auth::oauth
