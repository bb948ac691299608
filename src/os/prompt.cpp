// SPDX-License-Identifier: MIT
#include "os/prompt.hpp"

#include "base/try.hpp"
#include "os/descriptor.hpp"
#include "os/terminal.hpp"

#include <fcntl.h>
#include <poll.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace entra_auth::os {
namespace {

std::array<volatile std::sig_atomic_t, NSIG> recorded{};

void record(int number) {
  if (number == SIGCONT) {
    // "Stop" and then "continue" before we have stopped means "continue".
    for (const int stop : {SIGTSTP, SIGTTIN, SIGTTOU}) recorded[static_cast<std::size_t>(stop)] = 0;
  }
  recorded[static_cast<std::size_t>(number)] = 1;
}

bool is_recorded(int number) { return recorded[static_cast<std::size_t>(number)] != 0; }

/// Linux keeps no more of a line (N_TTY_BUF_SIZE without the line break) and silently drops the
/// rest, so a line of this length may have been cut.
constexpr std::size_t kLineBytes = 4095;

/// The terminal as a question needs it: whole lines, signals from keys, and an echo or none.
class TerminalMode {
 public:
  TerminalMode(int fd, bool echo, const Interruptions& interruptions) : fd_(fd), echo_(echo) {
    if (::tcgetattr(fd, &before_) != 0) return;
    termios wanted = before_;
    wanted.c_iflag |= ICRNL;
    wanted.c_lflag |= ICANON | ISIG | ECHO;
    if (!echo) wanted.c_lflag &= ~static_cast<tcflag_t>(ECHO | ECHONL);
    drop_arriving_input();
    do {
      changed_ = ::tcsetattr(fd, when(), &wanted) == 0;
    } while (!changed_ && errno == EINTR && !interruptions.any());
  }
  TerminalMode(const TerminalMode&) = delete;
  TerminalMode& operator=(const TerminalMode&) = delete;
  ~TerminalMode() {
    if (!changed_) return;
    drop_arriving_input();
    // In the background the terminal belongs to another process: leave it alone.
    while (::tcsetattr(fd_, when(), &before_) != 0 && errno == EINTR) {
      if (::tcgetpgrp(fd_) != ::getpgrp()) break;
    }
  }

  [[nodiscard]] bool ready() const { return changed_; }

 private:
  /// What was typed before a hidden question has been on the screen, and what is left after its
  /// answer (half an answer, the rest of a paste) would appear in the shell: both are dropped.
  [[nodiscard]] int when() const { return echo_ ? TCSADRAIN : TCSAFLUSH; }

  /// TCSAFLUSH drops what the terminal has processed. What has been typed but not processed would
  /// be processed in the new mode, so that half a passphrase would be shown.
  void drop_arriving_input() const {
    if (!echo_ && ::tcgetpgrp(fd_) == ::getpgrp()) ::tcflush(fd_, TCIFLUSH);
  }

  int fd_;
  bool echo_;
  bool changed_ = false;
  termios before_{};
};

/// What has been typed so far, in memory that is not moved and is wiped.
struct Typed {
  std::string bytes = std::string(kLineBytes + 1, '\0');
  std::size_t used = 0;

  Typed() = default;
  Typed(const Typed&) = delete;
  Typed& operator=(const Typed&) = delete;
  ~Typed() { wipe(bytes); }
};

tl::unexpected<Error> not_answered() {
  return fail(ErrorKind::interaction_required,
              "the question was not answered: the input has ended");
}

/// A background process may get a signal at every write.
void show(int fd, std::string_view text, const Interruptions& interruptions) {
  while (!text.empty() && !interruptions.any()) {
    const ssize_t written = ::write(fd, text.data(), text.size());
    if (written > 0) {
      text.remove_prefix(static_cast<std::size_t>(written));
    } else if (written < 0 && errno == EAGAIN) {
      wait_until_ready(fd, POLLOUT);
    } else if (written == 0 || errno != EINTR) {
      return;  // the terminal is gone; reading the answer says so
    }
  }
}

/// Replaces the echo of the Enter key. Not repeated: a signal may have come.
void end_line(int fd) { [[maybe_unused]] const auto written = ::write(fd, "\n", 1); }

/// Returns false if a signal came first.
Result<bool> read_line(int fd, const Interruptions& interruptions, Typed& typed) {
  while (typed.used == 0 || typed.bytes[typed.used - 1] != '\n') {
    if (typed.used == typed.bytes.size()) return true;
    if (!interruptions.wait_readable(fd)) return false;
    const ssize_t got =
        ::read(fd, typed.bytes.data() + typed.used, typed.bytes.size() - typed.used);
    if (got > 0) {
      typed.used += static_cast<std::size_t>(got);
    } else if (got == 0) {
      return not_answered();    // half an answer does not count
    } else if (errno == EIO) {  // hung up, or can never be in the foreground
      return not_answered();
    } else if (errno != EINTR && errno != EAGAIN) {
      return fail(ErrorKind::unexpected, "cannot read from the terminal: " + errno_text(errno));
    }
  }
  return true;
}

/// The line without the marks that the terminal puts around it.
Result<Secret> answer_of(Typed& typed) {
  typed.bytes.resize(typed.used);
  if (typed.bytes.find('\0') != std::string::npos) {
    return fail(ErrorKind::usage, "the answer contains a NUL character");
  }
  if (typed.bytes.ends_with('\n')) typed.bytes.pop_back();
  if (typed.bytes.size() >= kLineBytes) {
    return fail(ErrorKind::usage, "the answer has more than " + std::to_string(kLineBytes - 1) +
                                      " bytes, which the terminal may have cut");
  }
  if (typed.bytes.ends_with('\r')) typed.bytes.pop_back();
  for (const std::string_view mark : {"\x1b[200~", "\x1b[201~"}) {
    for (auto at = typed.bytes.find(mark); at != std::string::npos; at = typed.bytes.find(mark)) {
      typed.bytes.erase(at, mark.size());
    }
  }
  return Secret(std::string_view(typed.bytes));
}

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
  // Blocked from before the check of what is recorded until inside ppoll, so that none is missed.
  ::pthread_sigmask(SIG_BLOCK, &ours, &before);
  bool readable = false;
  while (!readable && !any()) {
    pollfd entry{fd, POLLIN, 0};
    // If waiting fails, the read that follows says why.
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

Result<Prompt> Prompt::open() {
  Descriptor terminal(
      retry_on_interrupt([] { return ::open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY); }));
  if (terminal.valid()) {
    const int fd = terminal.get();
    return Prompt(std::move(terminal), fd, fd);
  }
  if (stdin_is_terminal() && stderr_is_terminal()) {
    return Prompt(std::move(terminal), STDIN_FILENO, STDERR_FILENO);
  }
  return fail(ErrorKind::interaction_required, "there is no terminal to prompt on");
}

void Prompt::say(std::string_view text) const {
  // If the terminal is gone, there is nowhere to report it.
  (void)write_descriptor(out_, text);
}

Result<std::string> Prompt::ask(std::string_view question) const {
  TRY(const Secret answer, read_answer(question, false));
  return std::string(answer.expose());
}

Result<Secret> Prompt::ask_hidden(std::string_view question) const {
  return read_answer(question, true);
}

Result<Secret> Prompt::read_answer(std::string_view question, bool hidden) const {
  while (true) {
    auto answer = try_once(question, hidden);
    Interruptions::follow();
    if (!answer) return fail(std::move(answer.error()));
    if (*answer) return std::move(**answer);
  }
}

Result<std::optional<Secret>> Prompt::try_once(std::string_view question, bool hidden) const {
  const Interruptions interruptions;
  Typed typed;
  const TerminalMode mode(in_, !hidden, interruptions);
  if (interruptions.any()) return std::nullopt;
  if (!mode.ready()) return not_answered();
  // Only when the terminal is ready: a script types as soon as it sees the question.
  show(out_, question, interruptions);
  const auto complete = read_line(in_, interruptions, typed);
  if (hidden || !complete) end_line(out_);
  if (!complete) return fail(complete.error());
  if (!*complete) return std::nullopt;
  TRY(Secret answer, answer_of(typed));
  return answer;
}

}  // namespace entra_auth::os
