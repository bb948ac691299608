// SPDX-License-Identifier: MIT
#include "os/descriptor.hpp"
#include "os/files.hpp"
#include "support/forked.hpp"
#include "support/temp_dir.hpp"

#include <catch2/catch.hpp>

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <string>

using namespace entra_auth;

TEST_CASE("a descriptor is read to its end, in pieces if need be") {
  int ends[2];
  REQUIRE(::pipe(ends) == 0);
  const std::string text(300'000, 'x');
  const pid_t writer = test::start_forked([&] {
    ::close(ends[0]);
    return os::write_descriptor(ends[1], text) ? 0 : 1;
  });
  ::close(ends[1]);
  CHECK(os::read_descriptor(ends[0], text.size()).value().expose() == text);
  CHECK(test::wait_for(writer) == 0);
  ::close(ends[0]);
}

TEST_CASE("a slow writer on an O_NONBLOCK pipe is waited for") {
  int ends[2];
  REQUIRE(::pipe2(ends, O_NONBLOCK) == 0);
  const pid_t writer = test::start_forked([&] {
    ::usleep(20'000);
    return os::write_descriptor(ends[1], "late") ? 0 : 1;
  });
  ::close(ends[1]);
  CHECK(os::read_descriptor(ends[0], 10).value().expose() == "late");
  CHECK(test::wait_for(writer) == 0);
  ::close(ends[0]);
}

TEST_CASE("too much input and a closed descriptor are errors") {
  const os::Descriptor zero(::open("/dev/zero", O_RDONLY));
  const auto endless = os::read_descriptor(zero.get(), 1000);
  REQUIRE_FALSE(endless);
  CHECK(endless.error().message ==
        "cannot read file descriptor " + std::to_string(zero.get()) + ": more than 1000 bytes");
  CHECK(os::read_descriptor(12345, 1000).error().message ==
        "cannot read file descriptor 12345: bad file descriptor");
}

TEST_CASE("a failed write says where and why") {
  CHECK(test::run_forked([] {
          ::dup2(::open("/dev/full", O_WRONLY), STDOUT_FILENO);
          const auto written = os::write_descriptor(STDOUT_FILENO, "token\n");
          return !written && written.error().kind == ErrorKind::unexpected &&
                         written.error().message ==
                             "cannot write to standard output: no space left on device"
                     ? 0
                     : 1;
        }) == 0);
  CHECK(test::run_forked([] {
          ::signal(SIGPIPE, SIG_IGN);
          int ends[2];
          if (::pipe(ends) != 0) return 2;
          ::close(ends[0]);
          ::dup2(ends[1], STDERR_FILENO);
          const auto written = os::write_descriptor(STDERR_FILENO, "x");
          return !written &&
                         written.error().message == "cannot write to standard error: broken pipe"
                     ? 0
                     : 1;
        }) == 0);
}

TEST_CASE("errno texts are plain English in lower case") {
  CHECK(os::errno_text(EACCES) == "permission denied");
  CHECK(os::errno_text(EIO) == "input/output error");
  CHECK(os::errno_text(ENOTSUP) == "operation not supported");
  CHECK(os::errno_text(123456) == "error 123456");
}
