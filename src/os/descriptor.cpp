// SPDX-License-Identifier: MIT
#include "os/descriptor.hpp"

#include <fcntl.h>
#include <poll.h>

namespace entra_auth::os {

int open_folder(const std::filesystem::path& path, int more_flags) {
  return retry_on_interrupt(
      [&] { return ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC | more_flags); });
}

int write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written =
        retry_on_interrupt([&] { return ::write(fd, bytes.data(), bytes.size()); });
    if (written > 0) {
      bytes.remove_prefix(static_cast<std::size_t>(written));
    } else if (written < 0 && errno == EAGAIN) {
      wait_until_ready(fd, POLLOUT);
    } else {
      return written < 0 ? errno : EIO;
    }
  }
  return 0;
}

void wait_until_ready(int fd, short event) {
  pollfd entry{fd, event, 0};
  ::poll(&entry, 1, -1);
}

}  // namespace entra_auth::os
