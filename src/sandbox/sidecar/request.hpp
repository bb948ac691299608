// SPDX-License-Identifier: MIT
// Requests to the token sidecar of Nais ("Texas"), as JSON or as a form.
#pragma once

#include "base/json.hpp"
#include "sandbox/http/message.hpp"

#include <tl/expected.hpp>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace entra_auth::sandbox {

struct SidecarRefusal {
  int status;
  std::string error;
  std::string text;
  std::string code{};  // of the server behind the sidecar, where that one refuses
};

template <class T>
using SidecarChecked = tl::expected<T, SidecarRefusal>;

/// 400 invalid_request: the sidecar's own.
[[nodiscard]] tl::unexpected<SidecarRefusal> refuse_sidecar_request(std::string text);

/// What is left of another server's error answer: status, `error` and `error_description`.
[[nodiscard]] tl::unexpected<SidecarRefusal> pass_on(const Reply& upstream);

[[nodiscard]] Reply sidecar_error_reply(const SidecarRefusal& refusal);

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
