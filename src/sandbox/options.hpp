// SPDX-License-Identifier: MIT
// The command line of entra-auth-sandbox.
#pragma once

#include "sandbox/http/server.hpp"
#include "sandbox/state/settings.hpp"
#include <entra_auth/result.hpp>

#include <string>
#include <variant>

namespace entra_auth::sandbox {

struct Options {
  ListenOptions listen;
  std::string host;         // as the URLs have it
  std::string base_url{};   // used in responses and tokens; empty: made of host and port
  std::string config_file;  // empty: none
  TokenSettings tokens;
  bool quiet = false;
};

/// Returns the exit code if the program has nothing more to do: help, or wrong usage.
[[nodiscard]] std::variant<Options, int> parse_options(int argc, char** argv);

}  // namespace entra_auth::sandbox
