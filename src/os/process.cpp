// SPDX-License-Identifier: MIT
#include "os/process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <csignal>

namespace entra_auth::os {
namespace {

struct SignalRule {
  int number;
  void (*disposition)(int);
};

const std::array<SignalRule, 3> kSignals{
    {{SIGPIPE, SIG_IGN}, {SIGXFSZ, SIG_IGN}, {SIGCHLD, SIG_DFL}}};

/// What the process was started with.
struct Inherited {
  bool known = false;
  bool stdout_open = true;
  mode_t umask = 0;
  rlimit core{};
  std::array<struct sigaction, kSignals.size()> signals{};
};

Inherited& inherited() {
  static constinit Inherited state;
  return state;
}

/// Otherwise the next file that we open would become standard output, and get the token.
void open_standard_descriptors() {
  std::array<pollfd, 3> standard{{{0, 0, 0}, {1, 0, 0}, {2, 0, 0}}};
  if (::poll(standard.data(), standard.size(), 0) <= 0) return;
  for (const auto& entry : standard) {  // in ascending order: open takes the lowest free one
    if ((entry.revents & POLLNVAL) == 0) continue;
    if (entry.fd == STDOUT_FILENO) inherited().stdout_open = false;
    if (::open("/dev/null", entry.fd == STDIN_FILENO ? O_RDONLY : O_WRONLY) < 0) {
      static_cast<void>(::open("/", O_PATH));  // no /dev: anything that refuses writes
    }
  }
}

}  // namespace

void harden_process() {
  Inherited& state = inherited();
  open_standard_descriptors();
  state.umask = ::umask(077);
  ::getrlimit(RLIMIT_CORE, &state.core);
  const rlimit no_core{0, state.core.rlim_max};
  ::setrlimit(RLIMIT_CORE, &no_core);
  ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
  for (std::size_t i = 0; i < kSignals.size(); ++i) {
    struct sigaction action {};
    action.sa_handler = kSignals[i].disposition;
    ::sigaction(kSignals[i].number, &action, &state.signals[i]);
  }
  state.known = true;
}

void restore_process_defaults() {
  const Inherited& state = inherited();
  if (!state.known) return;
  ::umask(state.umask);
  ::setrlimit(RLIMIT_CORE, &state.core);
  for (std::size_t i = 0; i < kSignals.size(); ++i) {
    ::sigaction(kSignals[i].number, &state.signals[i], nullptr);
  }
}

bool stdout_was_open() { return inherited().stdout_open; }

}  // namespace entra_auth::os
