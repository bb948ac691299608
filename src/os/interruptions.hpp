// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <csignal>

namespace entra_auth::os {

/// While it lives, the signals that end or stop a process (SIGINT, SIGTERM, SIGHUP, SIGQUIT,
/// SIGALRM, SIGTSTP, SIGTTIN, SIGTTOU), and SIGCONT, are only recorded, and interrupt system calls.
/// Those that the process ignores stay ignored. One at a time in a process, and in one thread.
class Interruptions {
 public:
  Interruptions();
  Interruptions(const Interruptions&) = delete;
  Interruptions& operator=(const Interruptions&) = delete;
  /// The handlers are as before. What has been recorded is kept for `follow`.
  ~Interruptions();

  [[nodiscard]] bool any() const;

  /// Waits until `fd` can be read, or has hung up. False where a signal came first, however close.
  [[nodiscard]] bool wait_readable(int fd) const;

  /// What the recorded signals would have done: ends the process, stops it, runs the handler of
  /// before, or nothing where none came. For after the destructor.
  static void follow();

 private:
  static constexpr std::array kSignals = {SIGINT,  SIGTERM, SIGHUP,  SIGQUIT, SIGALRM,
                                          SIGTSTP, SIGTTIN, SIGTTOU, SIGCONT};

  std::array<struct sigaction, kSignals.size()> before_{};
};

}  // namespace entra_auth::os
