// SPDX-License-Identifier: MIT
#pragma once

#include <mutex>
#include <set>
#include <string>

namespace entra_auth::sandbox {

/// What must not be presented twice, remembered for as long as the sandbox runs. Safe to use from
/// many threads.
class UsedGrants {
 public:
  /// False where it was added before.
  [[nodiscard]] bool add(const std::string& identity);

 private:
  std::mutex mutex_;
  std::set<std::string> identities_;
};

}  // namespace entra_auth::sandbox
