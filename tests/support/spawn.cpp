// SPDX-License-Identifier: MIT
#include "support/spawn.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <stdexcept>
#include <string_view>
#include <utility>

namespace entra_auth::test {
namespace {

using Clock = std::chrono::steady_clock;

[[noreturn]] void throw_errno(const std::string& what) {
  throw std::runtime_error(what + ": " + std::strerror(errno));
}

/// A descriptor that is closed when it goes out of scope.
class Descriptor {
 public:
  explicit Descriptor(int fd = -1) : fd_(fd) {}
  Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~Descriptor() { reset(); }

  void reset() {
    if (fd_ >= 0) ::close(fd_);
    fd_ = -1;
  }
  [[nodiscard]] int get() const { return fd_; }

 private:
  int fd_;
};

struct Pipe {
  Descriptor read_end;
  Descriptor write_end;

  Pipe() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw_errno("pipe2");
    read_end = Descriptor(ends[0]);
    write_end = Descriptor(ends[1]);
  }
};

/// A pseudo-terminal: what is written to the master has been typed.
struct Terminal {
  Descriptor master;
  Descriptor slave;

  Terminal() {
    master = Descriptor(::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC));
    std::array<char, 64> name{};
    if (master.get() < 0 || ::grantpt(master.get()) != 0 || ::unlockpt(master.get()) != 0 ||
        ::ptsname_r(master.get(), name.data(), name.size()) != 0) {
      throw_errno("posix_openpt");
    }
    slave = Descriptor(::open(name.data(), O_RDWR | O_NOCTTY | O_CLOEXEC));
    if (slave.get() < 0) throw_errno(name.data());
  }
};

/// What the child needs, made before the fork: behind it only async-signal-safe calls are allowed.
struct ChildPlan {
  std::vector<char*> argv;
  std::vector<char*> env;
  const char* cwd;
  const char* out_path;
  int in;   // -1: closed
  int out;  // -1: closed
  int err;
};

[[noreturn]] void become(const ChildPlan& plan) {
  ::setpgid(0, 0);
  if (plan.in >= 0) ::dup2(plan.in, STDIN_FILENO);
  if (plan.in < 0) ::close(STDIN_FILENO);
  if (plan.out_path != nullptr) {
    const int file = ::open(plan.out_path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0) ::_exit(127);
    ::dup2(file, STDOUT_FILENO);
  } else if (plan.out >= 0) {
    ::dup2(plan.out, STDOUT_FILENO);
  } else {
    ::close(STDOUT_FILENO);
  }
  ::dup2(plan.err, STDERR_FILENO);
  sigset_t none;
  ::sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  ::signal(SIGPIPE, SIG_DFL);
  if (*plan.cwd == '\0' || ::chdir(plan.cwd) == 0) {
    ::execve(plan.argv.front(), plan.argv.data(), plan.env.data());
  }
  constexpr std::string_view kMessage = "spawn: the program cannot be started\n";
  [[maybe_unused]] const auto written = ::write(STDERR_FILENO, kMessage.data(), kMessage.size());
  ::_exit(127);
}

std::vector<char*> pointers(std::vector<std::string>& strings) {
  std::vector<char*> result;
  for (auto& text : strings) result.push_back(text.data());
  result.push_back(nullptr);
  return result;
}

void set_nonblocking(const Descriptor& descriptor) {
  ::fcntl(descriptor.get(), F_SETFL, ::fcntl(descriptor.get(), F_GETFL) | O_NONBLOCK);
}

/// Reads what is there now; closes the descriptor at its end.
void drain(Descriptor& from, std::string& into) {
  std::array<char, 65536> buffer{};
  while (from.get() >= 0) {
    const auto count = ::read(from.get(), buffer.data(), buffer.size());
    if (count > 0) {
      into.append(buffer.data(), static_cast<std::size_t>(count));
    } else if (count == 0 || errno == EIO) {  // a terminal without an open end gives EIO
      from.reset();
    } else if (errno != EINTR) {
      return;
    }
  }
}

/// Writes what fits now; closes the descriptor when all is written or there is no reader.
void feed(Descriptor& to, std::string_view& rest) {
  while (!rest.empty()) {
    const auto count = ::write(to.get(), rest.data(), rest.size());
    if (count > 0) {
      rest.remove_prefix(static_cast<std::size_t>(count));
    } else if (errno == EAGAIN) {
      return;
    } else if (errno != EINTR) {
      break;
    }
  }
  to.reset();
}

/// Moves input and output until the process has ended. Returns false if the deadline comes first.
bool converse(int process, Descriptor& in, std::string_view input, Descriptor& out, Descriptor& err,
              RunResult& result, Clock::time_point deadline) {
  if (in.get() >= 0 && input.empty()) in.reset();
  while (true) {
    std::array<pollfd, 4> polled{{{process, POLLIN, 0},
                                  {out.get(), POLLIN, 0},
                                  {err.get(), POLLIN, 0},
                                  {in.get(), POLLOUT, 0}}};
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
    if (left <= 0) return false;
    if (::poll(polled.data(), polled.size(), static_cast<int>(left)) < 0 && errno != EINTR) {
      throw_errno("poll");
    }
    if (in.get() >= 0 && polled[3].revents != 0) feed(in, input);
    drain(out, result.out);
    drain(err, result.err);
    if (polled[0].revents != 0) {
      drain(out, result.out);
      drain(err, result.err);
      return true;
    }
  }
}

/// What is on the screen comes through the kernel's buffers, perhaps after the process has ended.
void drain_screen(Descriptor& screen, std::string& into, Clock::time_point deadline) {
  while (screen.get() >= 0 && Clock::now() < deadline) {
    pollfd polled{screen.get(), POLLIN, 0};
    ::poll(&polled, 1, 100);
    drain(screen, into);
  }
}

}  // namespace

RunResult run(std::vector<std::string> argv, const RunOptions& options) {
  if (argv.empty()) throw std::runtime_error("run: no program");
  // A program that does not read its input must not end the test.
  ::signal(SIGPIPE, SIG_IGN);
  Pipe in;
  Pipe out;
  Pipe err;
  // Kept open to the end: a terminal that hangs up is no longer a terminal to the program.
  std::optional<Terminal> terminal;
  if (options.terminal) {
    terminal.emplace();
    in.read_end = std::move(terminal->slave);
    in.write_end = Descriptor(::fcntl(terminal->master.get(), F_DUPFD_CLOEXEC, 0));
  }
  if (options.screen) {
    Terminal screen;
    out.read_end = std::move(screen.master);
    err.write_end = Descriptor(::fcntl(screen.slave.get(), F_DUPFD_CLOEXEC, 0));
    out.write_end = std::move(screen.slave);
  }
  auto env = options.env;
  const std::string cwd = options.cwd.string();
  const std::string out_path = options.out_path.string();
  const ChildPlan plan{.argv = pointers(argv),
                       .env = pointers(env),
                       .cwd = cwd.c_str(),
                       .out_path = out_path.empty() ? nullptr : out_path.c_str(),
                       .in = options.in ? in.read_end.get() : -1,
                       .out = options.close_out ? -1 : out.write_end.get(),
                       .err = err.write_end.get()};
  const auto start = Clock::now();
  const auto pid = ::fork();
  if (pid < 0) throw_errno("fork");
  if (pid == 0) become(plan);
  ::setpgid(pid, pid);
  in.read_end.reset();
  out.write_end.reset();
  err.write_end.reset();
  set_nonblocking(in.write_end);
  set_nonblocking(out.read_end);
  set_nonblocking(err.read_end);
  // glibc 2.36 declares pidfd_open without C linkage.
  const Descriptor process(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)));

  RunResult result;
  const auto deadline = start + std::chrono::duration_cast<Clock::duration>(
                                    std::chrono::duration<double>(options.timeout));
  const bool ended =
      process.get() >= 0 && converse(process.get(), in.write_end, options.in.value_or(""),
                                     out.read_end, err.read_end, result, deadline);
  if (!ended) ::kill(-pid, SIGKILL);
  if (options.screen) drain_screen(out.read_end, result.out, deadline);
  int status = 0;
  rusage usage{};
  while (::wait4(pid, &status, 0, &usage) < 0) {
    if (errno != EINTR) throw_errno("wait4");
  }
  result.seconds = std::chrono::duration<double>(Clock::now() - start).count();
  if (!ended) {
    throw std::runtime_error(argv.front() + " did not end in time; it wrote: " + result.err);
  }
  result.exit_status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  result.max_rss_kib = usage.ru_maxrss;
  return result;
}

std::vector<std::string> own_environment() {
  std::vector<std::string> result;
  for (char** entry = environ; *entry != nullptr; ++entry) result.emplace_back(*entry);
  return result;
}

}  // namespace entra_auth::test
