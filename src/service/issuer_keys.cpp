// SPDX-License-Identifier: MIT
#include "service/issuer_keys.hpp"

#include "base/json.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "base/url.hpp"
#include "oauth/authority.hpp"
#include "oauth/metadata.hpp"
#include "service/server.hpp"

#include <vector>

namespace entra_auth::service {
namespace {

/// A key that is missing from keys fetched so recently does not exist.
constexpr std::chrono::minutes kMinAgeToRefetch{5};

bool is_version_1(const Json& claims) { return string_or(claims, "ver") == "1.0"; }

/// Version 1.0 has metadata and issuers of its own.
std::string entra_metadata_url(const std::string& authority, const std::string& tenant,
                               const Json& claims) {
  return oauth::metadata_url(authority + "/" + tenant + (is_version_1(claims) ? "" : "/v2.0"),
                             oauth::MetadataKind::openid_provider);
}

KeySource maskinporten_key_source(const std::string& issuer) {
  return {.metadata_url = oauth::metadata_url(issuer, oauth::MetadataKind::authorization_server),
          .jwks_uri = {},
          .issuer = issuer};
}

Result<oauth::ServerMetadata> find_metadata_of(const KeySource& source,
                                               const DocumentContext& context) {
  auto metadata = find_metadata({.url = source.metadata_url, .issuer = source.issuer}, context);
  if (metadata || source.other_metadata_url.empty()) return metadata;
  // A server that is down is not asked for something else.
  if (metadata.error().retryable || metadata.error().kind == ErrorKind::timeout) return metadata;
  auto other = find_metadata({.url = source.other_metadata_url, .issuer = source.issuer}, context);
  return other ? other : metadata;
}

Result<std::vector<crypto::PublicJwk>> find_keys(const std::string& url,
                                                 const oauth::DecodedJwt& jwt,
                                                 const DocumentContext& context) {
  if (const auto text = find_kept_document(url, context)) {
    if (auto keys = crypto::parse_jwks(*text)) {
      if (!oauth::names_unknown_key(jwt, *keys) ||
          find_kept_document(url, context, kMinAgeToRefetch)) {
        return keys;
      }
      log::reason("the token names a key that is not among the kept ones: fetching them again");
    }
  }
  TRY(const auto text, fetch_document(url, context));
  TRY(auto keys, crypto::parse_jwks(text));
  keep_document(url, text, context);
  return keys;
}

/// The keys can be given instead of fetched.
Error with_jwks_hint(Error error) {
  if (error.kind == ErrorKind::network) {
    error.hints.emplace_back("or pass the issuer's keys with --jwks");
  }
  return error;
}

}  // namespace

Result<KeySource> key_source_of(const Profile& profile, const Json& claims) {
  KeySource source;
  switch (profile.provider) {
    case Provider::entra:
      if (profile.tenant_id.empty()) break;
      source.metadata_url =
          entra_metadata_url(oauth::authority_of(profile), profile.tenant_id, claims);
      break;
    case Provider::oidc:
      if (!profile.issuer.empty()) source = key_source_of(profile.issuer);
      break;
    case Provider::maskinporten:
      source = maskinporten_key_source(maskinporten_issuer(profile));
      break;
    case Provider::texas:
      break;
  }
  if (!profile.jwks_uri.empty()) {
    // The profile's own keys are used, and its issuer, if it has one, is required.
    source.jwks_uri = profile.jwks_uri;
    if (profile.provider != Provider::entra) {
      source.metadata_url.clear();
      source.other_metadata_url.clear();
    }
  }
  if (!source.metadata_url.empty() || !source.jwks_uri.empty()) return source;
  return fail(ErrorKind::usage, "profile " + profile.name + " does not say who signs its tokens",
              {"pass --issuer URL, or the keys with --jwks"});
}

KeySource key_source_of(const std::string& issuer) {
  return {
      .metadata_url = oauth::metadata_url(issuer, oauth::MetadataKind::openid_provider),
      .other_metadata_url = oauth::metadata_url(issuer, oauth::MetadataKind::authorization_server),
      .jwks_uri = {},
      .issuer = issuer};
}

Result<KeySource> known_key_source(const Json& claims) {
  const auto issuer = string_or(claims, "iss");
  if (maskinporten_environment_of(issuer)) return maskinporten_key_source(issuer);
  const auto url = parse_url(issuer);
  if (url && url->scheme == "https") {
    const auto tenant = string_or(claims, "tid");
    const bool is_tenant = url->path == "/" + tenant + "/v2.0" || url->path == "/" + tenant + "/";
    for (const auto cloud : {Cloud::public_cloud, Cloud::usgov, Cloud::china}) {
      const auto authority = oauth::cloud_authority(cloud);
      const bool is_of_cloud = oauth::canonical_endpoint("https://" + url->host + "/") ==
                               oauth::canonical_endpoint(authority + "/");
      if (is_of_cloud && is_tenant && tenant.size() == 36) {
        return KeySource{.metadata_url = entra_metadata_url(authority, tenant, claims),
                         .jwks_uri = {},
                         .issuer = issuer};
      }
    }
  }
  return fail(ErrorKind::usage,
              issuer.empty() ? "the token has no issuer"
                             : "issuer " + for_terminal(issuer, 200) + " is not trusted by default",
              {"name an issuer, keys or a profile to trust: --issuer URL, --jwks FILE or "
               "-p PROFILE"});
}

Result<oauth::Verification> verify_with(const KeySource& source, const oauth::DecodedJwt& jwt,
                                        oauth::VerificationRules rules,
                                        const DocumentContext& context) {
  std::string jwks_uri = source.jwks_uri;
  std::string issuer = source.issuer;
  if (!source.metadata_url.empty()) {
    const auto metadata = find_metadata_of(source, context);
    if (!metadata) return fail(with_jwks_hint(metadata.error()));
    issuer = metadata->issuer;
    if (jwks_uri.empty()) jwks_uri = metadata->jwks_uri;
  }
  if (jwks_uri.empty()) {
    return fail(ErrorKind::network, "the metadata of " + issuer + " has no keys (jwks_uri)",
                {"pass the issuer's keys with --jwks"});
  }
  if (rules.issuer.empty()) rules.issuer = issuer;
  const auto keys = find_keys(jwks_uri, jwt, context);
  if (!keys) return fail(with_jwks_hint(keys.error()));
  return oauth::verify_token(jwt, *keys, rules, context.clock.now());
}

}  // namespace entra_auth::service
