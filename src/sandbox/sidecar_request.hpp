// SPDX-License-Identifier: MIT
// Requests to the token sidecar of Nais ("Texas"), as JSON or as a form.
#pragma once

#include "sandbox/sidecar_error.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace entra_auth::sandbox {

enum class IdentityProvider : std::uint8_t { entra_id, maskinporten, tokenx, idporten };

[[nodiscard]] std::string_view name(IdentityProvider provider);

struct SidecarRequest {
  IdentityProvider provider = IdentityProvider::entra_id;
  std::string target{};
  std::string resource{};
  std::string user_token{};
  std::string token{};
  Json authorization_details{};  // an array, or null
  bool skip_cache = false;
};

/// What an endpoint wants and what it takes besides, by name.
struct SidecarFields {
  std::span<const std::string_view> required;
  std::span<const std::string_view> optional;
};

/// The request, once it is a POST that came directly, of a known media type, with these fields.
[[nodiscard]] SidecarChecked<SidecarRequest> read_sidecar_request(const Request& request,
                                                                  const SidecarFields& fields);

}  // namespace entra_auth::sandbox
