// SPDX-License-Identifier: MIT
#include "base/json.hpp"
#include "sandbox/entra/grants.hpp"
#include "sandbox/entra/issued_tokens.hpp"
#include "sandbox/entra/user_checks.hpp"
#include "sandbox/http/parameters.hpp"

namespace entra_auth::sandbox {
namespace {

tl::unexpected<Refusal> refuse_token() {
  return refuse(70000, "Provided grant is invalid or malformed.");
}

tl::unexpected<Refusal> refuse_used_token() {
  return tl::unexpected(
      Refusal{.code = 70000,
              .text = "Provided grant is invalid: the refresh token was used before, so all that "
                      "came of its sign-in is revoked.",
              .suberror = "bad_token"});
}

Checked<void> check_state(Sandbox& sandbox, const RefreshToken& token, std::string_view text) {
  if (token.state == RefreshTokenState::used) {
    (void)sandbox.refresh_tokens.use_once(text);
    return refuse_used_token();
  }
  if (token.state == RefreshTokenState::revoked) {
    return tl::unexpected(
        Refusal{.code = 50173,
                .text = "The provided grant has expired due to it being revoked, a fresh auth "
                        "token is needed. The user might have changed or reset their password.",
                .suberror = "bad_token"});
  }
  const auto lifetime = std::chrono::seconds(sandbox.settings.get().refresh_token_lifetime);
  if (now() >= token.issued + lifetime) {
    return refuse(700082,
                  "The refresh token has expired due to inactivity. The token was inactive "
                  "for " +
                      std::to_string(lifetime.count()) + " seconds.");
  }
  return {};
}

}  // namespace

Checked<OrderedJson> grant_refresh_token(Sandbox& sandbox, const TokenRequest& request) {
  const auto client = identify_client(sandbox, request);
  if (!client) return tl::unexpected(client.error());
  const auto text = parameter(request.form, "refresh_token");
  if (text.empty()) return refuse_missing_parameter("refresh_token");
  const auto token = sandbox.refresh_tokens.find(text);
  if (!token || token->grant.client_id != client->client->id) return refuse_token();
  if (auto checked = check_platform(*client, token->grant.platform, request); !checked) {
    return tl::unexpected(checked.error());
  }
  // A refresh token is bound to its user, who is in this tenant, but not to a tenant.
  if (const auto tenant = user_tenant(sandbox.tenant, request.tenant); !tenant) {
    return tl::unexpected(tenant.error());
  }
  if (auto checked = check_state(sandbox, *token, text); !checked) {
    return tl::unexpected(checked.error());
  }
  auto scope = scope_of_request(sandbox, request, *client->client, token->grant.scope);
  if (!scope) return tl::unexpected(scope.error());
  auto claims = parse_claims_request(parameter(request.form, "claims"));
  if (!claims) return tl::unexpected(claims.error());
  if (auto checked = check_policies(sandbox, token->grant, resource_of(*scope)); !checked) {
    return tl::unexpected(checked.error());
  }
  // Last, so that a request that is refused for another reason can repeat the same token.
  if (sandbox.settings.get().refresh_tokens_are_single_use &&
      !sandbox.refresh_tokens.use_once(text)) {
    return refuse_used_token();
  }
  return issue_user_tokens(sandbox, request, *client,
                           {.grant = token->grant,
                            .scope = std::move(*scope),
                            .claims = std::move(*claims),
                            .refresh_token = true,
                            .refresh_family = token->family});
}

}  // namespace entra_auth::sandbox
