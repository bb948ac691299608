// SPDX-License-Identifier: MIT
#include "service/server.hpp"

#include "base/log.hpp"
#include "base/try.hpp"
#include "base/url.hpp"
#include "oauth/authority.hpp"
#include "service/identity_endpoint.hpp"

#include <algorithm>

namespace entra_auth::service {
namespace {

/// For metadata that is not needed.
constexpr std::chrono::seconds kOptionalLimit{3};

struct KnownServer {
  MaskinportenEnvironment environment;
  const char* issuer;
  const char* token_endpoint;
};
// docs.digdir.no, "Maskinporten: well-known endpoints".
constexpr KnownServer kKnownServers[] = {
    {MaskinportenEnvironment::test, "https://test.maskinporten.no/",
     "https://test.maskinporten.no/token"},
    {MaskinportenEnvironment::prod, "https://maskinporten.no/", "https://maskinporten.no/token"},
};

const KnownServer* known_server(std::string_view issuer) {
  const auto* found = std::ranges::find(kKnownServers, issuer, &KnownServer::issuer);
  return found == std::end(kKnownServers) ? nullptr : found;
}

std::string issuer_of(const Profile& profile) {
  return profile.provider == Provider::maskinporten ? maskinporten_issuer(profile) : profile.issuer;
}

std::string entra_issuer(const Profile& profile) {
  return oauth::authority_of(profile) + "/" + profile.tenant_id + "/v2.0";
}

oauth::MetadataKind metadata_kind(const Profile& profile) {
  return profile.provider == Provider::maskinporten ? oauth::MetadataKind::authorization_server
                                                    : oauth::MetadataKind::openid_provider;
}

MetadataRequest metadata_request(const Profile& profile) {
  const auto issuer = issuer_of(profile);
  return {.url = oauth::metadata_url(issuer, metadata_kind(profile)),
          .issuer = issuer,
          .needs_token_endpoint = true};
}

/// The limits for metadata that is not needed.
DocumentContext optional_context(const GrantContext& context) {
  auto limited = document_context(context);
  limited.deadline = std::min(context.deadline, context.clock.steady_now() + kOptionalLimit);
  return limited;
}

using Endpoint = std::string oauth::ServerMetadata::*;

Result<std::string> endpoint_of_issuer(const Profile& profile, const GrantContext& context,
                                       Endpoint endpoint, const std::string& key) {
  TRY(auto metadata, issuer_metadata(profile, context));
  if (!(metadata.*endpoint).empty()) return std::move(metadata.*endpoint);
  return fail(ErrorKind::invalid_configuration,
              "profile " + profile.name + ": the issuer's metadata has no " + key,
              {"the server does not offer flow " + std::string(name(profile.flow)) +
               "; use another one, or set " + key});
}

std::string known_sign_in_endpoint(const Profile& profile, const std::string& own,
                                   const char* entra_name) {
  if (!own.empty() || profile.provider != Provider::entra) return own;
  return oauth::entra_endpoint(oauth::authority_of(profile), profile.tenant_id, entra_name);
}

/// The profile names a token endpoint, but not the authority that it belongs to.
bool has_unknown_authority(const Profile& profile) {
  return profile.provider == Provider::entra && profile.authority.empty() &&
         !profile.token_endpoint.empty();
}

/// An address that Nais gives to its pods: cleartext http is accepted there, for any host.
Result<std::string> platform_url(const Profile& profile, const char* variable,
                                 const os::Environment& environment) {
  std::string address(environment.get_nonempty(variable).value_or(""));
  if (address.empty()) {
    return fail(
        ErrorKind::invalid_configuration,
        "profile " + profile.name + ": " + variable + " is not set",
        {"Nais sets it in pods that have the token sidecar; elsewhere set it to the address of a "
         "sidecar"});
  }
  if (const auto url = parse_url(address); !url) {
    return fail(ErrorKind::invalid_configuration,
                std::string(variable) + " is not a URL: " + url.error().message);
  }
  return address;
}

}  // namespace

std::string known_authorization_endpoint(const Profile& profile) {
  return known_sign_in_endpoint(profile, profile.authorization_endpoint, "authorize");
}

std::string known_device_authorization_endpoint(const Profile& profile) {
  return known_sign_in_endpoint(profile, profile.device_authorization_endpoint, "devicecode");
}

Result<std::string> authorization_endpoint(const Profile& profile, const GrantContext& context) {
  if (auto known = known_authorization_endpoint(profile); !known.empty()) return known;
  return endpoint_of_issuer(profile, context, &oauth::ServerMetadata::authorization_endpoint,
                            "authorization_endpoint");
}

Result<std::string> device_authorization_endpoint(const Profile& profile,
                                                  const GrantContext& context) {
  if (auto known = known_device_authorization_endpoint(profile); !known.empty()) return known;
  return endpoint_of_issuer(profile, context, &oauth::ServerMetadata::device_authorization_endpoint,
                            "device_authorization_endpoint");
}

SignInIssuer sign_in_issuer(const Profile& profile, const GrantContext& context) {
  if (profile.provider != Provider::entra) {
    if (profile.issuer.empty()) return {};
    const auto metadata = issuer_metadata(profile, context);
    return {.issuers = {profile.issuer},
            .issuer_in_response = metadata && metadata->issuer_in_response};
  }
  if (profile.tenant_id.empty() || has_unknown_authority(profile)) return {};
  const std::string tenant =
      oauth::is_guid(profile.tenant_id) ? oauth::canonical_guid(profile.tenant_id) : "{tenantid}";
  SignInIssuer issuer{.issuers = {oauth::authority_of(profile) + "/" + tenant + "/v2.0"}};
  if (profile.authority.empty()) return issuer;
  // The issuer of External ID and B2C has another host name than the authority.
  const auto metadata = entra_metadata(profile, context);
  if (metadata) {
    issuer.issuers.push_back(metadata->issuer);
  } else {
    log::reason("no metadata from the authority: " + metadata.error().message);
  }
  return issuer;
}

std::string maskinporten_issuer(const Profile& profile) {
  if (!profile.environment) return profile.issuer;
  return std::ranges::find(kKnownServers, *profile.environment, &KnownServer::environment)->issuer;
}

std::optional<MaskinportenEnvironment> maskinporten_environment_of(std::string_view issuer) {
  const auto* known = known_server(issuer);
  return known == nullptr ? std::nullopt : std::optional(known->environment);
}

Result<std::string> sidecar_endpoint(const Profile& profile, const os::Environment& environment) {
  constexpr std::string_view kExchange = "/exchange";
  const bool exchanges = profile.flow == Flow::on_behalf_of;
  if (profile.token_endpoint.empty()) {
    return platform_url(profile, exchanges ? "NAIS_TOKEN_EXCHANGE_ENDPOINT" : "NAIS_TOKEN_ENDPOINT",
                        environment);
  }
  // The token endpoint would ignore the user and send a token of the application.
  if (!exchanges || profile.token_endpoint.ends_with(kExchange)) return profile.token_endpoint;
  return profile.token_endpoint + std::string(kExchange);
}

Result<std::string> introspection_endpoint(const Profile& profile,
                                           const os::Environment& environment) {
  return platform_url(profile, "NAIS_TOKEN_INTROSPECTION_ENDPOINT", environment);
}

Result<std::string> endpoint_identity(const Profile& profile, const os::Environment& environment) {
  if (profile.provider == Provider::texas) return sidecar_endpoint(profile, environment);
  if (profile.flow == Flow::managed_identity) {
    TRY(const auto found, find_identity_endpoint(environment));
    return found.url;
  }
  if (!profile.token_endpoint.empty()) return profile.token_endpoint;
  if (profile.provider != Provider::entra) return issuer_of(profile);
  return oauth::entra_token_endpoint(oauth::authority_of(profile), profile.tenant_id);
}

std::string metadata_address(const Profile& profile) {
  if (profile.provider == Provider::texas || profile.flow == Flow::managed_identity) return {};
  const bool is_entra = profile.provider == Provider::entra;
  if (has_unknown_authority(profile)) return {};
  if (is_entra ? profile.tenant_id.empty() : issuer_of(profile).empty()) return {};
  return oauth::metadata_url(is_entra ? entra_issuer(profile) : issuer_of(profile),
                             metadata_kind(profile));
}

Result<oauth::ServerMetadata> issuer_metadata(const Profile& profile, const GrantContext& context) {
  return find_metadata(metadata_request(profile), document_context(context));
}

Result<oauth::ServerMetadata> entra_metadata(const Profile& profile, const GrantContext& context) {
  return find_metadata(
      {.url = oauth::metadata_url(entra_issuer(profile), oauth::MetadataKind::openid_provider),
       .attempts = Attempts::once},
      optional_context(context));
}

Result<std::string> issuer_token_endpoint(const Profile& profile, const GrantContext& context) {
  if (!profile.token_endpoint.empty()) return profile.token_endpoint;
  auto request = metadata_request(profile);
  const KnownServer* known = known_server(request.issuer);
  if (known != nullptr) request.attempts = Attempts::once;
  auto metadata = find_metadata(
      request, known != nullptr ? optional_context(context) : document_context(context));
  if (metadata) return std::move(metadata->token_endpoint);
  if (known == nullptr) return fail(std::move(metadata).error());
  log::reason("no metadata, so the documented endpoint is used: " + metadata.error().message);
  return std::string(known->token_endpoint);
}

}  // namespace entra_auth::service
