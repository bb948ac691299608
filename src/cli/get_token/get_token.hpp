// SPDX-License-Identifier: MIT
#pragma once

#include "cli/command.hpp"
#include "cli/get_token/incoming_token.hpp"
#include "cli/get_token/token_output.hpp"
#include "cli/interaction/sign_in_flags.hpp"
#include "cli/options/token_settings.hpp"

#include <string>

namespace entra_auth::cli {

struct GetTokenOptions {
  std::string profile;
  TokenFlags flags;
  IncomingTokenFlags incoming_token;
  SignInFlags user;
  std::string output;  // as typed; empty: ENTRA_AUTH_CLI_OUTPUT, else token
  std::string file;
  bool force = false;
  bool no_cache = false;
};

[[nodiscard]] Result<Output> get_token(const GetTokenOptions& options, const Context& context);

}  // namespace entra_auth::cli
