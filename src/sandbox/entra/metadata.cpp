// SPDX-License-Identifier: MIT
// Entra's metadata (OpenID Connect Discovery) and the keys that it names.
#include "base/json.hpp"
#include "crypto/jwk.hpp"
#include "sandbox/endpoints.hpp"
#include "sandbox/entra/terms/request.hpp"

namespace entra_auth::sandbox {
namespace {

/// Entra has its own metadata, keys and endpoints for each version of its tokens.
struct Version {
  std::string_view metadata;
  std::string_view keys;
  std::string_view endpoints;
  std::string_view issuer;
};

constexpr Version kV1{"/.well-known/openid-configuration", "/discovery/keys", "/oauth2/", "/"};
constexpr Version kV2{"/v2.0/.well-known/openid-configuration", "/discovery/v2.0/keys",
                      "/oauth2/v2.0/", "/v2.0"};

/// The tenant's issuer, or Entra's template if the URL names no particular tenant.
std::string issuer_in(const Sandbox& sandbox, std::string_view segment, const Version& version) {
  return sandbox.base_url + "/" + (is_multi_tenant(segment) ? "{tenantid}" : sandbox.tenant.id) +
         std::string(version.issuer);
}

const Version* version_of(std::string_view path, std::string_view Version::*of) {
  if (tenant_of_path(path, kV2.*of)) return &kV2;
  return tenant_of_path(path, kV1.*of) ? &kV1 : nullptr;
}

/// Refuses every method but GET, and unknown tenants.
std::optional<Reply> check(const Sandbox& sandbox, const Request& request,
                           std::string_view segment) {
  if (request.method != "GET") return method_not_allowed_reply();
  if (is_multi_tenant(segment) || sandbox.tenant.is_named(segment)) return std::nullopt;
  auto reply = entra_error_reply(unknown_tenant(segment), request, sandbox.base_url);
  auto body = OrderedJson::parse(reply.body);
  // Entra has another `error` here than at the token endpoint.
  body["error"] = "invalid_tenant";
  reply.body = body.dump();
  return reply;
}

Reply answer_metadata(Sandbox& sandbox, const Request& request) {
  const auto& version = *version_of(request.path, &Version::metadata);
  const auto segment = tenant_of_path(request.path, version.metadata).value_or("");
  if (auto refusal = check(sandbox, request, segment)) return *refusal;
  const auto base = sandbox.base_url + "/" +
                    (is_multi_tenant(segment) ? std::string(segment) : sandbox.tenant.id);
  const auto endpoints = base + std::string(version.endpoints);
  return json_reply(
      200, {{"token_endpoint", endpoints + "token"},
            {"token_endpoint_auth_methods_supported",
             {"client_secret_post", "private_key_jwt", "client_secret_basic"}},
            {"jwks_uri", base + std::string(version.keys)},
            {"response_modes_supported", {"query", "fragment", "form_post"}},
            {"subject_types_supported", OrderedJson::array({"pairwise"})},
            {"id_token_signing_alg_values_supported", OrderedJson::array({"RS256"})},
            {"response_types_supported", {"code", "id_token", "code id_token", "id_token token"}},
            {"scopes_supported", {"openid", "profile", "email", "offline_access"}},
            {"issuer", issuer_in(sandbox, segment, version)},
            {"request_uri_parameter_supported", false},
            {"authorization_endpoint", endpoints + "authorize"},
            {"device_authorization_endpoint", endpoints + "devicecode"},
            {"http_logout_supported", true},
            {"frontchannel_logout_supported", true},
            {"end_session_endpoint", endpoints + "logout"},
            {"tenant_region_scope", is_multi_tenant(segment) ? OrderedJson() : OrderedJson("EU")},
            {"cloud_instance_name", "microsoftonline.com"}});
}

Reply answer_jwks(Sandbox& sandbox, const Request& request) {
  const auto& version = *version_of(request.path, &Version::keys);
  const auto segment = tenant_of_path(request.path, version.keys).value_or("");
  if (auto refusal = check(sandbox, request, segment)) return *refusal;
  auto key = crypto::to_public_jwk(sandbox.signing_key.key.public_key());
  key["use"] = "sig";
  key["kid"] = sandbox.signing_key.kid;
  if (&version == &kV2) key["issuer"] = issuer_in(sandbox, segment, version);
  return json_reply(200, {{"keys", OrderedJson::array({key})}});
}

}  // namespace

constinit const Endpoint kEntraMetadata{
    "metadata",
    [](std::string_view path) { return version_of(path, &Version::metadata) != nullptr; },
    answer_metadata};

constinit const Endpoint kEntraJwks{
    "jwks", [](std::string_view path) { return version_of(path, &Version::keys) != nullptr; },
    answer_jwks};

}  // namespace entra_auth::sandbox
