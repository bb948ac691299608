// SPDX-License-Identifier: MIT
#pragma once

#include "sandbox/http/server.hpp"
#include "sandbox/state/settings.hpp"
#include <entra_auth/result.hpp>

#include <string>
#include <variant>

namespace entra_auth::sandbox {

struct Options {
  ListenOptions listen;
  std::string host;         // as it appears in the URLs
  std::string base_url{};   // what it calls itself in its answers; empty: by host and port
  std::string config_file;  // empty: none
  TokenSettings tokens;
  bool quiet = false;
};

/// The command line, or the exit code with which it is already done (help, wrong usage).
[[nodiscard]] std::variant<Options, int> parse_options(int argc, char** argv);

}  // namespace entra_auth::sandbox
