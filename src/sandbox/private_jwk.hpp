// SPDX-License-Identifier: MIT
#pragma once

#include "base/json.hpp"
#include "crypto/keys.hpp"

namespace entra_auth::sandbox {

/// All members of an RSA key (RFC 7518 section 6.3), the private ones too: what a platform injects
/// into its workloads.
[[nodiscard]] OrderedJson to_private_jwk(const crypto::PrivateKey& key);

}  // namespace entra_auth::sandbox
