// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>
#include <termios.h>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace entra_auth::test {

struct TerminalOptions {
  std::vector<std::string> env{};  // "NAME=value", the whole environment of the program
  std::filesystem::path cwd{};     // empty: that of the test
  bool out_is_pipe = false;        // standard output is a pipe (see `out`), not the terminal
  bool in_is_null = false;         // standard input is /dev/null, not the terminal
  unsigned short columns = 80;     // of the terminal; it has 24 rows
  double timeout = 10;             // seconds for each `expect` and `wait`
};

/// A program on a pseudo-terminal that is its controlling terminal (/dev/tty), in the foreground,
/// as a shell with job control would start it: it has a process group of its own, and its parent,
/// in the same session, takes the terminal back while it is stopped. Standard error is the
/// terminal.
///
///     TerminalSession session({ENTRA_AUTH_CLI, "config", "delete", "x"}, {.env = …});
///     session.expect("Delete it? ");
///     session.type("y\n");
///     CHECK(session.wait() == 0);
///
/// Functions throw std::runtime_error, with the screen in the message, if what they wait for does
/// not happen in time. The destructor kills what is left. For one thread; a program that writes
/// much continues only while a function of this class waits.
class TerminalSession {
 public:
  enum class Place : std::uint8_t { foreground, background };

  /// argv[0] is a path, not looked up in PATH.
  explicit TerminalSession(std::vector<std::string> argv, const TerminalOptions& options = {});
  /// Runs `body` in the child instead of a program; what it returns is the exit status. It must not
  /// use CHECK. `env` is ignored.
  explicit TerminalSession(const std::function<int()>& body, const TerminalOptions& options = {});
  TerminalSession(const TerminalSession&) = delete;
  TerminalSession& operator=(const TerminalSession&) = delete;
  ~TerminalSession();

  /// Waits until `text` appears behind what the last `expect` found. Line ends are "\r\n".
  void expect(std::string_view text);
  /// Presses keys: "\n" is Enter, "\x03" Ctrl-C, "\x04" Ctrl-D, "\x1a" Ctrl-Z. Does not wait.
  void type(std::string_view keys);
  /// To the program itself, not to its children.
  void send_signal(int number) const;
  /// Waits until a signal has stopped the program; returns the signal.
  int wait_stopped();
  /// What `fg` (or `bg`) does after a stop: the program goes on, in the foreground with the
  /// terminal.
  void resume(Place place = Place::foreground);
  /// Waits for the end; the exit status, or 128 + n if signal n ended it. May be called again.
  int wait();

  /// Everything on the terminal so far, echo included, up to the last wait.
  [[nodiscard]] const std::string& screen() const { return screen_; }
  /// The standard output so far, with `out_is_pipe`. All of it after `wait`.
  [[nodiscard]] const std::string& out() const { return out_; }
  /// The state of the terminal now.
  [[nodiscard]] ::termios termios() const;
  [[nodiscard]] bool echoes() const { return (termios().c_lflag & ECHO) != 0; }
  [[nodiscard]] pid_t pid() const { return pid_; }

 private:
  void start(const std::function<int()>& body, const TerminalOptions& options);
  /// Reads what there is until `done` returns true.
  void take_in_until(const std::function<bool()>& done, std::string_view awaited);
  [[nodiscard]] bool read_from(int& fd, std::string& into);
  void read_reports();
  void kill_all() noexcept;

  double timeout_ = 10;
  pid_t leader_ = -1;
  pid_t pid_ = -1;
  int terminal_ = -1;  // the side that types and sees
  int out_fd_ = -1;
  int reports_ = -1;   // from the leader: the program's changes of state, as from waitpid(2)
  int commands_ = -1;  // to the leader: go on
  std::string screen_;
  std::string out_;
  std::string report_bytes_;
  std::size_t expected_to_ = 0;  // in the screen
  int stopped_by_ = 0;
  int exit_status_ = -1;
};

}  // namespace entra_auth::test
