// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace entra_auth::cli {

/// Text as it stands in a manual page written with man(7): what roff would read as its own
/// (hyphens, backslashes, quotes, a dot at the start of a line) is shown as typed.
[[nodiscard]] std::string roff_text(std::string_view text);
[[nodiscard]] std::string roff_bold(std::string_view text);
[[nodiscard]] std::string roff_italic(std::string_view text);

}  // namespace entra_auth::cli
