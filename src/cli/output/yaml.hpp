// SPDX-License-Identifier: MIT
#pragma once

#include "base/json_fwd.hpp"

#include <string>

namespace entra_auth::cli {

/// Block-style YAML 1.2. Strings are always double-quoted with JSON escapes in ASCII, so that they
/// cannot be read as another type and cannot control a terminal.
[[nodiscard]] std::string to_yaml(const OrderedJson& value);

}  // namespace entra_auth::cli
