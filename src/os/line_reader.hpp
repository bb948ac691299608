// SPDX-License-Identifier: MIT
#pragma once

#include <entra_auth/result.hpp>

#include <cstddef>
#include <memory>
#include <optional>
#include <string>

namespace entra_auth::os {

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
