// SPDX-License-Identifier: MIT
#pragma once

#include "sandbox/http/message.hpp"

namespace entra_auth::sandbox {

/// True where a header shows that the request came through a proxy, or was meant to.
[[nodiscard]] bool came_through_proxy(const Request& request);

}  // namespace entra_auth::sandbox
