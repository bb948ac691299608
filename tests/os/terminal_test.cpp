// SPDX-License-Identifier: MIT
#include "os/terminal.hpp"

#include "support/forked.hpp"

#include <catch2/catch.hpp>

#include <fcntl.h>
#include <pty.h>
#include <unistd.h>

using namespace entra_auth;

TEST_CASE("terminal: each standard descriptor is examined on its own") {
  int controller = -1;
  int terminal = -1;
  REQUIRE(::openpty(&controller, &terminal, nullptr, nullptr, nullptr) == 0);
  const auto answers = [&](int wanted) {
    return test::run_forked([&] {
      const int null = ::open("/dev/null", O_RDWR);
      for (int fd = 0; fd < 3; ++fd) ::dup2(fd == wanted ? terminal : null, fd);
      return int{os::stdin_is_terminal()} + 2 * int{os::stdout_is_terminal()} +
             4 * int{os::stderr_is_terminal()};
    });
  };
  CHECK(answers(-1) == 0);
  CHECK(answers(0) == 1);
  CHECK(answers(1) == 2);
  CHECK(answers(2) == 4);
  ::close(terminal);
  ::close(controller);
}
