// SPDX-License-Identifier: MIT
#include "service/issuer_keys.hpp"

#include "base/log.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "base/url.hpp"
#include "oauth/authority.hpp"
#include "oauth/metadata.hpp"
#include "service/server.hpp"

#include <utility>
#include <vector>

namespace entra_auth::service {
namespace {

constexpr std::chrono::hours kDocumentAge{24};
/// A key that is not among those that were fetched so recently is not there.
constexpr std::chrono::minutes kKeysAgeForUnknownKid{5};
constexpr std::size_t kMaxBytes = 1024 * 1024;
constexpr std::string_view kOpenIdPath = "/.well-known/openid-configuration";
constexpr std::string_view kAuthorizationServerPath = "/.well-known/oauth-authorization-server";

bool is_version_1(const Json& claims) { return string_or(claims, "ver") == "1.0"; }

std::string entra_metadata(const std::string& authority, const std::string& tenant,
                           const Json& claims) {
  return authority + "/" + tenant + (is_version_1(claims) ? "" : "/v2.0") +
         std::string(kOpenIdPath);
}

Result<std::string> fetch(const std::string& url, const VerificationContext& context) {
  HttpRequest request;
  request.url = url;
  request.expected_body = ExpectedBody::json_object;
  request.max_body_bytes = kMaxBytes;
  request.deadline = context.deadline;
  TRY(const auto response, context.transport.send(request));
  if (response.status == 200) return std::string(response.body.expose());
  return fail(ErrorKind::network,
              "no answer of use from " + url + " (status " + std::to_string(response.status) + ")",
              {"check the issuer, or pass its keys with --jwks"});
}

void keep(const std::string& url, const std::string& text, const VerificationContext& context) {
  if (context.documents == nullptr) return;
  if (const auto stored = context.documents->store(url, text, context.clock.now()); !stored) {
    log::reason("not kept: " + stored.error().message);
  }
}

std::optional<std::string> kept(const std::string& url, std::chrono::seconds max_age,
                                const VerificationContext& context) {
  if (context.documents == nullptr) return std::nullopt;
  return context.documents->find(url, context.clock.now(), max_age);
}

Result<oauth::ServerMetadata> find_metadata(const std::string& url, const std::string& issuer,
                                            const VerificationContext& context) {
  if (const auto text = kept(url, kDocumentAge, context)) {
    if (auto metadata = oauth::read_metadata(*text, issuer)) return metadata;
  }
  TRY(const auto text, fetch(url, context));
  TRY(auto metadata, oauth::read_metadata(text, issuer));
  keep(url, text, context);
  return metadata;
}

Result<oauth::ServerMetadata> find_metadata(const KeySource& source,
                                            const VerificationContext& context) {
  auto metadata = find_metadata(source.metadata_url, source.issuer, context);
  if (metadata || source.other_metadata_url.empty()) return metadata;
  // A server that is down is not asked for something else.
  if (metadata.error().retryable || metadata.error().kind == ErrorKind::timeout) return metadata;
  auto other = find_metadata(source.other_metadata_url, source.issuer, context);
  return other ? other : metadata;
}

Result<std::vector<crypto::PublicJwk>> fetch_keys(const std::string& url,
                                                  const VerificationContext& context) {
  TRY(const auto text, fetch(url, context));
  TRY(auto keys, crypto::parse_jwks(text));
  keep(url, text, context);
  return keys;
}

Result<std::vector<crypto::PublicJwk>> find_keys(const std::string& url,
                                                 const oauth::DecodedJwt& jwt,
                                                 const VerificationContext& context) {
  if (const auto text = kept(url, kDocumentAge, context)) {
    if (auto keys = crypto::parse_jwks(*text)) {
      if (!oauth::names_unknown_key(jwt, *keys) || kept(url, kKeysAgeForUnknownKid, context)) {
        return keys;
      }
      log::reason("the token names a key that is not among the kept ones: fetching them again");
    }
  }
  return fetch_keys(url, context);
}

}  // namespace

Result<KeySource> key_source_of(const Profile& profile, const Json& claims) {
  KeySource source;
  switch (profile.provider) {
    case Provider::entra:
      if (profile.tenant_id.empty()) break;
      source.metadata_url = entra_metadata(oauth::authority_of(profile), profile.tenant_id, claims);
      break;
    case Provider::oidc:
      if (!profile.issuer.empty()) source = key_source_of(profile.issuer);
      break;
    case Provider::maskinporten:
      source = key_source_of(maskinporten_issuer(profile));
      source.metadata_url = std::exchange(source.other_metadata_url, {});
      break;
    case Provider::texas:
      break;
  }
  if (!profile.jwks_uri.empty()) {
    // What the profile names counts; the issuer is then the one it names, if any.
    source.jwks_uri = profile.jwks_uri;
    if (profile.provider != Provider::entra) {
      source.metadata_url.clear();
      source.other_metadata_url.clear();
    }
  }
  if (!source.metadata_url.empty() || !source.jwks_uri.empty()) return source;
  return fail(ErrorKind::usage, "profile " + profile.name + " does not tell who signs its tokens",
              {"pass --issuer URL, or the keys with --jwks"});
}

KeySource key_source_of(const std::string& issuer) {
  return {.metadata_url = std::string(without_trailing_slashes(issuer)) + std::string(kOpenIdPath),
          .other_metadata_url =
              std::string(without_trailing_slashes(issuer)) + std::string(kAuthorizationServerPath),
          .jwks_uri = {},
          .issuer = issuer};
}

Result<KeySource> known_key_source(const Json& claims) {
  const auto issuer = string_or(claims, "iss");
  for (const auto environment : {MaskinportenEnvironment::test, MaskinportenEnvironment::prod}) {
    Profile maskinporten;
    maskinporten.provider = Provider::maskinporten;
    maskinporten.environment = environment;
    if (maskinporten_issuer(maskinporten) == issuer) return key_source_of(maskinporten, claims);
  }
  const auto url = parse_url(issuer);
  if (url && url->scheme == "https") {
    const auto tenant = string_or(claims, "tid");
    const bool is_tenant = url->path == "/" + tenant + "/v2.0" || url->path == "/" + tenant + "/";
    for (const auto cloud : {Cloud::public_cloud, Cloud::usgov, Cloud::china}) {
      const auto authority = oauth::cloud_authority(cloud);
      const bool is_ours = oauth::canonical_endpoint("https://" + url->host + "/") ==
                           oauth::canonical_endpoint(authority + "/");
      if (is_ours && is_tenant && tenant.size() == 36) {
        return KeySource{.metadata_url = entra_metadata(authority, tenant, claims),
                         .jwks_uri = {},
                         .issuer = issuer};
      }
    }
  }
  return fail(ErrorKind::usage,
              "nobody vouches for the issuer " +
                  (issuer.empty() ? "of this token: it names none" : for_terminal(issuer, 200)),
              {"name whom you trust: --issuer URL, --jwks FILE or -p PROFILE"});
}

Result<oauth::Verification> verify_with(const KeySource& source, const oauth::DecodedJwt& jwt,
                                        oauth::VerificationRules rules,
                                        const VerificationContext& context) {
  std::string jwks_uri = source.jwks_uri;
  std::string issuer = source.issuer;
  if (!source.metadata_url.empty()) {
    TRY(const auto metadata, find_metadata(source, context));
    issuer = metadata.issuer;
    if (jwks_uri.empty()) jwks_uri = metadata.jwks_uri;
  }
  if (jwks_uri.empty()) {
    return fail(ErrorKind::network, "the metadata of " + issuer + " names no keys (jwks_uri)",
                {"pass them with --jwks"});
  }
  if (rules.issuer.empty()) rules.issuer = issuer;
  TRY(const auto keys, find_keys(jwks_uri, jwt, context));
  return oauth::verify_token(jwt, keys, rules, context.clock.now());
}

}  // namespace entra_auth::service
