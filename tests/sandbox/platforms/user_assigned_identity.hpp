// SPDX-License-Identifier: MIT
// The user-assigned identity of the machine that the sandbox imitates.
#pragma once

#include <string>

namespace entra_auth::test {

inline const std::string kIdentityClientId = "00000000-0000-0000-0000-0000000000b1";
inline const std::string kIdentityObjectId = "ef9aa66b-73af-4e1c-8156-78139ea3f248";
inline const std::string kIdentityResourceId =
    "/subscriptions/00000000-0000-0000-0000-0000000005b5/resourcegroups/sandbox/providers/"
    "Microsoft.ManagedIdentity/userAssignedIdentities/sandbox-identity";

}  // namespace entra_auth::test
