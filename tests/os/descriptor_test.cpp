// SPDX-License-Identifier: MIT
#include "os/descriptor.hpp"

#include "os/input.hpp"
#include "support/forked.hpp"
#include "support/temp_dir.hpp"

#include <catch2/catch.hpp>

#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <string>
#include <utility>
#include <vector>

using namespace entra_auth;

namespace {

bool is_open(int fd) { return ::fcntl(fd, F_GETFD) >= 0; }

}  // namespace
TEST_CASE("Descriptor: closed once, by its last owner") {
  const int fd = ::open("/dev/null", O_RDONLY);
  {
    os::Descriptor first(fd);
    const os::Descriptor second(std::move(first));
    CHECK_FALSE(first.valid());  // NOLINT(bugprone-use-after-move): moved-from is defined as empty
    CHECK(second.get() == fd);
    CHECK(is_open(fd));
  }
  CHECK_FALSE(is_open(fd));
  os::Descriptor none(-1);
  CHECK_FALSE(none.valid());
  CHECK(none.close());
  os::Descriptor bad(fd);
  CHECK_FALSE(bad.close());
}

TEST_CASE("retry_on_interrupt: repeats a call only while signals interrupt it") {
  int calls = 0;
  CHECK(os::retry_on_interrupt([&] {
          errno = EINTR;
          return ++calls < 3 ? -1 : 7;
        }) == 7);
  CHECK(calls == 3);
  CHECK(os::retry_on_interrupt([&] {
          ++calls;
          errno = EIO;
          return -1;
        }) == -1);
  CHECK(calls == 4);
}

TEST_CASE("open_folder: opens folders only, close-on-exec") {
  const test::TempDir folder;
  const os::Descriptor opened(os::open_folder(folder.path()));
  REQUIRE(opened.valid());
  CHECK((::fcntl(opened.get(), F_GETFD) & FD_CLOEXEC) != 0);
  CHECK(os::open_folder(folder.write("file", "")) < 0);
  CHECK(errno == ENOTDIR);
}

TEST_CASE("write_all: writes everything to a full pipe in O_NONBLOCK mode") {
  int ends[2];
  REQUIRE(::pipe2(ends, O_NONBLOCK) == 0);
  const std::string text(1'000'000, 'x');
  const pid_t writer = test::start_forked([&] {
    ::close(ends[0]);
    return os::write_all(ends[1], text);
  });
  ::close(ends[1]);
  ::fcntl(ends[0], F_SETFL, 0);
  for (int waiting = 0; waiting < ::fcntl(ends[0], F_GETPIPE_SZ);) {  // until the writer is stuck
    REQUIRE(::ioctl(ends[0], FIONREAD, &waiting) == 0);
  }
  std::size_t size = 0;
  char part[4096];
  for (ssize_t got = 1; got > 0; size += static_cast<std::size_t>(got)) {
    got = ::read(ends[0], part, sizeof part);
    REQUIRE(got >= 0);
  }
  ::close(ends[0]);
  CHECK(size == text.size());
  CHECK(test::wait_for(writer) == 0);
}

TEST_CASE("write_all: returns the errno of a failed write") {
  const os::Descriptor full(::open("/dev/full", O_WRONLY));
  CHECK(os::write_all(full.get(), "x") == ENOSPC);
  CHECK(os::write_all(full.get(), "") == 0);
  CHECK(os::write_all(-1, "x") == EBADF);
}

TEST_CASE("read_descriptor: reads to the end, in pieces if necessary") {
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

TEST_CASE("read_descriptor: waits for a slow writer on an O_NONBLOCK pipe") {
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

TEST_CASE("read_descriptor: fails on too much input and on a closed descriptor") {
  const os::Descriptor zero(::open("/dev/zero", O_RDONLY));
  const auto endless = os::read_descriptor(zero.get(), 1000);
  REQUIRE_FALSE(endless);
  CHECK(endless.error().message ==
        "cannot read file descriptor " + std::to_string(zero.get()) + ": more than 1000 bytes");
  CHECK(os::read_descriptor(12345, 1000).error().message ==
        "cannot read file descriptor 12345: bad file descriptor");
}

TEST_CASE("write_descriptor: a failure says where and why") {
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

TEST_CASE("errno_text: plain English in lower case") {
  CHECK(os::errno_text(EACCES) == "permission denied");
  CHECK(os::errno_text(EIO) == "input/output error");
  CHECK(os::errno_text(ENOTSUP) == "operation not supported");
  CHECK(os::errno_text(123456) == "error 123456");
}

TEST_CASE("wait_for_input: tells which descriptors can be read or have hung up") {
  using namespace std::chrono_literals;
  std::array<int, 2> quiet{};
  std::array<int, 2> busy{};
  REQUIRE(::pipe2(quiet.data(), O_CLOEXEC) == 0);
  REQUIRE(::pipe2(busy.data(), O_CLOEXEC) == 0);
  const os::Descriptor quiet_end(quiet[0]);
  os::Descriptor quiet_writer(quiet[1]);
  const os::Descriptor busy_end(busy[0]);
  const os::Descriptor busy_writer(busy[1]);
  const std::array descriptors{quiet_end.get(), -1, busy_end.get()};
  CHECK(os::wait_for_input(descriptors, 1ms) == std::vector<bool>{false, false, false});
  REQUIRE(::write(busy_writer.get(), "x", 1) == 1);
  CHECK(os::wait_for_input(descriptors, 60'000ms) == std::vector<bool>{false, false, true});
  quiet_writer.close();
  CHECK(os::wait_for_input(descriptors, 60'000ms) == std::vector<bool>{true, false, true});
  CHECK(os::wait_for_input({}, 1ms).empty());
}
