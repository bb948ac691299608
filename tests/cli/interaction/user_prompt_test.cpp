// SPDX-License-Identifier: MIT
#include "cli/interaction/user_prompt.hpp"

#include "support/fake_clock.hpp"
#include "support/forked.hpp"
#include "support/terminal_session.hpp"

#include <catch2/catch.hpp>

#include <fcntl.h>
#include <pty.h>
#include <unistd.h>

#include <array>
#include <string>
#include <vector>

using namespace entra_auth;
using namespace entra_auth::test;
using cli::ask_yes_no;
using cli::find_no_prompt_reason;
using cli::find_user_prompt;

namespace {

os::Environment environment(std::vector<std::string> entries = {}) {
  return os::Environment(std::move(entries));
}

/// What find_no_prompt_reason returns in a process with these variables. Only the standard
/// descriptor `terminal` is a terminal; -1 for none.
std::string reason(int terminal, std::vector<std::string> entries = {}) {
  int controller = -1;
  int pty = -1;
  REQUIRE(::openpty(&controller, &pty, nullptr, nullptr, nullptr) == 0);
  std::array<int, 2> ends{};
  REQUIRE(::pipe2(ends.data(), O_CLOEXEC) == 0);
  const int status = run_forked([&] {
    const int null = ::open("/dev/null", O_RDWR | O_CLOEXEC);
    for (int fd = 0; fd < 3; ++fd) ::dup2(fd == terminal ? pty : null, fd);
    return os::write_all(ends[1], find_no_prompt_reason(false, environment(entries)));
  });
  ::close(ends[1]);
  std::array<char, 256> buffer{};
  const auto count = ::read(ends[0], buffer.data(), buffer.size());
  for (const int fd : {ends[0], controller, pty}) ::close(fd);
  REQUIRE(status == 0);
  REQUIRE(count >= 0);
  return {buffer.data(), static_cast<std::size_t>(count)};
}

/// For a process at a terminal: its exit status is 0 for no, 1 for yes, 2 if the question failed
/// and 3 if there is no user.
std::function<int()> asks(bool fallback) {
  return [fallback] {
    FakeClock clock;
    const auto nothing_set = environment();
    const cli::GlobalOptions global;
    const auto user = find_user_prompt(false, {nothing_set, clock, global, clock.steady_now()});
    if (!user.prompt || !user.no_prompt_reason.empty()) return 3;
    const auto answer = ask_yes_no(*user.prompt, "Delete it?", fallback);
    if (!answer) return 2;
    return *answer ? 1 : 0;
  };
}

int answer_of(TerminalSession& session, std::string_view keys) {
  session.expect("Delete it? ");
  session.type(keys);
  return session.wait();
}

}  // namespace

TEST_CASE("find_no_prompt_reason: --no-interaction comes first") {
  CHECK(find_no_prompt_reason(true, environment()) == "--no-interaction");
  CHECK(find_no_prompt_reason(true, environment({"CI=true"})) == "--no-interaction");
}

TEST_CASE(
    "find_no_prompt_reason: CI is a reason even at a terminal, unless it is false, 0 or empty") {
  for (const char* value : {"true", "1", "yes", "woodpecker"}) {
    CAPTURE(value);
    CHECK(reason(0, {"CI=" + std::string(value)}) == "CI is set");
  }
  for (const char* value : {"false", "0", ""}) {
    CAPTURE(value);
    CHECK(reason(0, {"CI=" + std::string(value)}).empty());
    CHECK(reason(-1, {"CI=" + std::string(value)}) == "there is no terminal");
  }
}

TEST_CASE("find_no_prompt_reason: a terminal at standard input or standard error is enough") {
  CHECK(reason(0).empty());
  CHECK(reason(2).empty());
  CHECK(reason(1) == "there is no terminal");
  CHECK(reason(-1) == "there is no terminal");
}

TEST_CASE("find_user_prompt: --no-interaction is reported and no terminal is opened") {
  FakeClock clock;
  const auto nothing_set = environment();
  const cli::GlobalOptions global;
  const auto user = find_user_prompt(true, {nothing_set, clock, global, clock.steady_now()});
  CHECK_FALSE(user.prompt);
  CHECK(user.no_prompt_reason == "--no-interaction");
}

TEST_CASE("ask_yes_no: takes y, yes, n and no in any case, and Enter for the fallback") {
  const bool fallback = GENERATE(false, true);
  const auto [keys, expected] = GENERATE_COPY(table<std::string, int>(
      {{"y\n", 1}, {" YES \n", 1}, {"n\n", 0}, {"No\n", 0}, {"\n", fallback ? 1 : 0}}));
  CAPTURE(fallback, keys);
  TerminalSession session(asks(fallback));
  CHECK(answer_of(session, keys) == expected);
  CHECK(session.screen().find(fallback ? "[Y/n]" : "[y/N]") != std::string::npos);
}

TEST_CASE("ask_yes_no: any other answer repeats the question, and Ctrl-D fails") {
  TerminalSession session(asks(false));
  session.expect("Delete it? ");
  session.type("maybe\n");
  session.expect("y or n");
  CHECK(answer_of(session, "\x04") == 2);
}
