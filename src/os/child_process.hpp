// SPDX-License-Identifier: MIT
#pragma once

#include "os/environment.hpp"
#include <entra_auth/clock.hpp>
#include <entra_auth/result.hpp>
#include <entra_auth/secret.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace entra_auth::os {

struct ChildOutput {
  int exit_status = 0;  // 128 + n if signal n ended it
  Secret standard_output;
};

/// Runs argv[0] (looked up in PATH) without a shell, with our standard input and error output, and
/// collects its standard output. Kills it at the deadline and fails with `timeout`. Fails with
/// `unexpected` if it cannot be started or writes more than `max_bytes`.
[[nodiscard]] Result<ChildOutput> run_child(const std::vector<std::string>& argv,
                                            const Environment& environment, std::size_t max_bytes,
                                            Deadline deadline);

}  // namespace entra_auth::os
