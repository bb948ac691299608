// SPDX-License-Identifier: MIT
#include "service/grant_request.hpp"

#include "base/try.hpp"
#include "oauth/authority.hpp"
#include "service/credential/client_credential.hpp"
#include "service/credential/key_loading.hpp"
#include "service/identity_endpoint.hpp"
#include "service/requested_token.hpp"
#include "service/server.hpp"

namespace entra_auth::service {
namespace {

Result<oauth::Grant> make_on_behalf_of(const Profile& profile, const GrantContext& context,
                                       std::vector<std::string>& warnings) {
  TRY(auto request, client_request(profile, context, warnings));
  oauth::OnBehalfOf grant{std::move(request)};
  if (context.incoming_token != nullptr) grant.assertion = *context.incoming_token;
  return grant;
}

Result<oauth::Grant> make_maskinporten(const Profile& profile, const GrantContext& context,
                                       std::vector<std::string>& warnings) {
  TRY(auto scopes, requested_scopes(profile));
  TRY(auto key, load_maskinporten_key(profile, context, warnings));
  TRY(auto token_endpoint, issuer_token_endpoint(profile, context));
  return oauth::Maskinporten{.issuer = maskinporten_issuer(profile),
                             .token_endpoint = std::move(token_endpoint),
                             .client_id = profile.client_id,
                             .key = std::move(key),
                             .scopes = std::move(scopes),
                             .resource = profile.resource,
                             .resource_as_array = profile.resource_as_array,
                             .consumer_org = profile.consumer_org,
                             .authorization_details = profile.authorization_details};
}

Result<oauth::Grant> make_sidecar(const Profile& profile, const GrantContext& context) {
  TRY(const auto scopes, requested_scopes(profile));
  TRY(auto endpoint, sidecar_endpoint(profile, context.environment));
  const bool is_maskinporten = profile.identity_provider == "maskinporten";
  oauth::Sidecar grant{.endpoint = std::move(endpoint),
                       .identity_provider = profile.identity_provider,
                       .target = oauth::scope_parameter(scopes),
                       .resource = is_maskinporten ? profile.resource : "",
                       .authorization_details = profile.authorization_details,
                       .skip_cache = context.skip_server_cache,
                       .body_format = profile.request_format,
                       .incoming_token = {}};
  if (context.incoming_token != nullptr) grant.incoming_token = *context.incoming_token;
  return grant;
}

}  // namespace

Result<oauth::ClientRequest> client_request(const Profile& profile, const GrantContext& context,
                                            std::vector<std::string>& warnings) {
  oauth::ClientRequest request;
  TRY(request.scopes, requested_scopes(profile));
  if (profile.auth_method != AuthMethod::none) {
    TRY(request.client.authentication, load_credential(profile, context, warnings));
  }
  request.client.client_id = profile.client_id;
  request.claims = claims_of(profile);
  request.extra_parameters = profile.extra_parameters;
  if (profile.provider == Provider::oidc) {
    request.resource = profile.resource;
    TRY(request.token_endpoint, issuer_token_endpoint(profile, context));
    // RFC 7523 section 3 names the token endpoint as audience; servers that publish metadata are
    // better addressed by their issuer, which all of them accept.
    request.client.assertion_audience =
        profile.issuer.empty() ? request.token_endpoint : profile.issuer;
  } else {
    TRY(request.token_endpoint, endpoint_identity(profile, context.environment));
    request.client.assertion_audience = request.token_endpoint;
  }
  return request;
}

Result<oauth::Grant> make_grant(const Profile& profile, const GrantContext& context,
                                std::vector<std::string>& warnings) {
  if (profile.provider == Provider::texas) return make_sidecar(profile, context);
  if (profile.provider == Provider::maskinporten) {
    return make_maskinporten(profile, context, warnings);
  }
  if (profile.flow == Flow::managed_identity) {
    return make_managed_identity(profile, context.environment);
  }
  if (profile.flow == Flow::on_behalf_of) return make_on_behalf_of(profile, context, warnings);
  TRY(auto request, client_request(profile, context, warnings));
  return oauth::ClientCredentials{std::move(request)};
}

}  // namespace entra_auth::service
