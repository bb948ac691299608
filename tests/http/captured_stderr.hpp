// SPDX-License-Identifier: MIT
#pragma once

#include <string>

namespace entra_auth::test {

/// Sends everything that this process writes to its error output to a temporary file instead.
class CapturedStderr {
 public:
  CapturedStderr();
  ~CapturedStderr();
  CapturedStderr(const CapturedStderr&) = delete;
  CapturedStderr& operator=(const CapturedStderr&) = delete;

  /// Ends the capture and returns what was written.
  [[nodiscard]] std::string take();

 private:
  void restore();

  int file_;
  int original_;
};

}  // namespace entra_auth::test
