// SPDX-License-Identifier: MIT
#pragma once

#include <entra_auth/result.hpp>
#include <entra_auth/secret.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace entra_auth::os {

/// Collects what a descriptor delivers, up to a limit, and leaves no unwiped copy of it behind.
class InputBuffer {
 public:
  enum class Step : std::uint8_t {
    more,         // something came, ask again
    end,          // end of file
    would_block,  // nothing now (O_NONBLOCK descriptors only)
    too_large,    // more than the limit
    failed,       // see errno
  };

  /// `expected_bytes` saves growing where it is known; it is never trusted.
  explicit InputBuffer(std::size_t max_bytes, std::size_t expected_bytes = 4096);
  InputBuffer(const InputBuffer&) = delete;
  InputBuffer& operator=(const InputBuffer&) = delete;
  ~InputBuffer() { wipe(bytes_); }

  /// One read(2).
  [[nodiscard]] Step read_from(int fd);
  /// Reads until something else than `more` comes.
  [[nodiscard]] Step read_all_from(int fd);

  [[nodiscard]] Secret take();

 private:
  void resize(std::size_t capacity);

  std::size_t max_bytes_;
  std::size_t used_ = 0;
  std::string bytes_;  // one byte more than allowed, so that "too large" shows
};

/// Reads a descriptor line by line in memory that does not grow with the input, and leaves no
/// unwiped copy of it behind.
class LineReader {
 public:
  LineReader(int fd, std::size_t most_line_bytes);
  LineReader(const LineReader&) = delete;
  LineReader& operator=(const LineReader&) = delete;
  ~LineReader();

  /// The next line without its line break; nothing at the end. Kind `unexpected` where reading
  /// fails or a line is too long.
  [[nodiscard]] Result<std::optional<std::string>> next();

 private:
  [[nodiscard]] Result<bool> read_more();

  int fd_;
  std::size_t most_line_bytes_;
  std::unique_ptr<char[]> buffer_;
  std::size_t start_ = 0;     // of the next line in the buffer
  std::size_t end_ = 0;       // of what was read
  std::size_t most_end_ = 0;  // where it ever was: behind that nothing needs to be wiped
  bool ended_ = false;
};

}  // namespace entra_auth::os
