// SPDX-License-Identifier: MIT
#include "sandbox/state/policies.hpp"

#include "base/json.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "os/random.hpp"
#include "sandbox/http/parameters.hpp"

#include <algorithm>
#include <array>

namespace entra_auth::sandbox {
namespace {

struct EffectName {
  std::string_view name;
  PolicyEffect effect;
};

constexpr std::array kEffects{EffectName{"consent_required", PolicyEffect::consent_required},
                              EffectName{"mfa_required", PolicyEffect::mfa_required},
                              EffectName{"blocked", PolicyEffect::blocked},
                              EffectName{"device_code_blocked", PolicyEffect::device_code_blocked}};

constexpr std::array<std::string_view, 5> kMembers{"effect", "id", "user", "client", "resource"};

Result<Policy> parse_policy(const Tenant& tenant, const Json& json) {
  if (!json.is_object()) return fail(ErrorKind::usage, "a policy is not an object");
  // A misspelled selector would make the policy apply to all users.
  for (const auto& [name, value] : json.items()) {
    if (std::ranges::find(kMembers, name) == kMembers.end()) {
      return fail(ErrorKind::usage, "a policy has an unknown member: " + name);
    }
  }
  TRY(const auto effect, optional_string(json, "effect"));
  TRY(const auto id, optional_string(json, "id"));
  TRY(const auto user, optional_string(json, "user"));
  TRY(const auto client, optional_string(json, "client"));
  TRY(const auto resource, optional_string(json, "resource"));
  const auto* found = std::ranges::find(kEffects, effect.value_or(""), &EffectName::name);
  if (found == kEffects.end()) return fail(ErrorKind::usage, "a policy has no known effect");
  if (user && tenant.find_user(*user) == nullptr) return fail(ErrorKind::usage, "unknown user");
  if (client && tenant.clients.find(*client) == nullptr) {
    return fail(ErrorKind::usage, "unknown client");
  }
  const auto known = resource ? tenant.find_resource(*resource) : std::nullopt;
  if (resource && !known) return fail(ErrorKind::usage, "unknown resource");
  return Policy{.effect = found->effect,
                .id = id.value_or(os::random_uuid()),
                .username = user.value_or(""),
                .client_id = client.value_or(""),
                .app_id = known ? known->app_id : ""};
}

bool selects(std::string_view selector, std::string_view value) {
  return selector.empty() || equals_ignoring_case(selector, value);
}

}  // namespace

Result<std::vector<Policy>> parse_policies(const Tenant& tenant, const Json& json) {
  TRY(const auto elements, optional_array(json, "policies"));
  std::vector<Policy> policies;
  for (const auto& element : elements) {
    TRY(auto policy, parse_policy(tenant, element));
    policies.push_back(std::move(policy));
  }
  return policies;
}

void Policies::replace(std::vector<Policy> policies) {
  const std::scoped_lock lock(mutex_);
  policies_ = std::move(policies);
  consents_.clear();
}

std::vector<Policy> Policies::find(PolicyEffect effect, std::string_view username,
                                   std::string_view client_id, std::string_view app_id) const {
  const std::scoped_lock lock(mutex_);
  std::vector<Policy> found;
  std::ranges::copy_if(policies_, std::back_inserter(found), [&](const Policy& policy) {
    return policy.effect == effect && selects(policy.username, username) &&
           selects(policy.client_id, client_id) && selects(policy.app_id, app_id);
  });
  return found;
}

void Policies::consent(const User& user, const std::string& client_id, const std::string& app_id) {
  const std::scoped_lock lock(mutex_);
  consents_.insert({user.oid, client_id, app_id});
}

bool Policies::has_consent(const User& user, const std::string& client_id,
                           const std::string& app_id) const {
  const std::scoped_lock lock(mutex_);
  return consents_.contains({user.oid, client_id, app_id});
}

}  // namespace entra_auth::sandbox
