// SPDX-License-Identifier: MIT
// Policies that tests put between users and tokens: Conditional Access and missing consent.
#pragma once

#include "sandbox/state/tenant.hpp"

#include <cstdint>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace entra_auth::sandbox {

enum class PolicyEffect : std::uint8_t {
  consent_required,
  mfa_required,
  blocked,
  device_code_blocked
};

struct Policy {
  PolicyEffect effect;
  std::string id;
  std::string username;  // empty: all; the same for the next two
  std::string client_id;
  std::string app_id;  // of the resource
};

/// Reads the JSON of PUT /sandbox/policies (docs/sandbox.md). Fails with `usage` if it is invalid.
[[nodiscard]] Result<std::vector<Policy>> parse_policies(const Tenant& tenant, const Json& json);

/// May be used from many threads.
class Policies {
 public:
  /// Also forgets all consents.
  void replace(std::vector<Policy> policies);
  /// The policies with that effect on a token of the user, for that client and resource.
  [[nodiscard]] std::vector<Policy> find(PolicyEffect effect, std::string_view username,
                                         std::string_view client_id, std::string_view app_id) const;
  /// Records that the user saw a page that asked for consent.
  void consent(const User& user, const std::string& client_id, const std::string& app_id);
  [[nodiscard]] bool has_consent(const User& user, const std::string& client_id,
                                 const std::string& app_id) const;

 private:
  mutable std::mutex mutex_;
  std::vector<Policy> policies_;
  std::set<std::vector<std::string>> consents_;  // object id, client, app id
};

}  // namespace entra_auth::sandbox
