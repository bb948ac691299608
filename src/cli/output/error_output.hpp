// SPDX-License-Identifier: MIT
#pragma once

#include "cli/command.hpp"
#include "os/environment.hpp"
#include <entra_auth/error.hpp>

#include <string>
#include <string_view>

namespace entra_auth::cli {

/// Whether a terminal may get colours: neither --no-color nor NO_COLOR (no-color.org) is set.
[[nodiscard]] bool may_use_color(const GlobalOptions& global, const os::Environment& environment);

enum class ErrorFormat : bool { text, json };

/// `error: …` and `hint: …` lines, or one JSON object on one line; both end with a line break.
/// Texts are made safe to show.
[[nodiscard]] std::string render_error(const Error& error, ErrorFormat format, bool color);

/// A `warning: …` line.
[[nodiscard]] std::string render_warning(std::string_view warning, bool color);

}  // namespace entra_auth::cli
