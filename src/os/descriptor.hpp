// SPDX-License-Identifier: MIT
#pragma once

#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <string_view>
#include <utility>

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
  /// False where close(2) reports that data was lost (network file systems).
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

/// Writes everything, past short writes, interruptions and O_NONBLOCK. Returns 0 or an errno.
[[nodiscard]] int write_all(int fd, std::string_view bytes);

/// Waits until a read (POLLIN) or write (POLLOUT) on an O_NONBLOCK descriptor can go on. Some
/// parents (Node.js, ssh) leave the pipes that we inherit in that mode.
void wait_until_ready(int fd, short event);

}  // namespace entra_auth::os
