// SPDX-License-Identifier: MIT
// The applications and service principals in Microsoft Graph.
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
  std::string application_id{};  // empty: the application is another tenant's
  std::string principal_id{};    // empty: there is no service principal here
  std::string display_name{};
  std::vector<std::string> identifier_uris{};
  std::string sign_in_audience = "AzureADMyOrg";
  int token_version = 0;  // 0: null
  std::vector<DirectoryScope> scopes{};
  std::vector<DirectoryRole> roles{};
  bool assignment_required = false;
  std::string owner_tenant{};
};

/// A GUID, always the same for the same numbers.
[[nodiscard]] std::string made_up_guid(std::uint64_t kind, std::uint64_t number);

/// A made-up application, always the same for the same number.
[[nodiscard]] DirectoryEntry made_up_application(const std::string& tenant_id, std::size_t number);

/// Microsoft's service principals. That of Graph is made from the tenant's resource.
[[nodiscard]] std::vector<DirectoryEntry> microsoft_services(const Tenant& tenant);

using DirectoryEntries = std::vector<DirectoryEntry>;

/// The directory is made on first use, so that the sandbox starts at once. May be used from many
/// threads.
class Directory {
 public:
  /// `size` applications, the tenant's APIs first, and Microsoft's services.
  [[nodiscard]] std::shared_ptr<const DirectoryEntries> get(const Tenant& tenant, std::size_t size);

 private:
  std::mutex mutex_;
  std::size_t size_ = 0;
  std::shared_ptr<const DirectoryEntries> entries_;
};

}  // namespace entra_auth::sandbox
