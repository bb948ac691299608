// SPDX-License-Identifier: MIT
#pragma once

#include "oauth/tokens/jwt.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <string>

namespace entra_auth::test {

/// The claims of a token as a command printed it.
[[nodiscard]] inline Json claims_of(const std::string& token) {
  const auto jwt = oauth::decode_jwt(token);
  if (!jwt) FAIL("no JWT: " << jwt.error().message);
  return jwt->claims;
}

/// The value of a form field in one of the sandbox's recorded requests.
[[nodiscard]] inline std::string form_field(const nlohmann::json& request,
                                            const std::string& name) {
  for (const auto& field : request.at("form")) {
    if (field[0] == name) return field[1];
  }
  FAIL("the request has no field " << name);
  return {};
}

}  // namespace entra_auth::test
