// SPDX-License-Identifier: MIT
#include "os/descriptor.hpp"

#include "support/forked.hpp"
#include "support/temp_dir.hpp"

#include <catch2/catch.hpp>

#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <string>
#include <utility>

using namespace entra_auth;

namespace {

bool is_open(int fd) { return ::fcntl(fd, F_GETFD) >= 0; }

}  // namespace

TEST_CASE("a descriptor is closed once, by its last owner") {
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

TEST_CASE("a call is repeated only while signals interrupt it") {
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

TEST_CASE("only folders are opened as folders, and not for children") {
  const test::TempDir folder;
  const os::Descriptor opened(os::open_folder(folder.path()));
  REQUIRE(opened.valid());
  CHECK((::fcntl(opened.get(), F_GETFD) & FD_CLOEXEC) != 0);
  CHECK(os::open_folder(folder.write("file", "")) < 0);
  CHECK(errno == ENOTDIR);
}

TEST_CASE("everything is written to a full pipe in O_NONBLOCK mode") {
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

TEST_CASE("the errno of a failed write is returned") {
  const os::Descriptor full(::open("/dev/full", O_WRONLY));
  CHECK(os::write_all(full.get(), "x") == ENOSPC);
  CHECK(os::write_all(full.get(), "") == 0);
  CHECK(os::write_all(-1, "x") == EBADF);
}
