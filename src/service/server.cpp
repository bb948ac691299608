// SPDX-License-Identifier: MIT
#include "service/server.hpp"

#include "base/log.hpp"
#include "base/try.hpp"
#include "oauth/authority.hpp"
#include "service/token_endpoint.hpp"

namespace entra_auth::service {
namespace {

using Endpoint = std::string oauth::ServerMetadata::*;

Result<std::string> endpoint_of_issuer(const Profile& profile, const GrantContext& context,
                                       Endpoint endpoint, const std::string& key) {
  TRY(auto metadata, issuer_metadata(profile, context));
  if (!(metadata.*endpoint).empty()) return std::move(metadata.*endpoint);
  return fail(ErrorKind::invalid_configuration,
              "profile " + profile.name + ": the issuer's metadata name no " + key,
              {"the server does not offer flow " + std::string(name(profile.flow)) +
               "; use another one, or set " + key});
}

}  // namespace

Result<std::string> authorization_endpoint(const Profile& profile, const GrantContext& context) {
  if (!profile.authorization_endpoint.empty()) return profile.authorization_endpoint;
  if (profile.provider == Provider::entra) {
    return oauth::entra_endpoint(oauth::authority_of(profile), profile.tenant_id, "authorize");
  }
  return endpoint_of_issuer(profile, context, &oauth::ServerMetadata::authorization_endpoint,
                            "authorization_endpoint");
}

Result<std::string> device_authorization_endpoint(const Profile& profile,
                                                  const GrantContext& context) {
  if (!profile.device_authorization_endpoint.empty()) return profile.device_authorization_endpoint;
  if (profile.provider == Provider::entra) {
    return oauth::entra_endpoint(oauth::authority_of(profile), profile.tenant_id, "devicecode");
  }
  return endpoint_of_issuer(profile, context, &oauth::ServerMetadata::device_authorization_endpoint,
                            "device_authorization_endpoint");
}

SignInIssuer sign_in_issuer(const Profile& profile, const GrantContext& context) {
  if (profile.provider != Provider::entra) {
    if (profile.issuer.empty()) return {};
    const auto metadata = issuer_metadata(profile, context);
    return {.issuers = {profile.issuer}, .sends_issuer = metadata && metadata->sends_issuer};
  }
  // Whose token endpoint it is nobody has said.
  if (profile.tenant_id.empty() || (profile.authority.empty() && !profile.token_endpoint.empty())) {
    return {};
  }
  const std::string tenant =
      oauth::is_guid(profile.tenant_id) ? oauth::canonical_guid(profile.tenant_id) : "{tenantid}";
  SignInIssuer issuer{.issuers = {oauth::authority_of(profile) + "/" + tenant + "/v2.0"}};
  if (profile.authority.empty()) return issuer;
  // External ID and B2C sign with another host name than the one that is asked.
  const auto metadata = entra_metadata(profile, context);
  if (metadata) {
    issuer.issuers.push_back(metadata->issuer);
  } else {
    log::reason("no metadata of the authority: " + metadata.error().message);
  }
  return issuer;
}

}  // namespace entra_auth::service
