// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace entra_auth::test {

struct RunOptions {
  std::vector<std::string> env{};      // "NAME=value", the whole environment of the program
  std::optional<std::string> in = "";  // its standard input; nullopt: closed
  bool terminal = false;               // standard input is a terminal, and `in` is typed there
  bool screen = false;                 // standard output and error are one terminal: `out`
  bool close_out = false;              // start it with standard output closed
  std::filesystem::path out_path{};    // standard output goes here (/dev/full), not to a pipe
  std::filesystem::path cwd{};         // empty: that of the test
  double timeout = 60;                 // seconds; then it is killed and `run` throws
};

struct RunResult {
  int exit_status = 0;  // 128 + n if signal n ended it
  std::string out;
  std::string err;
  double seconds = 0;  // from before the start until it has ended
  /// Of the program and the children it waited for. The kernel counts from the fork on, so it is
  /// never less than what the calling process uses.
  long max_rss_kib = 0;
};

/// Runs argv[0] (a path, not looked up in PATH) without a shell and waits for it. Output that a
/// child of the program writes after its end is not waited for. May be called from many threads at
/// once. Throws std::runtime_error if the program cannot be started or does not end in time.
[[nodiscard]] RunResult run(std::vector<std::string> argv, const RunOptions& options = {});

/// The variables of this process, as a start for RunOptions::env.
[[nodiscard]] std::vector<std::string> own_environment();

}  // namespace entra_auth::test
