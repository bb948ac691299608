// SPDX-License-Identifier: MIT
// What `inspect` was asked for.
#pragma once

#include "cli/inspect/verify.hpp"

#include <string>

namespace entra_auth::cli {

struct InspectOptions {
  std::string token;  // "-": standard input
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

}  // namespace entra_auth::cli
