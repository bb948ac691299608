// SPDX-License-Identifier: MIT
#include "sandbox/sidecar/introspection.hpp"

#include "sandbox/own_token.hpp"
#include "sandbox/sidecar/answer.hpp"

#include <array>

namespace entra_auth::sandbox {
namespace {

constexpr std::array<std::string_view, 2> kRequired{"identity_provider", "token"};
constexpr long long kLeeway = 60;

/// The only audience that is right; empty where any is.
std::string_view audience_for(IdentityProvider provider) {
  if (provider == IdentityProvider::entra_id) return kFirstClientId;
  return provider == IdentityProvider::tokenx ? kSidecarApplication : std::string_view();
}

/// A date that may be absent, but neither of another type nor ahead.
bool has_come(const Json& claims, const char* name) {
  if (!claims.contains(name)) return true;
  const auto date = numeric_date(claims, name);
  return date && *date <= now().time_since_epoch().count() + kLeeway;
}

/// What is wrong with the claims, or nothing.
std::string_view find_fault(const Sandbox& sandbox, IdentityProvider provider, const Json& claims) {
  if (string_or(claims, "iss") != issuer_of(sandbox, provider)) return "InvalidIssuer";
  if (is_expired(claims, kLeeway)) return "ExpiredSignature";
  if (!has_come(claims, "nbf") || !has_come(claims, "iat")) return "ImmatureSignature";
  const auto audience = audience_for(provider);
  if (!audience.empty() && string_or(claims, "aud") != audience) return "InvalidAudience";
  return {};
}

Reply inactive(std::string_view reason) {
  return json_reply(200, {{"active", false}, {"error", "invalid token: " + std::string(reason)}});
}

}  // namespace

bool is_sidecar_introspection(std::string_view path) { return path == "/texas/api/v1/introspect"; }

Reply answer_sidecar_introspection(Sandbox& sandbox, const Request& request) {
  const auto asked = read_sidecar_request(request, {.required = kRequired, .optional = {}});
  if (!asked) return sidecar_error_reply(asked.error());
  const auto jwt = verify_own_token(sandbox, asked->token);
  if (!jwt) return inactive("InvalidSignature");
  const auto fault = find_fault(sandbox, asked->provider, jwt->claims);
  if (!fault.empty()) return inactive(fault);
  OrderedJson answer{{"active", true}};
  answer.update(OrderedJson(jwt->claims));
  answer["active"] = true;  // whatever a claim of that name says
  return json_reply(200, answer);
}

}  // namespace entra_auth::sandbox
