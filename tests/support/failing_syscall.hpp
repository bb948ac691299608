// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>

namespace entra_auth::test {

/// From now on the kernel refuses that system call with `error_number`, with any arguments or only
/// if the first one is `first_argument`, as container runtimes and broken disks do. Lasts until the
/// process ends, so use it in `run_forked`. Returns false if the kernel has no seccomp.
[[nodiscard]] bool make_syscall_fail(long number, int error_number,
                                     std::optional<std::uint32_t> first_argument = {});

}  // namespace entra_auth::test
