// SPDX-License-Identifier: MIT
#include "os/input.hpp"
#include "support/temp_dir.hpp"

#include <catch2/catch.hpp>

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <string>

using namespace entra_auth;
using os::InputBuffer;
using Step = InputBuffer::Step;

TEST_CASE("everything up to the limit is collected, whatever size was expected") {
  const test::TempDir folder;
  const std::size_t size = GENERATE(0U, 1U, 99U, 100U, 101U);
  const std::size_t expected = GENERATE(0U, 1U, 50U, 100U, 1'000'000U);
  const std::string content(size, 'x');
  const int fd = ::open(folder.write("file", content).c_str(), O_RDONLY);
  InputBuffer buffer(100, expected);
  const Step step = buffer.read_all_from(fd);
  ::close(fd);
  if (size <= 100) {
    CHECK(step == Step::end);
    CHECK(buffer.take().expose() == content);
  } else {
    CHECK(step == Step::too_large);
    CHECK(buffer.read_from(fd) == Step::too_large);
  }
}

TEST_CASE("an empty pipe in O_NONBLOCK mode is neither end nor failure") {
  int ends[2];
  REQUIRE(::pipe2(ends, O_NONBLOCK) == 0);
  InputBuffer buffer(100);
  CHECK(buffer.read_all_from(ends[0]) == Step::would_block);
  CHECK(::write(ends[1], "abc", 3) == 3);
  CHECK(buffer.read_all_from(ends[0]) == Step::would_block);
  ::close(ends[1]);
  CHECK(buffer.read_all_from(ends[0]) == Step::end);
  CHECK(buffer.take().expose() == "abc");
  ::close(ends[0]);
  CHECK(buffer.read_from(ends[0]) == Step::failed);
}
