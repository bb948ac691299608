// SPDX-License-Identifier: MIT
#include "sandbox/entra_user_tenant.hpp"

#include "base/text.hpp"
#include "sandbox/entra/token.hpp"

namespace entra_auth::sandbox {

Checked<std::string> user_tenant(const Tenant& tenant, std::string_view segment) {
  if (equals_ignoring_case(segment, "consumers")) {
    return refuse(9001023,
                  "The grant type isn't supported over the /consumers endpoint. Please "
                  "use the /organizations or tenant-specific endpoint.");
  }
  if (is_multi_tenant(segment)) return to_lower(segment);
  if (!tenant.is_named(segment)) return tl::unexpected(unknown_tenant(segment));
  return tenant.id;
}

}  // namespace entra_auth::sandbox
