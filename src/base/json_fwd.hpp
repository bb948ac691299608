// SPDX-License-Identifier: MIT
// The names of JSON values, for headers that only pass them on: base/json.hpp, which defines them,
// is a large part of what a file costs to compile.
#pragma once

#include <nlohmann/json_fwd.hpp>

namespace entra_auth {

using Json = nlohmann::json;
/// Keeps the order in which members were added: for what we write.
using OrderedJson = nlohmann::ordered_json;

}  // namespace entra_auth
