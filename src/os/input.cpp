// SPDX-License-Identifier: MIT
#include "os/input.hpp"

#include "os/descriptor.hpp"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <string_view>
#include <utility>

namespace entra_auth::os {

InputBuffer::InputBuffer(std::size_t max_bytes, std::size_t expected_bytes)
    : max_bytes_(max_bytes), bytes_(std::min(max_bytes, expected_bytes) + 1, '\0') {}

InputBuffer::Step InputBuffer::read_from(int fd) {
  if (used_ > max_bytes_) return Step::too_large;
  if (used_ == bytes_.size()) resize(std::min(max_bytes_ + 1, bytes_.size() * 2));
  const ssize_t got =
      retry_on_interrupt([&] { return ::read(fd, bytes_.data() + used_, bytes_.size() - used_); });
  if (got < 0) return errno == EAGAIN ? Step::would_block : Step::failed;
  if (got == 0) return Step::end;
  used_ += static_cast<std::size_t>(got);
  return Step::more;
}

InputBuffer::Step InputBuffer::read_all_from(int fd) {
  Step step = Step::more;
  while (step == Step::more) step = read_from(fd);
  return step;
}

Secret InputBuffer::take() {
  Secret taken(std::string_view(bytes_).substr(0, used_));
  wipe(bytes_);
  return taken;
}

void InputBuffer::resize(std::size_t capacity) {
  std::string larger(capacity, '\0');
  std::copy_n(bytes_.begin(), used_, larger.begin());
  wipe(bytes_);
  bytes_ = std::move(larger);
}

}  // namespace entra_auth::os
