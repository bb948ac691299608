// SPDX-License-Identifier: MIT
#include "service/requested_token.hpp"

#include "base/encoding.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "crypto/digest.hpp"
#include "oauth/authority.hpp"
#include "oauth/claims_challenge.hpp"
#include "service/credential/client_credential.hpp"
#include "service/server.hpp"

#include <algorithm>
#include <utility>

namespace entra_auth::service {
namespace {

tl::unexpected<Error> unusable(const Profile& profile, const std::string& what, std::string hint) {
  return fail(ErrorKind::invalid_configuration, "profile " + profile.name + ": " + what,
              {std::move(hint)});
}

/// `--flow` may name a flow that the profile is not made for.
Result<void> check_supported(const Profile& profile) {
  auto mistake = profiles::find_flow_mistake(profile);
  if (!mistake) return {};
  return unusable(profile, mistake->message, std::move(mistake->hint));
}

/// Two profiles of one client may have two users, and so may two hints.
std::string user_account(const Profile& profile) {
  return "profile " + profile.name +
         (profile.login_hint.empty() ? "" : ", hint " + profile.login_hint);
}

/// The application that the sidecar belongs to: in another pod the same address belongs to another
/// application. Outside of a pod (a forwarded port) only the profile tells them apart.
std::string sidecar_account(const Profile& profile, const os::Environment& environment) {
  const auto app = environment.get_nonempty("NAIS_APP_NAME");
  if (!app) return "profile " + profile.name;
  return std::string(environment.get("NAIS_CLUSTER_NAME").value_or("")) + ":" +
         std::string(environment.get("NAIS_NAMESPACE").value_or("")) + ":" + std::string(*app);
}

std::string account_of(const Profile& profile, const os::Environment& environment) {
  if (has_user(profile.flow)) return user_account(profile);
  return profile.provider == Provider::texas ? sidecar_account(profile, environment) : "";
}

}  // namespace

std::string claims_of(const Profile& profile) {
  return oauth::claims_parameter(
      profile.claims.empty() ? Json() : parse_json(profile.claims).value_or(Json()),
      profile.client_capabilities);
}

bool resource_is_a_scope(const Profile& profile) {
  return profile.provider == Provider::entra ||
         (profile.provider == Provider::texas && profile.identity_provider == "entra_id");
}

Result<std::vector<std::string>> requested_scopes(const Profile& profile) {
  std::vector<std::string> scopes;
  for (const auto& scope : profile.scopes) {
    if (std::ranges::find(scopes, scope) == scopes.end()) scopes.push_back(scope);
  }
  if (resource_is_a_scope(profile) && !profile.resource.empty()) {
    scopes.push_back(oauth::default_scope(
        profile.resource == "ms-graph" ? oauth::graph_endpoint_of(profile) : profile.resource));
  }
  if (!scopes.empty() || profile.provider == Provider::oidc) return scopes;
  const std::string example =
      profile.provider == Provider::maskinporten || profile.identity_provider == "maskinporten"
          ? "prefix:some.scope"
      : profile.identity_provider == "tokenx" ? "cluster:namespace:app"
                                              : "api://your-api-id/.default";
  return unusable(profile, "no scope is set",
                  "set `scopes` in the profile, or pass --scope " + example);
}

Result<cache::CacheKey> cache_key_of(const Profile& profile, const os::Environment& environment,
                                     const Secret* incoming_token) {
  TRY_VOID(check_supported(profile));
  TRY(auto scopes, requested_scopes(profile));
  TRY(const auto endpoint, endpoint_identity(profile, environment));
  return cache::CacheKey{
      .endpoint = oauth::canonical_endpoint(endpoint),
      .client_id = profile.client_id,
      .grant = std::string(name(profile.flow)),
      .credential = describe_credential(profile),
      .scopes = std::move(scopes),
      // If it is a scope, it is among the scopes already.
      .resource = resource_is_a_scope(profile) ? ""
                  : profile.resource_as_array  ? "[" + profile.resource + "]"
                                               : profile.resource,
      .consumer_org = profile.consumer_org,
      .authorization_details = profile.authorization_details,
      .claims = profile.claims,
      .capabilities = profile.client_capabilities,
      .account = account_of(profile, environment),
      .assertion_sha256 =
          incoming_token == nullptr ? "" : hex_encode(crypto::sha256(incoming_token->expose())),
      .extra_parameters = profile.extra_parameters};
}

}  // namespace entra_auth::service
