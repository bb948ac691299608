// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <functional>

namespace entra_auth::test {

/// A child process that runs `body` and exits with what it returns. For tests that change what
/// belongs to a whole process: umask, limits, user, signals. The body must not use CHECK.
[[nodiscard]] pid_t start_forked(const std::function<int()>& body);

/// Its exit status, or 128 + n if signal n ended it.
[[nodiscard]] int wait_for(pid_t child);

[[nodiscard]] int run_forked(const std::function<int()>& body);

/// A user other than root and the one who runs the tests.
inline constexpr uid_t kOtherUser = 20001;

/// Whether this process may become or give files to another user.
[[nodiscard]] bool can_change_user();

/// Becomes the other user for good. Returns false if that failed.
[[nodiscard]] bool become_other_user();

}  // namespace entra_auth::test
