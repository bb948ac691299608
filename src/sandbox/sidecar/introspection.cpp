// SPDX-License-Identifier: MIT
// The sidecar: the claims of a token, and whether it is valid (RFC 7662).
#include "base/json.hpp"
#include "sandbox/endpoints.hpp"
#include "sandbox/sidecar/request.hpp"

#include <array>

namespace entra_auth::sandbox {
namespace {

constexpr std::array<std::string_view, 2> kIntrospectionRequired{"identity_provider", "token"};
constexpr long long kLeeway = 60;  // seconds

/// The audience that a token must have. Empty if it may have any.
std::string_view audience_for(IdentityProvider provider) {
  if (provider == IdentityProvider::entra_id) return kFirstClientId;
  return provider == IdentityProvider::tokenx ? kSidecarApplication : std::string_view();
}

/// What is wrong with the claims. Empty if nothing is.
std::string_view find_fault(const Sandbox& sandbox, IdentityProvider provider, const Json& claims) {
  if (string_or(claims, "iss") != issuer_of(sandbox, provider)) return "InvalidIssuer";
  if (is_expired(claims, kLeeway)) return "ExpiredSignature";
  if (!has_come(claims, "nbf", kLeeway) || !has_come(claims, "iat", kLeeway))
    return "ImmatureSignature";
  const auto audience = audience_for(provider);
  if (!audience.empty() && string_or(claims, "aud") != audience) return "InvalidAudience";
  return {};
}

Reply inactive(std::string_view reason) {
  return json_reply(200, {{"active", false}, {"error", "invalid token: " + std::string(reason)}});
}

Reply answer_introspection(Sandbox& sandbox, const Request& request) {
  const auto asked =
      read_sidecar_request(request, {.required = kIntrospectionRequired, .optional = {}});
  if (!asked) return sidecar_error_reply(asked.error());
  const auto jwt = verify_token(sandbox.signing_key, asked->token);
  if (!jwt) return inactive("InvalidSignature");
  const auto fault = find_fault(sandbox, asked->provider, jwt->claims);
  if (!fault.empty()) return inactive(fault);
  OrderedJson members{{"active", true}};
  members.update(OrderedJson(jwt->claims));
  members["active"] = true;  // not what a claim of that name says
  return json_reply(200, members);
}

}  // namespace

constinit const Endpoint kSidecarIntrospection{
    "sidecar_introspection",
    [](std::string_view path) { return path == "/texas/api/v1/introspect"; }, answer_introspection};

}  // namespace entra_auth::sandbox
