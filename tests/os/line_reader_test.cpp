// SPDX-License-Identifier: MIT
#include "os/input.hpp"

#include <catch2/catch.hpp>

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <array>
#include <thread>
#include <vector>

using namespace entra_auth;
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

TEST_CASE("lines come one by one, however the input arrives") {
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

TEST_CASE("many long lines need no more memory than one") {
  std::string text;
  for (int i = 0; i < 200; ++i) text += std::string(5000, static_cast<char>('a' + i % 26)) + "\n";
  const auto lines = lines_of(text, 7777);
  REQUIRE(lines.size() == 200);
  CHECK(lines[25] == std::string(5000, 'z'));
}

TEST_CASE("a line without end is an error, not memory") {
  const auto lines = lines_of(std::string(300'000, 'x'), 65536, 1000);
  REQUIRE(lines.size() == 1);
  CHECK(lines[0].starts_with("error: a line of the input has more than 1000 bytes"));
}

TEST_CASE("a descriptor that cannot be read is an error") {
  LineReader reader(-1, 100);
  CHECK_FALSE(reader.next());
}
