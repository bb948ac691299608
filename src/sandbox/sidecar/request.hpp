// SPDX-License-Identifier: MIT
// What the endpoints of the Nais token sidecar ("Texas") share: requests, as JSON or as a form,
// refusals, and responses from the cache. The application beside the sidecar is
// kSidecarApplication: client kFirstClientId of the tenant, and the built-in client of
// Maskinporten.
#pragma once

#include "base/json.hpp"
#include "sandbox/sandbox.hpp"

#include <tl/expected.hpp>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace entra_auth::sandbox {

inline constexpr std::string_view kSidecarApplication = "cluster:ns:app";

struct SidecarRefusal {
  int status;
  std::string error;
  std::string text;
  std::string code{};  // of the server behind the sidecar, if that server refuses
};

/// A value, or the refusal that the sidecar would return.
template <class T>
using SidecarChecked = tl::expected<T, SidecarRefusal>;

/// Status 400, invalid_request: the sidecar itself refuses.
[[nodiscard]] tl::unexpected<SidecarRefusal> refuse_sidecar_request(std::string text);

/// What the sidecar passes on of another server's error response: status, `error` and
/// `error_description`.
[[nodiscard]] tl::unexpected<SidecarRefusal> pass_on(const Reply& upstream);

[[nodiscard]] Reply sidecar_error_reply(const SidecarRefusal& refusal);

enum class IdentityProvider : std::uint8_t { entra_id, maskinporten, tokenx, idporten };

[[nodiscard]] std::string_view name(IdentityProvider provider);

/// `iss` of a provider's tokens.
[[nodiscard]] std::string issuer_of(const Sandbox& sandbox, IdentityProvider provider);

struct SidecarRequest {
  IdentityProvider provider = IdentityProvider::entra_id;
  std::string target{};
  std::string resource{};
  std::string user_token{};
  std::string token{};
  Json authorization_details{};  // an array, or null
  bool skip_cache = false;
};

/// The names of the members that an endpoint requires, and of those that it accepts as well.
struct SidecarFields {
  std::span<const std::string_view> required;
  std::span<const std::string_view> optional;
};

/// Reads a POST with these members. Refuses a request of another media type, and one that came
/// through a proxy.
[[nodiscard]] SidecarChecked<SidecarRequest> read_sidecar_request(const Request& request,
                                                                  const SidecarFields& fields);

/// Asks the server behind the sidecar for a token.
using FetchToken = SidecarChecked<SidecarToken> (*)(Sandbox& sandbox, const Request& http,
                                                    const SidecarRequest& request);

/// Reads the request, and returns a token response from the cache or, if `skip_cache` is true or
/// the cache has no token, with what `fetch` returns.
[[nodiscard]] Reply answer_from_cache(Sandbox& sandbox, const Request& http,
                                      const SidecarFields& fields, FetchToken fetch);

/// A token that has just been issued.
[[nodiscard]] SidecarToken fresh_token(std::string access_token, long long lifetime);

}  // namespace entra_auth::sandbox
