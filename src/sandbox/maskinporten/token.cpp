// SPDX-License-Identifier: MIT
#include "sandbox/maskinporten/token.hpp"

#include "crypto/jwk.hpp"

namespace entra_auth::sandbox {

std::string maskinporten_issuer(const Sandbox& sandbox) { return sandbox.base_url + "/"; }

bool is_maskinporten_metadata(std::string_view path) {
  return path == "/.well-known/oauth-authorization-server";
}

Reply answer_maskinporten_metadata(Sandbox& sandbox, const Request& request) {
  if (request.method != "GET") return text_reply(405, "method not allowed\n");
  return json_reply(
      200,
      {{"issuer", maskinporten_issuer(sandbox)},
       {"token_endpoint", sandbox.base_url + "/token"},
       {"jwks_uri", sandbox.base_url + "/jwk"},
       {"token_endpoint_auth_methods_supported", OrderedJson::array({"private_key_jwt"})},
       {"grant_types_supported",
        OrderedJson::array({"urn:ietf:params:oauth:grant-type:jwt-bearer"})},
       {"token_endpoint_auth_signing_alg_values_supported", {"RS256", "RS384", "RS512"}},
       {"authorization_details_types_supported", OrderedJson::array({"urn:altinn:systemuser"})}});
}

bool is_maskinporten_jwks(std::string_view path) { return path == "/jwk"; }

Reply answer_maskinporten_jwks(Sandbox& sandbox, const Request& request) {
  if (request.method != "GET") return text_reply(405, "method not allowed\n");
  auto key = crypto::to_public_jwk(sandbox.signing_key.key.public_key());
  key["use"] = "sig";
  key["alg"] = "RS256";
  key["kid"] = sandbox.signing_key.kid;
  return json_reply(200, {{"keys", OrderedJson::array({key})}});
}

}  // namespace entra_auth::sandbox
