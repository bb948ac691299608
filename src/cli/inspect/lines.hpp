// SPDX-License-Identifier: MIT
// Several tokens on standard input, one on each line.
#pragma once

#include "cli/command.hpp"
#include "cli/inspect/options.hpp"
#include "os/input.hpp"
#include <entra_auth/result.hpp>

#include <memory>
#include <string>

namespace entra_auth::cli {

/// The lines of standard input that are not blank.
class TokenLines {
 public:
  /// The next line; empty at the end.
  [[nodiscard]] Result<std::string> next();
  /// The next line, without consuming it.
  [[nodiscard]] Result<std::string> peek();

 private:
  static constexpr std::size_t kMaxBytes = 1024 * 1024;
  os::LineReader reader_{0, kMaxBytes};
  std::string ahead_;
};

/// One line of JSON for each token (or what --header, --claims or --claim ask for), in memory that
/// does not grow with their number. A line that is not a token becomes {"error": ...}, and the
/// output then ends with `invalid_token`. `options` and `context` must outlive the output.
[[nodiscard]] Output inspect_lines(const InspectOptions& options, std::shared_ptr<TokenLines> lines,
                                   std::string first, const Context& context);

}  // namespace entra_auth::cli
