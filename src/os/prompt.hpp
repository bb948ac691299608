// SPDX-License-Identifier: MIT
#pragma once

#include "os/descriptor.hpp"
#include <entra_auth/result.hpp>
#include <entra_auth/secret.hpp>

#include <array>
#include <csignal>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

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

/// The terminal of the person, for questions and answers. Nothing of it touches standard output,
/// and standard input only where it is that terminal.
///
/// A signal that ends or stops the process while an answer is awaited (SIGINT, SIGTERM, SIGHUP,
/// SIGQUIT, SIGTSTP, …) finds the terminal as it was before: the signal's own action follows after
/// that, and after a stop the question is asked again. What the process ignores is ignored. For one
/// thread at a time, like readpassphrase(3).
class Prompt {
 public:
  /// The controlling terminal (/dev/tty), else standard input and standard error where both are
  /// terminals. Kind `interaction_required` where there is none.
  [[nodiscard]] static Result<Prompt> open();

  /// Text for the person, as it is: what comes from outside must have been made safe before.
  void say(std::string_view text) const;

  /// One line, without its line break and without the marks of a bracketed paste; hostile until
  /// checked. Kind `interaction_required` where the person ends the input (Ctrl-D) instead or the
  /// terminal has hung up; kind `usage` for a NUL and for more than 4094 bytes, from where on a
  /// terminal may have dropped the rest.
  [[nodiscard]] Result<std::string> ask(std::string_view question) const;

  /// The same, but what is typed is not shown. What was typed before the question was there, and so
  /// was shown, is dropped, and so is what is left behind the answer (more lines of a paste): a
  /// script must wait for each question. Nothing typed after the question is there gets lost.
  [[nodiscard]] Result<Secret> ask_hidden(std::string_view question) const;

 private:
  Prompt(Descriptor terminal, int in, int out)
      : terminal_(std::move(terminal)), in_(in), out_(out) {}
  [[nodiscard]] Result<Secret> read_answer(std::string_view question, bool hidden) const;
  /// Nothing where a signal came first.
  [[nodiscard]] Result<std::optional<Secret>> try_once(std::string_view question,
                                                       bool hidden) const;

  Descriptor terminal_;  // of /dev/tty, or none
  int in_;
  int out_;
};

}  // namespace entra_auth::os
