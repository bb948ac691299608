// SPDX-License-Identifier: MIT
#include "os/prompt.hpp"

#include "support/forked.hpp"
#include "support/terminal_session.hpp"

#include <catch2/catch.hpp>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <string>

using namespace entra_auth;
using os::Prompt;
using test::TerminalOptions;
using test::TerminalSession;

namespace {

constexpr int kInteractionRequired = 6;
constexpr int kUsage = 64;
constexpr int kOtherAnswer = 50;
const std::string kSecret = "hemmelig-4711";

/// Asks for something hidden; 0 where the answer is `expected`.
int ask_hidden(std::string_view expected) {
  auto prompt = Prompt::open();
  if (!prompt) return 99;
  const auto answer = prompt->ask_hidden("Passphrase: ");
  if (!answer) return exit_code(answer.error().kind);
  return answer->expose() == expected ? 0 : kOtherAnswer;
}

int ask(std::string_view expected) {
  auto prompt = Prompt::open();
  if (!prompt) return 99;
  const auto answer = prompt->ask("Name: ");
  if (!answer) return exit_code(answer.error().kind);
  return *answer == expected ? 0 : kOtherAnswer;
}

TerminalSession hidden_session(std::string_view expected, const TerminalOptions& options = {}) {
  return TerminalSession([expected] { return ask_hidden(expected); }, options);
}

}  // namespace

TEST_CASE("ask_hidden: the answer comes without its line break and is not on the screen") {
  // The first question holds the program until the terminal has been looked at.
  TerminalSession session([] {
    const int first = ask("my-api");
    return first == 0 ? ask_hidden(kSecret) : first;
  });
  session.expect("Name: ");
  CHECK(session.echoes());
  session.type("my-api\n");
  session.expect("Passphrase: ");
  CHECK_FALSE(session.echoes());
  const tcflag_t modes = session.termios().c_lflag;
  CHECK((modes & ICANON) != 0);
  CHECK((modes & ISIG) != 0);
  session.type(kSecret.substr(0, 5));
  session.type("x\x7f");  // Backspace works
  session.type(kSecret.substr(5) + "\n");
  CHECK(session.wait() == 0);
  CHECK(session.echoes());
  CHECK(session.screen() == "Name: my-api\r\nPassphrase: \r\n");
}

TEST_CASE("ask: the answer is shown while it is typed") {
  TerminalSession session([] { return ask("my-api"); });
  session.expect("Name: ");
  session.type("my-api\n");
  CHECK(session.wait() == 0);
  CHECK(session.screen() == "Name: my-api\r\n");
}

TEST_CASE("Prompt: redirected streams are not used") {
  TerminalSession session([] { return ask_hidden(kSecret); },
                          {.out_is_pipe = true, .in_is_null = true});
  session.expect("Passphrase: ");
  session.type(kSecret + "\n");
  CHECK(session.wait() == 0);
  CHECK(session.out().empty());
}

TEST_CASE("ask_hidden: a signal that ends the process finds the terminal restored") {
  const int number = GENERATE(SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGALRM);
  CAPTURE(number);
  auto session = hidden_session(kSecret);
  session.expect("Passphrase: ");
  session.type("half");
  session.send_signal(number);
  CHECK(session.wait() == 128 + number);
  CHECK(session.echoes());
  CHECK(session.screen() == "Passphrase: \r\n");
}

TEST_CASE("ask_hidden: input typed before a signal does not appear in the shell") {
  TerminalSession session([] {
    ::signal(SIGTERM, SIG_IGN);
    const int status = test::run_forked([] {
      ::signal(SIGTERM, SIG_DFL);
      return ask_hidden(kSecret);
    });
    if (status != 128 + SIGTERM) return 98;
    return ask("next");
  });
  session.expect("Passphrase: ");
  session.type(kSecret);
  ::kill(-session.pid(), SIGTERM);
  session.expect("Name: ");
  session.type("next\n");
  CHECK(session.wait() == 0);
}

TEST_CASE("ask_hidden: Ctrl-C and Ctrl-backslash end the process") {
  const bool interrupt = GENERATE(true, false);
  CAPTURE(interrupt);
  auto session = hidden_session(kSecret);
  session.expect("Passphrase: ");
  session.type(interrupt ? "half\x03" : "half\x1c");
  CHECK(session.wait() == 128 + (interrupt ? SIGINT : SIGQUIT));
  CHECK(session.echoes());
  CHECK(session.screen().find("half") == std::string::npos);
}

TEST_CASE("ask_hidden: a stop restores the terminal, and the question is asked again") {
  const bool by_key = GENERATE(true, false);
  CAPTURE(by_key);
  auto session = hidden_session(kSecret);
  for (int round = 0; round < 3; ++round) {
    CAPTURE(round);
    session.expect("Passphrase: ");
    CHECK_FALSE(session.echoes());
    if (by_key) session.type("half\x1a");
    if (!by_key) session.send_signal(SIGTSTP);
    CHECK(session.wait_stopped() == SIGTSTP);
    CHECK(session.echoes());
    session.resume();
  }
  session.expect("Passphrase: ");
  session.type(kSecret + "\n");
  CHECK(session.wait() == 0);
  CHECK(session.echoes());
  CHECK(session.screen().find("half") == std::string::npos);
}

TEST_CASE("ask_hidden: after SIGSTOP the answer is hidden again") {
  auto session = hidden_session(kSecret);
  session.expect("Passphrase: ");
  session.send_signal(SIGSTOP);
  CHECK(session.wait_stopped() == SIGSTOP);
  session.resume();
  session.expect("Passphrase: ");
  CHECK_FALSE(session.echoes());
  session.type(kSecret + "\n");
  CHECK(session.wait() == 0);
  CHECK(session.echoes());
}

TEST_CASE("ask_hidden: a question from the background waits for the foreground") {
  TerminalSession session([] {
    ::raise(SIGSTOP);
    return ask_hidden(kSecret);
  });
  session.wait_stopped();
  session.resume(TerminalSession::Place::background);
  CHECK(session.wait_stopped() == SIGTTOU);
  CHECK(session.echoes());
  session.resume();
  session.expect("Passphrase: ");
  session.type(kSecret + "\n");
  CHECK(session.wait() == 0);
}

TEST_CASE("ask: ignored signals stay ignored and handlers are restored") {
  TerminalSession session([] {
    ::signal(SIGHUP, SIG_IGN);
    static volatile std::sig_atomic_t handled = 0;
    ::signal(SIGALRM, [](int) { handled = 1; });
    const int asked = ask_hidden(kSecret);
    struct sigaction hup {};
    struct sigaction term {};
    ::sigaction(SIGHUP, nullptr, &hup);
    ::sigaction(SIGTERM, nullptr, &term);
    if (hup.sa_handler != SIG_IGN || term.sa_handler != SIG_DFL || handled != 1) return 98;
    return asked;
  });
  session.expect("Passphrase: ");
  session.send_signal(SIGHUP);
  session.send_signal(SIGALRM);  // our caller's handler runs, and the question comes again
  session.expect("Passphrase: ");
  session.type(kSecret + "\n");
  CHECK(session.wait() == 0);
}

TEST_CASE("ask: the end of the input is an error") {
  const std::string keys = GENERATE(as<std::string>(), "\x04", "half\x04\x04");
  CAPTURE(keys);
  auto session = hidden_session(kSecret);
  session.expect("Passphrase: ");
  session.type(keys);
  CHECK(session.wait() == kInteractionRequired);
  CHECK(session.echoes());
  CHECK(session.screen() == "Passphrase: \r\n");
}

TEST_CASE("ask: a line longer than the terminal keeps is refused, not cut") {
  for (const std::size_t size : {4094U, 4095U, 4096U, 5000U}) {
    CAPTURE(size);
    const std::string typed(size, 'x');
    auto session = hidden_session(typed);
    session.expect("Passphrase: ");
    session.type(typed + "\n");
    CHECK(session.wait() == (size <= 4094 ? 0 : kUsage));
    CHECK(session.echoes());
  }
}

TEST_CASE("ask: a NUL is refused") {
  auto session = hidden_session("ab");
  session.expect("Passphrase: ");
  session.type(std::string("a\0b\n", 4));
  CHECK(session.wait() == kUsage);
}

TEST_CASE("ask: the marks of a bracketed paste are not part of the answer") {
  auto session = hidden_session(kSecret);
  session.expect("Passphrase: ");
  session.type("\x1b[200~" + kSecret + "\x1b[201~\n");
  CHECK(session.wait() == 0);
}

TEST_CASE("ask: an empty line is an empty answer, and white space is kept") {
  const std::string answer = GENERATE(as<std::string>(), "", " two words ");
  auto session = hidden_session(answer);
  session.expect("Passphrase: ");
  session.type(answer + "\n");
  CHECK(session.wait() == 0);
}

TEST_CASE("ask_hidden: drops what was typed before the question and the rest of a paste") {
  TerminalSession session([] {
    ::usleep(300'000);
    const int first = ask_hidden("second");
    return first != 0 ? first : ask("name");
  });
  session.type("first\n");
  session.expect("Passphrase: ");
  session.type("second\nthird\nfourth");
  session.expect("Name: ");
  session.type("name\n");
  CHECK(session.wait() == 0);
}

TEST_CASE("Prompt: open fails without a terminal") {
  const int status = test::run_forked([] {
    ::setsid();
    const int null = ::open("/dev/null", O_RDWR);
    for (int fd = 0; fd < 3; ++fd) ::dup2(null, fd);
    const auto prompt = Prompt::open();
    return prompt ? 0 : exit_code(prompt.error().kind);
  });
  CHECK(status == kInteractionRequired);
}
