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

/// During its lifetime the signals that end or stop a process (SIGINT, SIGTERM, SIGHUP, SIGQUIT,
/// SIGALRM, SIGTSTP, SIGTTIN, SIGTTOU), and SIGCONT, are only recorded, and interrupt system calls.
/// Ignored signals stay ignored. Only one at a time in a process, in one thread.
class Interruptions {
 public:
  Interruptions();
  Interruptions(const Interruptions&) = delete;
  Interruptions& operator=(const Interruptions&) = delete;
  /// Restores the handlers. The recorded signals are kept for `follow`.
  ~Interruptions();

  [[nodiscard]] bool any() const;

  /// Waits until `fd` can be read or has hung up. Returns false if a signal came first.
  [[nodiscard]] bool wait_readable(int fd) const;

  /// Does what the recorded signals would have done: ends or stops the process, or runs the
  /// restored handler. Does nothing if there were none. Call it after the destructor.
  static void follow();

 private:
  static constexpr std::array kSignals = {SIGINT,  SIGTERM, SIGHUP,  SIGQUIT, SIGALRM,
                                          SIGTSTP, SIGTTIN, SIGTTOU, SIGCONT};

  std::array<struct sigaction, kSignals.size()> before_{};
};

/// The user's terminal, for questions and answers. Never uses standard output, and uses standard
/// input only if it is that terminal.
///
/// If a signal that ends or stops the process (SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP, …) comes
/// while an answer is awaited, the terminal is restored first, then the signal takes effect. After
/// a stop the question is asked again. Ignored signals stay ignored. For one thread at a time, like
/// readpassphrase(3).
class Prompt {
 public:
  /// The controlling terminal (/dev/tty), else standard input and standard error if both are
  /// terminals. Fails with `interaction_required` if there is no terminal.
  [[nodiscard]] static Result<Prompt> open();

  /// Shows the text unchanged: text from outside must have been made safe.
  void say(std::string_view text) const;

  /// One line, without its line break and without the marks of a bracketed paste; hostile until
  /// checked. Fails with `interaction_required` if the user ends the input (Ctrl-D) or the terminal
  /// has hung up, and with `usage` for a NUL and for more than 4094 bytes, after which a terminal
  /// may have dropped the rest.
  [[nodiscard]] Result<std::string> ask(std::string_view question) const;

  /// The same, but what is typed is not shown. Input that was typed before the question appeared,
  /// and so was shown, is dropped, and so is input after the answer (more lines of a paste): a
  /// script must wait for each question. Nothing that is typed after the question appears is lost.
  [[nodiscard]] Result<Secret> ask_hidden(std::string_view question) const;

 private:
  Prompt(Descriptor terminal, int in, int out)
      : terminal_(std::move(terminal)), in_(in), out_(out) {}
  [[nodiscard]] Result<Secret> read_answer(std::string_view question, bool hidden) const;
  /// Returns nullopt if a signal came first.
  [[nodiscard]] Result<std::optional<Secret>> try_once(std::string_view question,
                                                       bool hidden) const;

  Descriptor terminal_;  // /dev/tty, or invalid
  int in_;
  int out_;
};

}  // namespace entra_auth::os
