// SPDX-License-Identifier: MIT
// What the numbers in Entra's error answers mean and what to do about them. Only ever used to
// enrich messages: numbers change, so decisions are made on `error`, `suberror` and `claims`
// (Microsoft identity platform, "Microsoft Entra authentication and authorization error codes").
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace entra_auth::oauth {

struct Hint {
  int code;                  // 7000215 for AADSTS7000215
  std::string_view meaning;  // what is the matter
  std::string_view action;   // what to do about it
};

/// Sorted by code, each code once.
[[nodiscard]] std::span<const Hint> aadsts_hints();

/// The row for "AADSTS7000215", or nothing.
[[nodiscard]] std::optional<Hint> find_hint(std::string_view code);

}  // namespace entra_auth::oauth
