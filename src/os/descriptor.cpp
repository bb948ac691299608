// SPDX-License-Identifier: MIT
#include "os/descriptor.hpp"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

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

std::vector<bool> wait_for_input(std::span<const int> descriptors, std::chrono::milliseconds time) {
  std::vector<pollfd> events;
  for (const int fd : descriptors) events.push_back({fd, POLLIN, 0});
  const int count = ::poll(events.data(), events.size(), static_cast<int>(time.count()));
  std::vector<bool> ready;
  for (const auto& event : events) ready.push_back(count > 0 && event.revents != 0);
  return ready;
}

Result<void> write_descriptor(int fd, std::string_view bytes) {
  const int problem = write_all(fd, bytes);
  if (problem == 0) return {};
  return fail(ErrorKind::unexpected,
              "cannot write to " + descriptor_name(fd) + ": " + errno_text(problem));
}

std::string descriptor_name(int fd) {
  switch (fd) {
    case STDIN_FILENO:
      return "standard input";
    case STDOUT_FILENO:
      return "standard output";
    case STDERR_FILENO:
      return "standard error";
    default:
      return "file descriptor " + std::to_string(fd);
  }
}

std::string errno_text(int error_number) {
  const char* description = ::strerrordesc_np(error_number);
  if (description == nullptr) return "error " + std::to_string(error_number);
  std::string text = description;
  const auto is_upper = [&](std::size_t i) { return text[i] >= 'A' && text[i] <= 'Z'; };
  if (text.size() > 1 && is_upper(0) && !is_upper(1)) text[0] = static_cast<char>(text[0] | 0x20);
  return text;
}

}  // namespace entra_auth::os
