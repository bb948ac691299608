// SPDX-License-Identifier: MIT
#include "support/terminal_session.hpp"

#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <stdexcept>
#include <utility>

namespace entra_auth::test {
namespace {

using Clock = std::chrono::steady_clock;

constexpr char kForeground = 'f';
constexpr char kBackground = 'b';

void close_fd(int& fd) {
  if (fd >= 0) ::close(std::exchange(fd, -1));
}

std::array<int, 2> make_pipe() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("pipe2 failed");
  return ends;
}

void report(int fd, int status) {
  if (::write(fd, &status, sizeof status) != sizeof status) ::_exit(98);
}

/// What a shell with job control does for its job, until the job has ended.
[[noreturn]] void lead(pid_t job, int terminal, int reports, int commands) {
  ::signal(SIGHUP, SIG_IGN);
  while (true) {
    int status = 0;
    if (::waitpid(job, &status, WUNTRACED) < 0) ::_exit(97);
    if (WIFSTOPPED(status)) ::tcsetpgrp(terminal, ::getpgrp());
    report(reports, status);
    char command = 0;
    // Also after the job's end: the terminal of a session without its leader is reset.
    if (::read(commands, &command, 1) != 1 || !WIFSTOPPED(status)) ::_exit(0);
    if (command == kForeground) ::tcsetpgrp(terminal, job);
    ::kill(-job, SIGCONT);
  }
}

std::vector<char*> pointers(std::vector<std::string>& strings) {
  std::vector<char*> result;
  for (auto& text : strings) result.push_back(text.data());
  result.push_back(nullptr);
  return result;
}

}  // namespace

TerminalSession::TerminalSession(std::vector<std::string> argv, const TerminalOptions& options) {
  auto env = options.env;
  start(
      [&] {
        ::execve(argv.front().c_str(), pointers(argv).data(), pointers(env).data());
        return 127;
      },
      options);
}

TerminalSession::TerminalSession(const std::function<int()>& body, const TerminalOptions& options) {
  start(body, options);
}

TerminalSession::~TerminalSession() { kill_all(); }

void TerminalSession::start(const std::function<int()>& body, const TerminalOptions& options) {
  timeout_ = options.timeout;
  const auto out = make_pipe();
  const auto reports = make_pipe();
  const auto commands = make_pipe();
  int terminal = -1;
  const winsize size{.ws_row = 24, .ws_col = options.columns, .ws_xpixel = 0, .ws_ypixel = 0};
  if (::openpty(&terminal_, &terminal, nullptr, nullptr, &size) != 0) {
    throw std::runtime_error("openpty failed");
  }
  for (const int fd : {terminal_, terminal}) ::fcntl(fd, F_SETFD, FD_CLOEXEC);
  leader_ = ::fork();
  if (leader_ < 0) throw std::runtime_error("fork failed");
  if (leader_ == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    ::setsid();
    ::ioctl(terminal, TIOCSCTTY, 0);
    ::signal(SIGTTOU, SIG_IGN);
    const pid_t job = ::fork();
    if (job == 0) {
      ::setpgid(0, 0);
      ::tcsetpgrp(terminal, ::getpid());
      // As after an exec: the handlers of the test's own framework are not the body's.
      for (int number = 1; number < SIGRTMIN; ++number) ::signal(number, SIG_DFL);
      const int null = ::open("/dev/null", O_RDWR | O_CLOEXEC);
      ::dup2(options.in_is_null ? null : terminal, STDIN_FILENO);
      ::dup2(options.out_is_pipe ? out[1] : terminal, STDOUT_FILENO);
      ::dup2(terminal, STDERR_FILENO);
      for (const int fd : {terminal_, terminal, null, out[0], out[1], reports[0], reports[1],
                           commands[0], commands[1]}) {
        if (fd > STDERR_FILENO) ::close(fd);
      }
      int status = 126;
      try {
        if (options.cwd.empty() || ::chdir(options.cwd.c_str()) == 0) status = body();
      } catch (...) {
      }
      ::_exit(status);
    }
    for (const int fd : {terminal_, out[0], out[1], reports[0], commands[1]}) ::close(fd);
    ::setpgid(job, job);
    report(reports[1], static_cast<int>(job));
    lead(job, terminal, reports[1], commands[0]);
  }
  ::close(terminal);
  for (const int fd : {out[1], reports[1], commands[0]}) ::close(fd);
  out_fd_ = out[0];
  reports_ = reports[0];
  commands_ = commands[1];
  for (const int fd : {terminal_, out_fd_, reports_}) {
    ::fcntl(fd, F_SETFL, ::fcntl(fd, F_GETFL) | O_NONBLOCK);
  }
  try {
    take_in_until([&] { return pid_ > 0; }, "the start");
  } catch (...) {
    kill_all();
    throw;
  }
}

void TerminalSession::expect(std::string_view text) {
  take_in_until(
      [&] {
        const auto found = screen_.find(text, expected_to_);
        if (found == std::string::npos) return false;
        expected_to_ = found + text.size();
        return true;
      },
      text);
}

void TerminalSession::type(std::string_view keys) {
  while (!keys.empty()) {
    const auto written = ::write(terminal_, keys.data(), keys.size());
    if (written > 0) {
      keys.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno == EAGAIN) {
      pollfd entry{terminal_, POLLOUT, 0};
      ::poll(&entry, 1, 1000);
    } else if (errno != EINTR) {
      throw std::runtime_error("the program no longer reads the keys; screen:\n" + screen_);
    }
  }
}

void TerminalSession::send_signal(int number) const {
  if (exit_status_ < 0) ::kill(pid_, number);
}

int TerminalSession::wait_stopped() {
  take_in_until([&] { return stopped_by_ != 0 || exit_status_ >= 0; }, "a stop");
  if (stopped_by_ == 0) {
    throw std::runtime_error("the program has ended, not stopped; screen:\n" + screen_);
  }
  return stopped_by_;
}

void TerminalSession::resume(Place place) {
  stopped_by_ = 0;
  const char command = place == Place::foreground ? kForeground : kBackground;
  if (::write(commands_, &command, 1) != 1) throw std::runtime_error("the program has ended");
}

int TerminalSession::wait() {
  take_in_until([&] { return exit_status_ >= 0; }, "the end");
  while (read_from(terminal_, screen_)) {
  }
  while (read_from(out_fd_, out_)) {
  }
  return exit_status_;
}

::termios TerminalSession::termios() const {
  ::termios state{};
  if (::tcgetattr(terminal_, &state) != 0) throw std::runtime_error("tcgetattr failed");
  return state;
}

void TerminalSession::take_in_until(const std::function<bool()>& done, std::string_view awaited) {
  const auto deadline = Clock::now() + std::chrono::duration<double>(timeout_);
  while (!done()) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
    const bool over = left <= 0 || (exit_status_ >= 0 && !read_from(terminal_, screen_));
    if (over && !done()) {
      throw std::runtime_error(
          std::string(left <= 0 ? "not in time: " : "the program has ended before: ") +
          std::string(awaited) + "\nscreen:\n" + screen_);
    }
    std::array<pollfd, 3> polled{
        {{terminal_, POLLIN, 0}, {out_fd_, POLLIN, 0}, {reports_, POLLIN, 0}}};
    ::poll(polled.data(), polled.size(), static_cast<int>(left));
    while (read_from(terminal_, screen_)) {
    }
    while (read_from(out_fd_, out_)) {
    }
    read_reports();
  }
}

bool TerminalSession::read_from(int& fd, std::string& into) {
  std::array<char, 4096> buffer{};
  const auto got = fd < 0 ? 0 : ::read(fd, buffer.data(), buffer.size());
  if (got > 0) into.append(buffer.data(), static_cast<std::size_t>(got));
  if (got == 0) close_fd(fd);
  return got > 0 || (got < 0 && errno == EINTR);
}

void TerminalSession::read_reports() {
  while (read_from(reports_, report_bytes_)) {
  }
  while (report_bytes_.size() >= sizeof(int)) {
    int value = 0;
    std::memcpy(&value, report_bytes_.data(), sizeof value);
    report_bytes_.erase(0, sizeof value);
    if (pid_ < 0) {
      pid_ = value;
    } else if (WIFSTOPPED(value)) {
      stopped_by_ = WSTOPSIG(value);
    } else {
      exit_status_ = WIFSIGNALED(value) ? 128 + WTERMSIG(value) : WEXITSTATUS(value);
    }
  }
}

void TerminalSession::kill_all() noexcept {
  if (pid_ > 0 && exit_status_ < 0) ::kill(-pid_, SIGKILL);
  if (leader_ > 0) {
    ::kill(leader_, SIGKILL);
    ::waitpid(leader_, nullptr, 0);
  }
  for (int* fd : {&terminal_, &out_fd_, &reports_, &commands_}) close_fd(*fd);
}

}  // namespace entra_auth::test
