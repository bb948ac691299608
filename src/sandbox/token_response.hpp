// SPDX-License-Identifier: MIT
#pragma once

#include "sandbox/sandbox.hpp"

namespace entra_auth::sandbox {

/// A successful token answer, with what the settings change about it.
[[nodiscard]] Reply token_response(const Sandbox& sandbox, OrderedJson members);

}  // namespace entra_auth::sandbox
