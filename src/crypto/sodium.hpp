// SPDX-License-Identifier: MIT
#pragma once

namespace entra_auth::crypto {

/// Every function that calls libsodium starts with it. Works once only (30 microseconds).
void start_sodium();

}  // namespace entra_auth::crypto
