// SPDX-License-Identifier: MIT
#include "sandbox/proxied.hpp"

#include <algorithm>

namespace entra_auth::sandbox {

bool came_through_proxy(const Request& request) {
  return std::ranges::any_of(request.headers, [](const auto& header) {
    const auto& name = header.first;
    return name == "via" || name == "x-forwarded-for" || name.starts_with("proxy-");
  });
}

}  // namespace entra_auth::sandbox
