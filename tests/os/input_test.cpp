// SPDX-License-Identifier: MIT

#include "os/input.hpp"

#include "support/temp_dir.hpp"

#include <catch2/catch.hpp>

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <string>
#include <thread>
#include <vector>

using namespace entra_auth;
using os::InputBuffer;
using Step = InputBuffer::Step;
using os::LineReader;

namespace {

/// The lines of a pipe that `text` is written to in pieces of that size.
std::vector<std::string> lines_of(const std::string& text, std::size_t piece,
                                  std::size_t most = 100'000, int flags = 0) {
  ::signal(SIGPIPE, SIG_IGN);  // the reader may leave before the writer has finished
  std::array<int, 2> ends{};
  REQUIRE(::pipe2(ends.data(), O_CLOEXEC) == 0);
  if (flags != 0) REQUIRE(::fcntl(ends[0], F_SETFL, flags) == 0);
  std::thread writer([&] {
    for (std::size_t at = 0; at < text.size(); at += piece) {
      const auto size = std::min(piece, text.size() - at);
      if (::write(ends[1], text.data() + at, size) < 0) break;
    }
    ::close(ends[1]);
  });
  std::vector<std::string> lines;
  {
    LineReader reader(ends[0], most);
    while (true) {
      auto line = reader.next();
      if (!line) {
        lines.push_back("error: " + line.error().message);
        break;
      }
      if (!*line) break;
      lines.push_back(**line);
    }
  }
  ::close(ends[0]);
  writer.join();
  return lines;
}

}  // namespace
TEST_CASE("InputBuffer: collects everything up to the limit, whatever size was expected") {
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

TEST_CASE("InputBuffer: an empty pipe in O_NONBLOCK mode is neither end nor failure") {
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

TEST_CASE("LineReader: returns line after line, however the input arrives") {
  using Lines = std::vector<std::string>;
  for (const std::size_t piece : {std::size_t{1}, std::size_t{3}, std::size_t{1000}}) {
    CAPTURE(piece);
    CHECK(lines_of("", piece).empty());
    CHECK(lines_of("one", piece) == Lines{"one"});
    CHECK(lines_of("one\n", piece) == Lines{"one"});
    CHECK(lines_of("one\n\ntwo\r\nthree", piece) == Lines{"one", "", "two\r", "three"});
    CHECK(lines_of("one\ntwo\n", piece, 100, O_NONBLOCK) == Lines{"one", "two"});
  }
}

TEST_CASE("LineReader: many long lines need no more memory than one") {
  std::string text;
  for (int i = 0; i < 200; ++i) text += std::string(5000, static_cast<char>('a' + i % 26)) + "\n";
  const auto lines = lines_of(text, 7777);
  REQUIRE(lines.size() == 200);
  CHECK(lines[25] == std::string(5000, 'z'));
}

TEST_CASE("LineReader: an endless line is an error and takes bounded memory") {
  const auto lines = lines_of(std::string(300'000, 'x'), 65536, 1000);
  REQUIRE(lines.size() == 1);
  CHECK(lines[0].starts_with("error: a line of the input has more than 1000 bytes"));
}

TEST_CASE("LineReader: fails on a descriptor that cannot be read") {
  LineReader reader(-1, 100);
  CHECK_FALSE(reader.next());
}
