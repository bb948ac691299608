// SPDX-License-Identifier: MIT
// The sidecar: tokens for the application itself.
#include "sandbox/endpoints.hpp"
#include "sandbox/entra/issued_tokens.hpp"
#include "sandbox/maskinporten/authorization_details.hpp"
#include "sandbox/maskinporten/grant.hpp"
#include "sandbox/sidecar/request.hpp"

#include <array>

namespace entra_auth::sandbox {
namespace {

constexpr std::array<std::string_view, 2> kTokenRequired{"identity_provider", "target"};
constexpr std::array<std::string_view, 3> kTokenOptional{"resource", "authorization_details",
                                                         "skip_cache"};

Checked<SidecarToken> fetch_from_entra(Sandbox& sandbox, const SidecarRequest& request) {
  const auto resource = find_resource_of_scope(sandbox.tenant, request.target);
  if (!resource) return tl::unexpected(resource.error());
  const auto client = sandbox.tenant.clients.find(kFirstClientId);
  if (auto checked = check_assignment(*client, *resource); !checked) {
    return tl::unexpected(checked.error());
  }
  const auto lifetime = sandbox.settings.get().lifetime;
  return fresh_token(issue_app_token(sandbox, *client, ClientProof::assertion, *resource, lifetime),
                     lifetime);
}

MaskinportenChecked<MaskinportenGrant> read_sidecar_grant(const SidecarRequest& request) {
  auto scopes = read_scopes(request.target);
  if (!scopes) return tl::unexpected(scopes.error());
  MaskinportenGrant grant{.scopes = std::move(*scopes)};
  if (!request.resource.empty()) {
    grant.resource = request.resource;
    if (auto checked = check_resource(grant.resource); !checked) {
      return tl::unexpected(checked.error());
    }
  }
  grant.authorization_details = request.authorization_details;
  if (!grant.authorization_details.is_null()) {
    if (auto checked = check_authorization_details(grant.authorization_details); !checked) {
      return tl::unexpected(checked.error());
    }
  }
  return grant;
}

MaskinportenChecked<SidecarToken> fetch_from_maskinporten(Sandbox& sandbox,
                                                          const SidecarRequest& request) {
  const auto grant = read_sidecar_grant(request);
  if (!grant) return tl::unexpected(grant.error());
  const auto client = sandbox.maskinporten_clients.find(kMaskinportenClientId);
  if (auto checked = check_access(*client, *grant); !checked) {
    return tl::unexpected(checked.error());
  }
  const auto members = issue_maskinporten_token(sandbox, *client, *grant, "private_key_jwt");
  return fresh_token(members.at("access_token").get<std::string>(),
                     members.at("expires_in").get<long long>());
}

SidecarChecked<SidecarToken> fetch(Sandbox& sandbox, const Request& http,
                                   const SidecarRequest& request) {
  if (request.provider == IdentityProvider::maskinporten) {
    auto token = fetch_from_maskinporten(sandbox, request);
    if (!token) return pass_on(maskinporten_error_reply(token.error()));
    return std::move(*token);
  }
  if (request.provider != IdentityProvider::entra_id) {
    return refuse_sidecar_request("identity provider '" + std::string(name(request.provider)) +
                                  "' does not support token requests");
  }
  if (!request.resource.empty() || !request.authorization_details.is_null()) {
    return refuse_sidecar_request("resource and authorization_details are for maskinporten only");
  }
  auto token = fetch_from_entra(sandbox, request);
  if (!token) return pass_on(entra_error_reply(token.error(), http, sandbox.base_url));
  return std::move(*token);
}

Reply answer_token(Sandbox& sandbox, const Request& request) {
  return answer_from_cache(sandbox, request,
                           {.required = kTokenRequired, .optional = kTokenOptional}, fetch);
}

}  // namespace

constinit const Endpoint kSidecarToken{
    "sidecar_token", [](std::string_view path) { return path == "/texas/api/v1/token"; },
    answer_token};

}  // namespace entra_auth::sandbox
