// SPDX-License-Identifier: MIT
#include "sandbox/sidecar/answer.hpp"

#include "sandbox/entra/issued_tokens.hpp"
#include "sandbox/maskinporten/token.hpp"
#include "sandbox/token_response.hpp"

namespace entra_auth::sandbox {

Reply answer_from_cache(Sandbox& sandbox, const Request& http, const SidecarFields& fields,
                        FetchToken fetch) {
  const auto request = read_sidecar_request(http, fields);
  if (!request) return sidecar_error_reply(request.error());
  const long long time = now().time_since_epoch().count();
  auto token = request->skip_cache ? std::nullopt : sandbox.sidecar_cache.find(*request, time);
  if (!token) {
    auto fetched = fetch(sandbox, http, *request);
    if (!fetched) return sidecar_error_reply(fetched.error());
    token = std::move(*fetched);
    sandbox.sidecar_cache.put(*request, *token);
  }
  return token_response(sandbox, {{"access_token", token->access_token},
                                  {"expires_in", token->expires - time},
                                  {"token_type", "Bearer"}});
}

SidecarToken fresh_token(std::string access_token, long long lifetime) {
  return {std::move(access_token), now().time_since_epoch().count() + lifetime};
}

std::string issuer_of(const Sandbox& sandbox, IdentityProvider provider) {
  switch (provider) {
    case IdentityProvider::entra_id:
      return issuer(sandbox);
    case IdentityProvider::maskinporten:
      return maskinporten_issuer(sandbox);
    case IdentityProvider::tokenx:
    case IdentityProvider::idporten:
      break;
  }
  return sandbox.base_url + "/" + std::string(name(provider));
}

}  // namespace entra_auth::sandbox
