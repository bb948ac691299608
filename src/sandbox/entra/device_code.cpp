// SPDX-License-Identifier: MIT
#include "base/json.hpp"
#include "sandbox/entra/grants.hpp"
#include "sandbox/entra/issued_tokens.hpp"
#include "sandbox/entra/user_checks.hpp"
#include "sandbox/http/parameters.hpp"

namespace entra_auth::sandbox {
namespace {

/// Why there are no tokens yet, or will never be any.
Checked<void> check_poll(Poll poll) {
  switch (poll) {
    case Poll::granted:
      return {};
    case Poll::pending:
      return refuse(70016,
                    "OAuth 2.0 device flow error. Authorization is pending. Continue "
                    "polling.");
    case Poll::too_fast:
      return tl::unexpected(
          Refusal{.code = 70016,
                  .text = "OAuth 2.0 device flow error. Authorization is pending. Poll less often.",
                  .error = "slow_down"});
    case Poll::declined:
      return tl::unexpected(Refusal{.code = 65004,
                                    .text = "User declined to consent to access the app.",
                                    .error = "authorization_declined"});
    case Poll::expired:
      return refuse(70019, "Verification code expired. Have the user retry the sign-in.");
    case Poll::redeemed:
      break;
  }
  return refuse(54005,
                "OAuth2 Authorization code was already redeemed, please retry with a new "
                "valid code or use an existing refresh token.");
}

}  // namespace

Checked<OrderedJson> grant_device_code(Sandbox& sandbox, const TokenRequest& request) {
  const auto client = identify_client(sandbox, request);
  if (!client) return tl::unexpected(client.error());
  if (auto checked = check_device_client(*client); !checked) {
    return tl::unexpected(checked.error());
  }
  const auto text = parameter(request.form, "device_code");
  if (text.empty()) return refuse_missing_parameter("device_code");
  const auto asked = sandbox.device_codes.find(text);
  if (!asked || asked->grant.client_id != client->client->id) {
    return refuse(70018,
                  "Invalid verification code: no such device code was issued to this "
                  "application.");
  }
  if (auto checked = check_platform(*client, asked->grant.platform, request); !checked) {
    return tl::unexpected(checked.error());
  }
  const auto tenant = user_tenant(sandbox.tenant, request.tenant);
  if (!tenant) return tl::unexpected(tenant.error());
  if (*tenant != asked->grant.tenant) {
    return refuse(700005,
                  "The provided authorization code is intended to use against other "
                  "tenant, thus rejected.");
  }
  auto claims = parse_claims_request(parameter(request.form, "claims"));
  if (!claims) return tl::unexpected(claims.error());
  if (auto checked = check_poll(sandbox.device_codes.poll(text)); !checked) {
    return tl::unexpected(checked.error());
  }
  // Read again: only now is it certain which user signed in.
  const auto code = sandbox.device_codes.find(text);
  if (!code) return refuse(70019, "Verification code expired. Have the user retry the sign-in.");
  if (auto checked = check_policies(sandbox, code->grant, resource_of(code->grant.scope));
      !checked) {
    return tl::unexpected(checked.error());
  }
  return issue_user_tokens(sandbox, request, *client,
                           {.grant = code->grant,
                            .scope = code->grant.scope,
                            .claims = std::move(*claims),
                            .refresh_token = code->grant.scope.offline_access});
}

}  // namespace entra_auth::sandbox
