// SPDX-License-Identifier: MIT
#include "os/input.hpp"

#include "base/try.hpp"
#include "os/descriptor.hpp"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string_view>
#include <utility>

namespace entra_auth::os {
namespace {

constexpr std::size_t kBlockBytes = 65536;

}  // namespace

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

Result<Secret> read_descriptor(int fd, std::size_t max_bytes) {
  InputBuffer content(max_bytes);
  while (true) {
    switch (content.read_from(fd)) {
      case InputBuffer::Step::more:
        break;
      case InputBuffer::Step::end:
        return content.take();
      case InputBuffer::Step::would_block:
        wait_until_ready(fd, POLLIN);
        break;
      case InputBuffer::Step::too_large:
        return fail(ErrorKind::unexpected, "cannot read " + descriptor_name(fd) + ": more than " +
                                               std::to_string(max_bytes) + " bytes");
      case InputBuffer::Step::failed:
        return fail(ErrorKind::unexpected,
                    "cannot read " + descriptor_name(fd) + ": " + errno_text(errno));
    }
  }
}

LineReader::LineReader(int fd, std::size_t max_line_bytes)
    : fd_(fd),
      max_line_bytes_(max_line_bytes),
      buffer_(new char[max_line_bytes + kBlockBytes]) {}  // not touched before it is needed

LineReader::~LineReader() { ::explicit_bzero(buffer_.get(), max_end_); }

Result<bool> LineReader::read_more() {
  std::memmove(buffer_.get(), buffer_.get() + start_, end_ - start_);
  end_ -= start_;
  start_ = 0;
  ssize_t got = -1;
  while (true) {
    got = retry_on_interrupt([&] { return ::read(fd_, buffer_.get() + end_, kBlockBytes); });
    if (got >= 0 || errno != EAGAIN) break;
    wait_until_ready(fd_, POLLIN);
  }
  if (got < 0) return fail(ErrorKind::unexpected, "cannot read the lines: " + errno_text(errno));
  end_ += static_cast<std::size_t>(got);
  max_end_ = std::max(max_end_, end_);
  return got > 0;
}

Result<std::optional<std::string>> LineReader::next() {
  std::size_t searched = 0;  // of the line, in bytes
  while (true) {
    const std::string_view rest(buffer_.get() + start_, end_ - start_);
    if (const auto length = rest.find('\n', searched); length != std::string_view::npos) {
      start_ += length + 1;
      return std::string(rest.substr(0, length));
    }
    if (ended_) {
      if (rest.empty()) return std::nullopt;
      start_ = end_;
      return std::string(rest);
    }
    if (rest.size() > max_line_bytes_) {
      return fail(ErrorKind::unexpected, "a line of the input has more than " +
                                             std::to_string(max_line_bytes_) + " bytes");
    }
    searched = rest.size();
    TRY(const bool more, read_more());
    ended_ = !more;
  }
}

}  // namespace entra_auth::os
