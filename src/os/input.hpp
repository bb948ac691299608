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

/// Collects the input of a descriptor, up to a limit, and leaves no unwiped copy behind.
class InputBuffer {
 public:
  enum class Step : std::uint8_t {
    more,         // there was input: read again
    end,          // end of file
    would_block,  // no input now (O_NONBLOCK descriptors only)
    too_large,    // more than the limit
    failed,       // see errno
  };

  /// `expected_bytes` avoids growing if the size is known; nothing relies on it.
  explicit InputBuffer(std::size_t max_bytes, std::size_t expected_bytes = 4096);
  InputBuffer(const InputBuffer&) = delete;
  InputBuffer& operator=(const InputBuffer&) = delete;
  ~InputBuffer() { wipe(bytes_); }

  /// One read(2).
  [[nodiscard]] Step read_from(int fd);
  /// Reads until the result is not `more`.
  [[nodiscard]] Step read_all_from(int fd);

  [[nodiscard]] Secret take();

 private:
  void resize(std::size_t capacity);

  std::size_t max_bytes_;
  std::size_t used_ = 0;
  std::string bytes_;  // one byte more than allowed, so that "too large" shows
};

/// Reads a descriptor (standard input, `fd:3`) to its end. Fails with `unexpected`.
[[nodiscard]] Result<Secret> read_descriptor(int fd, std::size_t max_bytes);

/// Reads a descriptor line by line, in memory that does not grow with the input, and leaves no
/// unwiped copy behind.
class LineReader {
 public:
  LineReader(int fd, std::size_t max_line_bytes);
  LineReader(const LineReader&) = delete;
  LineReader& operator=(const LineReader&) = delete;
  ~LineReader();

  /// The next line without its line break. Returns nullopt at the end. Fails with `unexpected` if
  /// reading fails or a line is too long.
  [[nodiscard]] Result<std::optional<std::string>> next();

 private:
  [[nodiscard]] Result<bool> read_more();

  int fd_;
  std::size_t max_line_bytes_;
  std::unique_ptr<char[]> buffer_;
  std::size_t start_ = 0;    // of the next line in the buffer
  std::size_t end_ = 0;      // of what was read
  std::size_t max_end_ = 0;  // the largest so far: nothing behind it needs to be wiped
  bool ended_ = false;
};

}  // namespace entra_auth::os
