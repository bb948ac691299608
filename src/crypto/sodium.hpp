// SPDX-License-Identifier: MIT
#pragma once

namespace entra_auth::crypto {

/// Stands at the top of every function that calls libsodium; does its work once (30 microseconds).
void start_sodium();

}  // namespace entra_auth::crypto
