// SPDX-License-Identifier: MIT
// The applications and service principals that Microsoft Graph shows.
#pragma once

#include "sandbox/state/tenant.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace entra_auth::sandbox {

struct DirectoryScope {
  std::string id;
  std::string value;
  bool admin_only = false;
  bool enabled = true;
};

struct DirectoryRole {
  std::string id;
  std::string value;  // empty: null
  bool for_users = false;
  bool for_applications = true;
  bool enabled = true;
};

/// An application, its service principal, or both.
struct DirectoryEntry {
  std::string app_id{};
  std::string application_id{};  // empty: it is another tenant's application
  std::string principal_id{};    // empty: it has no service principal here
  std::string display_name{};
  std::vector<std::string> identifier_uris{};
  std::string sign_in_audience = "AzureADMyOrg";
  int token_version = 0;  // 0: null
  std::vector<DirectoryScope> scopes{};
  std::vector<DirectoryRole> roles{};
  bool assignment_required = false;
  std::string owner_tenant{};
};

/// A GUID that is always the same for the same numbers.
[[nodiscard]] std::string made_up_guid(std::uint64_t kind, std::uint64_t number);

/// The application of that number.
[[nodiscard]] DirectoryEntry made_up_application(const std::string& tenant_id, std::size_t number);

/// Microsoft's service principals. Graph's is made of the tenant's resource.
[[nodiscard]] std::vector<DirectoryEntry> microsoft_services(const Tenant& tenant);

using DirectoryEntries = std::vector<DirectoryEntry>;

/// Made when it is first asked for: the sandbox has to start at once. Safe to use from many
/// threads.
class Directory {
 public:
  /// So many applications, the tenant's APIs before all others, and Microsoft's services.
  [[nodiscard]] std::shared_ptr<const DirectoryEntries> get(const Tenant& tenant, std::size_t size);

 private:
  std::mutex mutex_;
  std::size_t size_ = 0;
  std::shared_ptr<const DirectoryEntries> entries_;
};

}  // namespace entra_auth::sandbox
