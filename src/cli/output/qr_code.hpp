// SPDX-License-Identifier: MIT
#pragma once

#include "os/environment.hpp"

#include <string>

namespace entra_auth::cli {

/// The text as a QR code of block characters, in lines; empty where the terminal is too narrow for
/// it or has no UTF-8 (LC_ALL, LC_CTYPE, LANG), and where libqrencode is not installed: it is
/// opened when it is needed and not before.
[[nodiscard]] std::string render_qr_code(const std::string& text,
                                         const os::Environment& environment, int columns);

}  // namespace entra_auth::cli
