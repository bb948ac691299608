// SPDX-License-Identifier: MIT
#pragma once

#include "cli/command.hpp"
#include "cli/inspect/verification.hpp"

#include <string>

namespace entra_auth::cli {

struct InspectOptions {
  std::string token;  // "-": standard input; empty: see read_token
  std::string file;
  std::string profile;
  std::string output;  // pretty, json or yaml
  bool header_only = false;
  bool claims_only = false;
  std::string claim;
  bool check = false;
  bool verify = false;
  VerifyFlags verify_flags;
  bool utc = false;
};

[[nodiscard]] Result<Output> inspect(const InspectOptions& options, const Context& context);

}  // namespace entra_auth::cli
