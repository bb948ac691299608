// SPDX-License-Identifier: MIT
#include "service/grant_request.hpp"

#include "base/try.hpp"
#include "oauth/authority.hpp"
#include "oauth/metadata.hpp"
#include "oauth/scopes.hpp"
#include "service/client_credential.hpp"

namespace entra_auth::service {
namespace {

tl::unexpected<Error> not_built(const Profile& profile, const std::string& what) {
  return fail(ErrorKind::invalid_configuration,
              "profile " + profile.name + ": this version cannot get tokens with " + what,
              {"this version serves the client-credentials flow of the providers entra and oidc"});
}

Result<void> check_supported(const Profile& profile) {
  if (profile.provider != Provider::entra && profile.provider != Provider::oidc) {
    return not_built(profile, "provider " + std::string(name(profile.provider)));
  }
  if (profile.flow != Flow::client_credentials) {
    return not_built(profile, "flow " + std::string(name(profile.flow)));
  }
  if (profile.federated && (std::holds_alternative<GitHubAssertion>(*profile.federated) ||
                            std::holds_alternative<AzurePipelinesAssertion>(*profile.federated))) {
    return not_built(profile, "an assertion fetched from a CI system");
  }
  return {};
}

/// Where tokens come from, as far as the profile alone tells: for `oidc` without a token_endpoint
/// that is the issuer, whose metadata names the endpoint.
std::string endpoint_of(const Profile& profile) {
  if (!profile.token_endpoint.empty()) return profile.token_endpoint;
  if (profile.provider == Provider::oidc) return profile.issuer;
  return oauth::entra_token_endpoint(oauth::authority_of(profile), profile.tenant_id);
}

}  // namespace

Result<std::vector<std::string>> requested_scopes(const Profile& profile) {
  std::vector<std::string> scopes = profile.scopes;
  if (profile.provider == Provider::entra) {
    if (!profile.resource.empty()) scopes.push_back(oauth::default_scope(profile.resource));
    if (scopes.empty()) {
      return fail(ErrorKind::invalid_configuration, "profile " + profile.name + " names no scope",
                  {"set `scopes` in the profile, or pass --scope api://your-api-id/.default"});
    }
  }
  return scopes;
}

Result<cache::CacheKey> cache_key_of(const Profile& profile) {
  TRY_VOID(check_supported(profile));
  TRY(auto scopes, requested_scopes(profile));
  return cache::CacheKey{.endpoint = oauth::canonical_endpoint(endpoint_of(profile)),
                         .client_id = profile.client_id,
                         .grant = std::string(name(profile.flow)),
                         .credential = describe_credential(profile),
                         .scopes = std::move(scopes),
                         // For Entra it is one of the scopes already.
                         .resource = profile.provider == Provider::entra ? "" : profile.resource,
                         .consumer_org = {},
                         .authorization_details = {},
                         .claims = {},
                         .capabilities = {},
                         .account = {},
                         .assertion_sha256 = {},
                         .extra_parameters = profile.extra_parameters};
}

Result<oauth::Grant> make_grant(const Profile& profile, const GrantContext& context,
                                const Clock& clock, std::vector<std::string>& warnings) {
  TRY_VOID(check_supported(profile));
  oauth::ClientCredentials grant;
  TRY(grant.scopes, requested_scopes(profile));
  TRY(grant.client.authentication,
      load_credential(profile, context.environment, context.secrets, clock, warnings));
  grant.client.client_id = profile.client_id;
  grant.extra_parameters = profile.extra_parameters;
  if (profile.provider == Provider::oidc) {
    grant.resource = profile.resource;
    // RFC 7523 section 3 names the token endpoint as audience; servers that publish metadata are
    // better addressed by their issuer, which all of them accept.
    grant.token_endpoint = profile.token_endpoint;
    grant.client.assertion_audience = profile.issuer;
    if (grant.token_endpoint.empty()) {
      TRY(const auto metadata,
          oauth::fetch_metadata(context.transport, profile.issuer, context.deadline));
      grant.token_endpoint = metadata.token_endpoint;
    }
    if (grant.client.assertion_audience.empty()) {
      grant.client.assertion_audience = grant.token_endpoint;
    }
  } else {
    grant.token_endpoint = endpoint_of(profile);
    grant.client.assertion_audience = grant.token_endpoint;
  }
  return grant;
}

}  // namespace entra_auth::service
