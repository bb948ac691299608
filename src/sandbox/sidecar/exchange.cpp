// SPDX-License-Identifier: MIT
// The sidecar: exchanges a token of the application's user for a token for another API.
#include "base/json.hpp"
#include "base/text.hpp"
#include "os/random.hpp"
#include "sandbox/endpoints.hpp"
#include "sandbox/entra/grants.hpp"
#include "sandbox/entra/issued_tokens.hpp"
#include "sandbox/sidecar/request.hpp"

#include <algorithm>
#include <array>

namespace entra_auth::sandbox {
namespace {

constexpr std::array<std::string_view, 3> kExchangeRequired{"identity_provider", "target",
                                                            "user_token"};
constexpr std::array<std::string_view, 1> kExchangeOptional{"skip_cache"};

Checked<SidecarToken> exchange_at_entra(Sandbox& sandbox, const SidecarRequest& request) {
  const auto client = sandbox.tenant.clients.find(kFirstClientId);
  const auto claims = check_incoming_token(sandbox, *client, request.user_token);
  if (!claims) return tl::unexpected(claims.error());
  const auto resource = find_resource_of_scope(sandbox.tenant, request.target);
  if (!resource) return tl::unexpected(resource.error());
  UserToken token{.audience = resource->app_id,
                  .subject = string_or(*claims, "sub"),
                  .lifetime = sandbox.settings.get().lifetime};
  for (const auto* name : {"oid", "name", "preferred_username"}) {
    token.claims[name] = claims->value(name, Json());
  }
  token.claims["azp"] = kFirstClientId;
  token.claims["azpacr"] = "2";
  return fresh_token(issue_user_token(sandbox, token), token.lifetime);
}

/// cluster:namespace:app
bool is_application(std::string_view target) {
  const auto parts = split(target, ":");
  return parts.size() == 3 && std::ranges::count(target, ':') == 2 &&
         target.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-:") ==
             std::string_view::npos;
}

SidecarChecked<SidecarToken> exchange_at_tokenx(Sandbox& sandbox, const SidecarRequest& request) {
  const auto jwt = verify_token(sandbox.signing_key, request.user_token);
  if (!jwt || is_expired(jwt->claims) || string_or(jwt->claims, "sub").empty()) {
    return refuse_sidecar_request("Invalid subject_token: it must be signed, unexpired, of a user");
  }
  if (!is_application(request.target)) {
    return refuse_sidecar_request("Invalid audience: it must be cluster:namespace:app");
  }
  const long long time = unix_now();
  const auto lifetime = sandbox.settings.get().lifetime;
  const OrderedJson claims{{"iss", issuer_of(sandbox, IdentityProvider::tokenx)},
                           {"sub", string_or(jwt->claims, "sub")},
                           {"aud", request.target},
                           {"client_id", kSidecarApplication},
                           {"idp", string_or(jwt->claims, "iss")},
                           {"iat", time},
                           {"nbf", time},
                           {"exp", time + lifetime},
                           {"jti", os::random_uuid()}};
  return fresh_token(sign_token(sandbox.signing_key, claims), lifetime);
}

SidecarChecked<SidecarToken> exchange(Sandbox& sandbox, const Request& http,
                                      const SidecarRequest& request) {
  if (request.provider == IdentityProvider::tokenx) return exchange_at_tokenx(sandbox, request);
  if (request.provider != IdentityProvider::entra_id) {
    return refuse_sidecar_request("identity provider '" + std::string(name(request.provider)) +
                                  "' does not support token exchange");
  }
  auto token = exchange_at_entra(sandbox, request);
  if (!token) return pass_on(entra_error_reply(token.error(), http, sandbox.base_url));
  return std::move(*token);
}

Reply answer_exchange(Sandbox& sandbox, const Request& request) {
  return answer_from_cache(
      sandbox, request, {.required = kExchangeRequired, .optional = kExchangeOptional}, exchange);
}

}  // namespace

constinit const Endpoint kSidecarExchange{
    "sidecar_exchange",
    [](std::string_view path) { return path == "/texas/api/v1/token/exchange"; }, answer_exchange};

}  // namespace entra_auth::sandbox
