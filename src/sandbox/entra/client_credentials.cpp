// SPDX-License-Identifier: MIT
#include "base/json.hpp"
#include "sandbox/entra/client_authentication.hpp"
#include "sandbox/entra/grants.hpp"
#include "sandbox/entra/issued_tokens.hpp"
#include "sandbox/http/parameters.hpp"

namespace entra_auth::sandbox {

Checked<OrderedJson> grant_client_credentials(Sandbox& sandbox, const TokenRequest& request) {
  const auto authenticated = authenticate_client(sandbox, request);
  if (!authenticated) return tl::unexpected(authenticated.error());
  const auto resource = find_resource_of_scope(sandbox.tenant, parameter(request.form, "scope"));
  if (!resource) return tl::unexpected(resource.error());
  if (auto checked = check_assignment(*authenticated->client, *resource); !checked) {
    return tl::unexpected(checked.error());
  }
  auto claims = parse_claims_request(parameter(request.form, "claims"));
  if (!claims) return tl::unexpected(claims.error());
  const auto settings = sandbox.settings.get();
  OrderedJson members{{"token_type", "Bearer"},
                      {"expires_in", settings.lifetime},
                      {"ext_expires_in", settings.lifetime}};
  if (settings.refresh_in) members["refresh_in"] = *settings.refresh_in;
  members["access_token"] = issue_app_token(sandbox, *authenticated->client, authenticated->proof,
                                            *resource, settings.lifetime, claims->xms_cc);
  return members;
}

}  // namespace entra_auth::sandbox
