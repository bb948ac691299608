// SPDX-License-Identifier: MIT
// Maskinporten's token endpoint, which accepts JWT grants only, its metadata (RFC 8414) and the
// keys that they name, all at the root of the server.
#include "base/json.hpp"
#include "crypto/jwk.hpp"
#include "sandbox/endpoints.hpp"
#include "sandbox/http/parameters.hpp"
#include "sandbox/maskinporten/assertion.hpp"
#include "sandbox/maskinporten/grant.hpp"

namespace entra_auth::sandbox {
namespace {

constexpr std::string_view kGrantType = "urn:ietf:params:oauth:grant-type:jwt-bearer";

/// The assertion of a form that has it, the grant type, and no other parameter.
MaskinportenChecked<std::string> read_assertion(const Request& request) {
  if (request.method != "POST") {
    return tl::unexpected(MaskinportenRefusal{405, "invalid_request", {}, "Method not allowed"});
  }
  const auto form = is_form(request) ? parse_form(request.body) : std::nullopt;
  if (!form) return refuse_request("invalid_request", "The request is not a form");
  if (const auto name = repeated_parameter(*form); !name.empty()) {
    return refuse_request("invalid_request", "Parameter " + std::string(name) + " is repeated");
  }
  for (const auto& [name, value] : *form) {
    if (name != "grant_type" && name != "assertion") {
      return refuse_request("invalid_request", "Unknown parameter " + name);
    }
  }
  const auto grant_type = parameter(*form, "grant_type");
  if (grant_type.empty()) return refuse_request("invalid_request", "Missing grant_type");
  if (grant_type != kGrantType) {
    return refuse_request("unsupported_grant_type", "Unsupported grant_type");
  }
  const auto assertion = parameter(*form, "assertion");
  if (assertion.empty()) return refuse_request("invalid_request", "Missing assertion");
  return std::string(assertion);
}

MaskinportenChecked<OrderedJson> run_grant(Sandbox& sandbox, const Request& request) {
  const auto assertion = read_assertion(request);
  if (!assertion) return tl::unexpected(assertion.error());
  const auto authenticated = authenticate_assertion(sandbox, *assertion);
  if (!authenticated) return tl::unexpected(authenticated.error());
  const auto& client = *authenticated->client;
  const auto grant = read_grant(sandbox, client, authenticated->claims);
  if (!grant) return tl::unexpected(grant.error());
  if (!sandbox.used_grants.add(identity_of_assertion(*assertion))) {
    return refuse_grant(12, "Validation of JWT Bearer grant failed. Grant is used before");
  }
  if (auto checked = check_access(client, *grant); !checked) {
    return tl::unexpected(checked.error());
  }
  return issue_maskinporten_token(sandbox, client, *grant, authenticated->client_amr);
}

Reply answer_metadata(Sandbox& sandbox, const Request& request) {
  if (request.method != "GET") return method_not_allowed_reply();
  return json_reply(
      200,
      {{"issuer", maskinporten_issuer(sandbox)},
       {"token_endpoint", sandbox.base_url + "/token"},
       {"jwks_uri", sandbox.base_url + "/jwk"},
       {"token_endpoint_auth_methods_supported", OrderedJson::array({"private_key_jwt"})},
       {"grant_types_supported", OrderedJson::array({kGrantType})},
       {"token_endpoint_auth_signing_alg_values_supported", {"RS256", "RS384", "RS512"}},
       {"authorization_details_types_supported", OrderedJson::array({"urn:altinn:systemuser"})}});
}

Reply answer_jwks(Sandbox& sandbox, const Request& request) {
  if (request.method != "GET") return method_not_allowed_reply();
  auto key = crypto::to_public_jwk(sandbox.signing_key.key.public_key());
  key["use"] = "sig";
  key["alg"] = "RS256";
  key["kid"] = sandbox.signing_key.kid;
  return json_reply(200, {{"keys", OrderedJson::array({key})}});
}

Reply answer_token(Sandbox& sandbox, const Request& request) {
  auto members = run_grant(sandbox, request);
  if (!members) return maskinporten_error_reply(members.error());
  auto reply = token_response(sandbox.settings.get(), std::move(*members));
  reply.headers.emplace_back("Cache-Control", "no-store");
  return reply;
}

/// Marks a grant as used although its response was lost, so that a retry needs a new one.
void remember_lost_grant(Sandbox& sandbox, const Request& request) {
  if (const auto assertion = read_assertion(request)) {
    (void)sandbox.used_grants.add(identity_of_assertion(*assertion));
  }
}

}  // namespace

constinit const Endpoint kMaskinportenMetadata{
    "maskinporten_metadata",
    [](std::string_view path) { return path == "/.well-known/oauth-authorization-server"; },
    answer_metadata};

constinit const Endpoint kMaskinportenJwks{
    "maskinporten_jwks", [](std::string_view path) { return path == "/jwk"; }, answer_jwks};

constinit const Endpoint kMaskinportenToken{"maskinporten_token",
                                            [](std::string_view path) { return path == "/token"; },
                                            answer_token, remember_lost_grant};

}  // namespace entra_auth::sandbox
