// SPDX-License-Identifier: MIT
#pragma once

namespace entra_auth::os {

/// Run first in main, before any secret is read: opens /dev/null on closed standard descriptors,
/// umask 077, no core dumps, not dumpable (other processes of this user cannot read our memory or
/// environment), SIGPIPE and SIGXFSZ ignored so that a closed pipe or a file size limit is an error
/// with a documented exit code, SIGCHLD reset to its default so that children can be waited for.
void harden_process();

/// Restores umask, core limit and signal dispositions as `harden_process` found them: for a program
/// that we run for the user. Async-signal-safe: call it between fork and exec.
void restore_process_defaults();

/// Whether standard output was open when `harden_process` looked.
[[nodiscard]] bool stdout_was_open();

}  // namespace entra_auth::os
