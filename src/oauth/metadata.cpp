// SPDX-License-Identifier: MIT
#include "oauth/metadata.hpp"

#include "base/json.hpp"
#include "base/url.hpp"

namespace entra_auth::oauth {
namespace {

tl::unexpected<Error> unusable(std::string_view issuer, const std::string& reason) {
  return fail(ErrorKind::network,
              "unusable metadata" + (issuer.empty() ? "" : " of issuer " + std::string(issuer)) +
                  ": " + reason,
              {"check the issuer (`issuer`, MASKINPORTEN_ISSUER), or set `token_endpoint`"});
}

std::string_view path_of(MetadataKind kind) {
  return kind == MetadataKind::openid_provider ? "/.well-known/openid-configuration"
                                               : "/.well-known/oauth-authorization-server";
}

}  // namespace

std::string metadata_url(std::string_view issuer, MetadataKind kind) {
  return std::string(without_trailing_slashes(issuer)) + std::string(path_of(kind));
}

Result<ServerMetadata> read_metadata(std::string_view text, std::string_view issuer) {
  const auto body = parse_json_object(text);
  if (!body) return unusable(issuer, body.error().message);
  ServerMetadata metadata{
      .issuer = string_or(*body, "issuer"),
      .token_endpoint = string_or(*body, "token_endpoint"),
      .jwks_uri = string_or(*body, "jwks_uri"),
      .authorization_endpoint = string_or(*body, "authorization_endpoint"),
      .device_authorization_endpoint = string_or(*body, "device_authorization_endpoint")};
  if (metadata.issuer.empty()) return unusable(issuer, "it has no issuer");
  if (!issuer.empty() && metadata.issuer != issuer) {
    return unusable(issuer, "it names another issuer");
  }
  const std::pair<const char*, const std::string&> endpoints[] = {
      {"token_endpoint", metadata.token_endpoint},
      {"jwks_uri", metadata.jwks_uri},
      {"authorization_endpoint", metadata.authorization_endpoint},
      {"device_authorization_endpoint", metadata.device_authorization_endpoint}};
  for (const auto& [name, url] : endpoints) {
    if (!url.empty() && !check_request_url(url)) {
      return unusable(issuer, "its " + std::string(name) + " is not an https URL");
    }
  }
  const auto issuer_in_response =
      optional_bool(*body, "authorization_response_iss_parameter_supported");
  metadata.issuer_in_response = issuer_in_response && issuer_in_response->value_or(false);
  return metadata;
}

}  // namespace entra_auth::oauth
