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
  int exit_status = 0;  // 128 + n where a signal ended it
  Secret standard_output;
};

/// Runs argv[0] (looked up in PATH) without a shell, with our standard input and error output, and
/// collects its standard output. Killed at the deadline: kind `timeout`. More than `max_bytes` of
/// output, or a program that cannot be started: kind `unexpected`.
[[nodiscard]] Result<ChildOutput> run_child(const std::vector<std::string>& argv,
                                            const Environment& environment, std::size_t max_bytes,
                                            Deadline deadline);

}  // namespace entra_auth::os
