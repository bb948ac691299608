// SPDX-License-Identifier: MIT
#include "os/child_process.hpp"

#include "base/try.hpp"
#include "os/descriptor.hpp"
#include "os/input.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <thread>

namespace entra_auth::os {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

/// Resets SIGCHLD to its default during its lifetime: if it is ignored, the kernel discards exit
/// statuses.
class WaitableChildren {
 public:
  WaitableChildren() {
    struct sigaction action {};
    action.sa_handler = SIG_DFL;
    ::sigaction(SIGCHLD, &action, &before_);
  }
  WaitableChildren(const WaitableChildren&) = delete;
  WaitableChildren& operator=(const WaitableChildren&) = delete;
  ~WaitableChildren() { ::sigaction(SIGCHLD, &before_, nullptr); }

 private:
  struct sigaction before_ {};
};

/// The options of posix_spawn: default signals, `output` as standard output, and no descriptors of
/// ours but standard input and standard error.
class SpawnOptions {
 public:
  explicit SpawnOptions(int output) {
    ::posix_spawn_file_actions_init(&actions_);
    ::posix_spawn_file_actions_adddup2(&actions_, output, STDOUT_FILENO);
    ::posix_spawn_file_actions_addclosefrom_np(&actions_, STDERR_FILENO + 1);
    ::posix_spawnattr_init(&attributes_);
    sigset_t signals;
    ::sigemptyset(&signals);
    ::posix_spawnattr_setsigmask(&attributes_, &signals);
    for (const int number : {SIGPIPE, SIGXFSZ, SIGCHLD}) ::sigaddset(&signals, number);
    ::posix_spawnattr_setsigdefault(&attributes_, &signals);
    ::posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  }
  SpawnOptions(const SpawnOptions&) = delete;
  SpawnOptions& operator=(const SpawnOptions&) = delete;
  ~SpawnOptions() {
    ::posix_spawn_file_actions_destroy(&actions_);
    ::posix_spawnattr_destroy(&attributes_);
  }

  [[nodiscard]] const posix_spawn_file_actions_t* actions() const { return &actions_; }
  [[nodiscard]] const posix_spawnattr_t* attributes() const { return &attributes_; }

 private:
  posix_spawn_file_actions_t actions_{};
  posix_spawnattr_t attributes_{};
};

/// A running child, which is killed and waited for when this object is destroyed.
class Child {
 public:
  explicit Child(pid_t pid)
      : pid_(pid), exit_event_(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0))) {}
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  ~Child() {
    if (!has_exited()) kill();
  }

  /// Readable when the child has ended. Invalid if the kernel does not have it.
  [[nodiscard]] const Descriptor& exit_event() const { return exit_event_; }

  [[nodiscard]] bool has_exited() {
    if (exited_) return true;
    const pid_t result = retry_on_interrupt([&] { return ::waitpid(pid_, &status_, WNOHANG); });
    if (result < 0) status_ = W_EXITCODE(255, 0);  // another thread took the status: not a success
    exited_ = result != 0;
    return exited_;
  }

  [[nodiscard]] int exit_status() const {
    return WIFSIGNALED(status_) ? 128 + WTERMSIG(status_) : WEXITSTATUS(status_);
  }

 private:
  void kill() {
    constexpr milliseconds kGrace{500};
    ::kill(pid_, SIGTERM);
    const auto end = steady_clock::now() + kGrace;
    while (steady_clock::now() < end) {
      std::this_thread::sleep_for(milliseconds(2));
      if (has_exited()) return;
    }
    ::kill(pid_, SIGKILL);
    retry_on_interrupt([&] { return ::waitpid(pid_, &status_, 0); });
  }

  pid_t pid_;
  Descriptor exit_event_;
  int status_ = 0;
  bool exited_ = false;
};

tl::unexpected<Error> cannot_run(const std::string& program, const std::string& reason) {
  return fail(ErrorKind::unexpected, "cannot run " + program + ": " + reason);
}

std::vector<char*> pointers(const auto& texts) {
  std::vector<char*> all;
  for (const auto& text : texts) all.push_back(const_cast<char*>(text.data()));
  all.push_back(nullptr);
  return all;
}

Result<pid_t> spawn(const std::vector<std::string>& argv, const Environment& environment,
                    int output) {
  const SpawnOptions options(output);
  pid_t pid = -1;
  const int problem = ::posix_spawnp(&pid, argv[0].c_str(), options.actions(), options.attributes(),
                                     pointers(argv).data(), pointers(environment.entries()).data());
  if (problem != 0) return cannot_run(argv[0], errno_text(problem));
  return pid;
}

/// Waits until there is output (unless `output` is negative), the child has ended or the deadline
/// has come.
void wait_for_event(const Child& child, int output, Deadline deadline) {
  constexpr milliseconds kWithoutEvent{10};
  constexpr milliseconds kLongest{60'000};
  auto most = std::chrono::ceil<milliseconds>(deadline - steady_clock::now());
  most = std::clamp(most, milliseconds(0), child.exit_event().valid() ? kLongest : kWithoutEvent);
  std::array<pollfd, 2> events{{{output, POLLIN, 0}, {child.exit_event().get(), POLLIN, 0}}};
  ::poll(events.data(), events.size(), static_cast<int>(most.count()));
}

}  // namespace

Result<ChildOutput> run_child(const std::vector<std::string>& argv, const Environment& environment,
                              std::size_t max_bytes, Deadline deadline) {
  if (argv.empty() || argv[0].empty()) return cannot_run("a command", "it is empty");
  const auto has_nul = [](const std::string& text) { return text.find('\0') != std::string::npos; };
  if (std::ranges::any_of(argv, has_nul)) return cannot_run("a command", "it contains a NUL");
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return cannot_run(argv[0], errno_text(errno));
  const Descriptor output(ends[0]);
  Descriptor child_end(ends[1]);
  ::fcntl(output.get(), F_SETFL, O_NONBLOCK);

  const WaitableChildren waitable;
  TRY(const pid_t pid, spawn(argv, environment, child_end.get()));
  Child child(pid);
  child_end.close();

  // A grandchild may keep the pipe open for hours, so the wait ends with the child, not with the
  // pipe. Everything that an exited child has written is in the pipe: check for its exit first,
  // then read.
  InputBuffer collected(max_bytes);
  while (true) {
    const bool exited = child.has_exited();
    const auto step = collected.read_all_from(output.get());
    if (step == InputBuffer::Step::too_large) {
      return cannot_run(argv[0], "it writes more than " + std::to_string(max_bytes) + " bytes");
    }
    if (step == InputBuffer::Step::failed) return cannot_run(argv[0], errno_text(errno));
    if (exited) return ChildOutput{child.exit_status(), collected.take()};
    if (steady_clock::now() >= deadline) {
      return fail(ErrorKind::timeout, argv[0] + " did not finish in time");
    }
    wait_for_event(child, step == InputBuffer::Step::end ? -1 : output.get(), deadline);
  }
}

}  // namespace entra_auth::os
