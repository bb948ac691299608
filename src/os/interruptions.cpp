// SPDX-License-Identifier: MIT
#include "os/interruptions.hpp"

#include <poll.h>

#include <algorithm>
#include <cerrno>

namespace entra_auth::os {
namespace {

std::array<volatile std::sig_atomic_t, NSIG> recorded{};

void record(int number) {
  if (number == SIGCONT) {
    // Whoever says "stop" and then "go on" before we have stopped means "go on".
    for (const int stop : {SIGTSTP, SIGTTIN, SIGTTOU}) recorded[static_cast<std::size_t>(stop)] = 0;
  }
  recorded[static_cast<std::size_t>(number)] = 1;
}

bool is_recorded(int number) { return recorded[static_cast<std::size_t>(number)] != 0; }

}  // namespace

Interruptions::Interruptions() {
  for (auto& mark : recorded) mark = 0;
  for (std::size_t i = 0; i < kSignals.size(); ++i) {
    ::sigaction(kSignals[i], nullptr, &before_[i]);
    if (before_[i].sa_handler == SIG_IGN) continue;
    struct sigaction action {};
    action.sa_handler = record;
    ::sigaction(kSignals[i], &action, nullptr);
  }
}

Interruptions::~Interruptions() {
  for (std::size_t i = 0; i < kSignals.size(); ++i) ::sigaction(kSignals[i], &before_[i], nullptr);
}

bool Interruptions::any() const { return std::ranges::any_of(kSignals, is_recorded); }

bool Interruptions::wait_readable(int fd) const {
  sigset_t ours;
  sigset_t before;
  ::sigemptyset(&ours);
  for (const int number : kSignals) ::sigaddset(&ours, number);
  // Blocked from before the look at what is recorded until inside ppoll, so that none is missed.
  ::pthread_sigmask(SIG_BLOCK, &ours, &before);
  bool readable = false;
  while (!readable && !any()) {
    pollfd entry{fd, POLLIN, 0};
    // A descriptor that cannot be waited for is read: that says why.
    readable = ::ppoll(&entry, 1, nullptr, &before) > 0 || errno != EINTR;
  }
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
  return readable;
}

void Interruptions::follow() {
  for (const int number : kSignals) {
    if (!is_recorded(number)) continue;
    recorded[static_cast<std::size_t>(number)] = 0;
    ::raise(number);
  }
}

}  // namespace entra_auth::os
