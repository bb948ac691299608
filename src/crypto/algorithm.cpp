// SPDX-License-Identifier: MIT
#include "crypto/algorithm.hpp"

#include <array>
#include <cstddef>

namespace entra_auth::crypto {
namespace {

// In the order of the enumeration.
constexpr std::array<std::string_view, 9> kNames{"RS256", "RS384", "RS512", "PS256", "PS384",
                                                 "PS512", "ES256", "ES384", "ES512"};

}  // namespace

std::string_view name(Algorithm algorithm) {
  return kNames.at(static_cast<std::size_t>(algorithm));
}

std::optional<Algorithm> parse_algorithm(std::string_view name) {
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if (kNames[i] == name) return static_cast<Algorithm>(i);
  }
  return std::nullopt;
}

}  // namespace entra_auth::crypto
