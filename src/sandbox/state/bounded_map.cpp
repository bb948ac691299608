// SPDX-License-Identifier: MIT
#include "sandbox/state/bounded_map.hpp"

namespace entra_auth::sandbox {

bool UsedGrants::add(const std::string& identity) {
  const std::scoped_lock lock(mutex_);
  return identities_.insert(identity).second;
}

}  // namespace entra_auth::sandbox
