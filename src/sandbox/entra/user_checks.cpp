// SPDX-License-Identifier: MIT
#include "sandbox/entra/user_checks.hpp"

#include "base/json.hpp"

#include <algorithm>

namespace entra_auth::sandbox {
namespace {

/// The `claims` with which a new sign-in makes Conditional Access check these policies again.
std::string challenge(const std::vector<Policy>& policies) {
  auto ids = OrderedJson::array();
  for (const auto& policy : policies) ids.push_back(policy.id);
  const OrderedJson claims{
      {"access_token", {{"capolids", {{"essential", true}, {"values", ids}}}}}};
  return claims.dump();
}

tl::unexpected<Refusal> refuse_access(const std::vector<Policy>& policies) {
  return tl::unexpected(Refusal{
      .code = 53003,
      .text = "Access has been blocked by Conditional Access policies. The access policy does not "
              "allow token issuance.",
      .suberror = "message_only",
      .claims = challenge(policies)});
}

}  // namespace

Checked<void> check_platform(const AuthenticatedClient& client, Platform platform,
                             const TokenRequest& request) {
  const bool from_browser = request.http.header("origin").has_value();
  if (platform == Platform::spa && !from_browser) {
    return refuse(9002327,
                  "Tokens issued for the 'Single-Page Application' client-type may only be "
                  "redeemed via cross-origin requests.");
  }
  if (platform != Platform::spa && from_browser) {
    return refuse(9002326,
                  "Cross-origin token redemption is permitted only for the 'Single-Page "
                  "Application' client-type.");
  }
  const bool has_credential = client.proof != ClientProof::none;
  if (platform == Platform::web) {
    if (!has_credential) return refuse_missing_credential();
  } else if (has_credential) {
    return refuse_public_credential();
  }
  return {};
}

Checked<void> check_policies(const Sandbox& sandbox, const UserGrant& grant,
                             const Resource& resource) {
  const auto find = [&](PolicyEffect effect) {
    return sandbox.policies.find(effect, grant.user.username, grant.client_id, resource.app_id);
  };
  const auto blocking = find(PolicyEffect::blocked);
  if (!blocking.empty()) return refuse_access(blocking);
  const auto device = find(PolicyEffect::device_code_blocked);
  if (grant.by_device_code && !device.empty()) return refuse_access(device);

  auto unmet = find(PolicyEffect::mfa_required);
  std::erase_if(unmet, [&](const Policy& policy) {
    const auto& met = grant.claims.capolids;
    return std::ranges::find(met, policy.id) != met.end();
  });
  if (!unmet.empty()) {
    return tl::unexpected(Refusal{
        .code = 50076,
        .text = "Due to a configuration change made by your administrator, or because you moved to "
                "a new location, you must use multi-factor authentication to access '" +
                resource.app_id + "'.",
        .suberror = "basic_action",
        .claims = challenge(unmet)});
  }
  if (!find(PolicyEffect::consent_required).empty() &&
      !sandbox.policies.has_consent(grant.user, grant.client_id, resource.app_id)) {
    return tl::unexpected(
        Refusal{.code = 65001,
                .text = "The user or administrator has not consented to use the application with "
                        "ID '" +
                        grant.client_id +
                        "'. Send an interactive authorization request for this user and resource.",
                .suberror = "consent_required"});
  }
  return {};
}

void remember_consent(Sandbox& sandbox, const UserGrant& grant) {
  for (const auto& api : grant.scope.apis) {
    sandbox.policies.consent(grant.user, grant.client_id, api.resource.app_id);
  }
}

bool approve_device(Sandbox& sandbox, std::string_view user_code, const User& user) {
  auto code = sandbox.device_codes.find_waiting(user_code);
  if (!code || !sandbox.device_codes.approve(user_code, user)) return false;
  code->grant.user = user;
  remember_consent(sandbox, code->grant);
  return true;
}

}  // namespace entra_auth::sandbox
