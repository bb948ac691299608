// SPDX-License-Identifier: MIT
#include "sandbox/entra_metadata.hpp"

#include "crypto/jwk.hpp"
#include "sandbox/entra_error.hpp"
#include "sandbox/entra_path.hpp"

namespace entra_auth::sandbox {
namespace {

constexpr std::string_view kMetadataPath = "/v2.0/.well-known/openid-configuration";
constexpr std::string_view kJwksPath = "/discovery/v2.0/keys";

/// The tenant's issuer, or the template that stands in documents for no tenant in particular.
std::string issuer_in(const Sandbox& sandbox, std::string_view segment) {
  return sandbox.base_url + "/" + (is_multi_tenant(segment) ? "{tenantid}" : sandbox.tenant.id) +
         "/v2.0";
}

/// The refusal for everything but GET and an existing tenant.
std::optional<Reply> check(const Sandbox& sandbox, const Request& request,
                           std::string_view segment) {
  if (request.method != "GET") return text_reply(405, "method not allowed\n");
  if (is_multi_tenant(segment) || sandbox.tenant.is_named(segment)) return std::nullopt;
  auto reply = entra_error_reply(unknown_tenant(segment), request, sandbox.base_url);
  auto body = OrderedJson::parse(reply.body);
  // Here, and not at the token endpoint, Entra calls it so.
  body["error"] = "invalid_tenant";
  reply.body = body.dump();
  return reply;
}

}  // namespace

bool is_entra_metadata(std::string_view path) {
  return tenant_of_path(path, kMetadataPath).has_value();
}

Reply answer_entra_metadata(Sandbox& sandbox, const Request& request) {
  const auto segment = tenant_of_path(request.path, kMetadataPath).value_or("");
  if (auto refusal = check(sandbox, request, segment)) return *refusal;
  const auto base = sandbox.base_url + "/" +
                    (is_multi_tenant(segment) ? std::string(segment) : sandbox.tenant.id);
  return json_reply(
      200, {{"token_endpoint", base + "/oauth2/v2.0/token"},
            {"token_endpoint_auth_methods_supported",
             {"client_secret_post", "private_key_jwt", "client_secret_basic"}},
            {"jwks_uri", base + "/discovery/v2.0/keys"},
            {"response_modes_supported", {"query", "fragment", "form_post"}},
            {"subject_types_supported", OrderedJson::array({"pairwise"})},
            {"id_token_signing_alg_values_supported", OrderedJson::array({"RS256"})},
            {"response_types_supported", {"code", "id_token", "code id_token", "id_token token"}},
            {"scopes_supported", {"openid", "profile", "email", "offline_access"}},
            {"issuer", issuer_in(sandbox, segment)},
            {"request_uri_parameter_supported", false},
            {"authorization_endpoint", base + "/oauth2/v2.0/authorize"},
            {"device_authorization_endpoint", base + "/oauth2/v2.0/devicecode"},
            {"http_logout_supported", true},
            {"frontchannel_logout_supported", true},
            {"end_session_endpoint", base + "/oauth2/v2.0/logout"},
            {"tenant_region_scope", is_multi_tenant(segment) ? OrderedJson() : OrderedJson("EU")},
            {"cloud_instance_name", "microsoftonline.com"}});
}

bool is_entra_jwks(std::string_view path) { return tenant_of_path(path, kJwksPath).has_value(); }

Reply answer_entra_jwks(Sandbox& sandbox, const Request& request) {
  const auto segment = tenant_of_path(request.path, kJwksPath).value_or("");
  if (auto refusal = check(sandbox, request, segment)) return *refusal;
  auto key = crypto::to_public_jwk(sandbox.signing_key.key.public_key());
  key["use"] = "sig";
  key["kid"] = sandbox.signing_key.kid;
  key["issuer"] = issuer_in(sandbox, segment);
  return json_reply(200, {{"keys", OrderedJson::array({key})}});
}

}  // namespace entra_auth::sandbox
