// SPDX-License-Identifier: MIT
#include "sandbox/entra/token.hpp"

#include "base/text.hpp"

namespace entra_auth::sandbox {

std::optional<std::string_view> tenant_of_path(std::string_view path, std::string_view rest) {
  if (!path.starts_with('/') || !path.ends_with(rest)) return std::nullopt;
  if (path.size() <= rest.size() + 1) return std::nullopt;
  const auto tenant = path.substr(1, path.size() - rest.size() - 1);
  if (tenant.find('/') != std::string_view::npos) return std::nullopt;
  return tenant;
}

bool is_multi_tenant(std::string_view segment) {
  return equals_ignoring_case(segment, "common") ||
         equals_ignoring_case(segment, "organizations") ||
         equals_ignoring_case(segment, "consumers");
}

}  // namespace entra_auth::sandbox
