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

using oauth::IdentityChoice;
using oauth::IdentityHost;

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
  KeyWarnings key_warnings;
  TRY(auto key, load_maskinporten_key(profile, key_context(context), key_warnings));
  key_warnings.append_to(warnings);
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

Result<IdentityChoice> identity_choice(const Profile& profile) {
  using Kind = IdentityChoice::Kind;
  std::vector<IdentityChoice> choices;
  const auto add = [&](Kind kind, const std::string& value) {
    if (!value.empty()) choices.push_back({kind, value});
  };
  add(Kind::client_id, profile.client_id);
  add(Kind::object_id, profile.identity_object_id);
  add(Kind::resource_id, profile.identity_resource_id);
  if (choices.size() > 1) {
    return fail(ErrorKind::invalid_configuration,
                "profile " + profile.name + " names more than one identity",
                {"keep one of client_id, identity_object_id and identity_resource_id"});
  }
  return choices.empty() ? IdentityChoice{} : choices[0];
}

/// The API of the one scope API/.default: managed identities ask for an API, not for scopes.
Result<std::string> identity_resource(const Profile& profile) {
  constexpr std::string_view kDefault = "/.default";
  TRY(const auto scopes, requested_scopes(profile));
  if (scopes.size() == 1 && scopes[0].size() > kDefault.size() && scopes[0].ends_with(kDefault)) {
    return scopes[0].substr(0, scopes[0].size() - kDefault.size());
  }
  return fail(ErrorKind::invalid_configuration,
              "profile " + profile.name + ": a managed identity asks for exactly one API/.default",
              {"set scopes = [\"https://management.azure.com/.default\"], or `resource`"});
}

Result<oauth::ManagedIdentity> make_managed_identity(const Profile& profile,
                                                     const os::Environment& environment) {
  TRY(auto endpoint, find_identity_endpoint(environment));
  oauth::ManagedIdentity grant{.host = endpoint.host,
                               .endpoint = std::move(endpoint.url),
                               .identity_header = {},
                               .identity = {},
                               .resource = {},
                               .read_challenge_file = {}};
  TRY(grant.identity, identity_choice(profile));
  TRY(grant.resource, identity_resource(profile));
  const bool has_one_identity =
      grant.host == IdentityHost::azure_arc || grant.host == IdentityHost::cloud_shell;
  if (has_one_identity && grant.identity.kind != IdentityChoice::Kind::system_assigned) {
    return fail(ErrorKind::invalid_configuration,
                "profile " + profile.name + " names an identity, but " +
                    (grant.host == IdentityHost::azure_arc ? "Azure Arc" : "Cloud Shell") +
                    " has only one",
                {"remove client_id, identity_object_id or identity_resource_id"});
  }
  if (grant.host == IdentityHost::app_service) {
    grant.identity_header = Secret(environment.get_nonempty("IDENTITY_HEADER").value_or(""));
  }
  if (grant.host == IdentityHost::azure_arc) {
    grant.read_challenge_file = [](const std::string& path) { return read_arc_challenge(path); };
  }
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
    // RFC 7523 section 3 names the token endpoint as audience; every server that publishes metadata
    // also accepts its issuer, which is more precise.
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
