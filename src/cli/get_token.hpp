// SPDX-License-Identifier: MIT
#pragma once

#include "cli/command.hpp"
#include "cli/overrides.hpp"
#include "cli/token_output.hpp"
#include "cli/user_flags.hpp"
#include "cli/user_token.hpp"

#include <string>

namespace entra_auth::cli {

struct GetTokenOptions {
  std::string profile;
  TokenFlags flags;
  UserTokenFlags user_token;
  UserFlags user;
  std::string output;  // as typed; empty: ENTRA_AUTH_CLI_OUTPUT, else token
  std::string file;
  bool force = false;
  bool no_cache = false;
};

[[nodiscard]] Result<Output> get_token(const GetTokenOptions& options, const Context& context);

}  // namespace entra_auth::cli
