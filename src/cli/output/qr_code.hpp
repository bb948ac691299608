// SPDX-License-Identifier: MIT
#pragma once

#include "os/environment.hpp"

#include <string>

namespace entra_auth::cli {

/// The text as a QR code of block characters, in lines. Empty if the terminal is too narrow for it
/// or does not use UTF-8 (LC_ALL, LC_CTYPE, LANG), if the text is too long, and if libqrencode is
/// not installed; the library is opened when it is needed.
[[nodiscard]] std::string render_qr_code(const std::string& text,
                                         const os::Environment& environment, int columns);

}  // namespace entra_auth::cli
