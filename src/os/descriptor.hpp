// SPDX-License-Identifier: MIT
#pragma once

#include <entra_auth/result.hpp>

#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace entra_auth::os {

/// Owns a file descriptor and closes it.
class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(Descriptor&& other) noexcept : fd_(other.release()) {}
  Descriptor& operator=(Descriptor&&) = delete;
  ~Descriptor() { close(); }

  [[nodiscard]] bool valid() const { return fd_ >= 0; }
  [[nodiscard]] int get() const { return fd_; }
  [[nodiscard]] int release() { return std::exchange(fd_, -1); }
  /// Returns false if close(2) reports that data was lost (network file systems).
  bool close() {
    const int fd = release();
    return fd < 0 || ::close(fd) == 0 || errno == EINTR;
  }

 private:
  int fd_;
};

/// Calls a system call again while a signal interrupts it.
template <class Call>
auto retry_on_interrupt(Call call) {
  auto result = call();
  while (result < 0 && errno == EINTR) result = call();
  return result;
}

/// Opens a folder for reading, close-on-exec. Negative on failure, with errno.
[[nodiscard]] int open_folder(const std::filesystem::path& path, int more_flags = 0);

/// Writes everything, despite short writes, interruptions and O_NONBLOCK. Returns 0 or an errno.
[[nodiscard]] int write_all(int fd, std::string_view bytes);

/// Waits until a read (POLLIN) or write (POLLOUT) on an O_NONBLOCK descriptor can continue. Some
/// parents (Node.js, ssh) leave the pipes that we inherit in that mode.
void wait_until_ready(int fd, short event);

/// Waits, at most for `time`, until one of the descriptors can be read or has hung up. Returns for
/// each in its order whether it can; negative descriptors are skipped. A signal may end the wait
/// early.
[[nodiscard]] std::vector<bool> wait_for_input(std::span<const int> descriptors,
                                               std::chrono::milliseconds time);

/// Writes everything, despite short writes and interruptions. Fails with `unexpected`.
[[nodiscard]] Result<void> write_descriptor(int fd, std::string_view bytes);

/// The text of an errno, in English for every locale.
[[nodiscard]] std::string errno_text(int error_number);

/// "standard input", "file descriptor 5": for messages.
[[nodiscard]] std::string descriptor_name(int fd);

}  // namespace entra_auth::os
