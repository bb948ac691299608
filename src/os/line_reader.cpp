// SPDX-License-Identifier: MIT
#include "os/line_reader.hpp"

#include "base/try.hpp"
#include "os/descriptor.hpp"
#include "os/files.hpp"
#include <entra_auth/secret.hpp>

#include <poll.h>
#include <unistd.h>

#include <cerrno>

namespace entra_auth::os {
namespace {

constexpr std::size_t kBlockBytes = 65536;

}  // namespace

LineReader::LineReader(int fd, std::size_t most_line_bytes)
    : fd_(fd), most_line_bytes_(most_line_bytes) {
  buffer_.reserve(most_line_bytes + kBlockBytes);  // never moved: growth would leave copies behind
}

LineReader::~LineReader() { wipe(buffer_); }

Result<bool> LineReader::read_more() {
  buffer_.erase(0, start_);
  start_ = 0;
  const std::size_t kept = buffer_.size();
  buffer_.resize(kept + kBlockBytes);
  ssize_t got = -1;
  while (true) {
    got = retry_on_interrupt([&] { return ::read(fd_, buffer_.data() + kept, kBlockBytes); });
    if (got >= 0 || errno != EAGAIN) break;
    wait_until_ready(fd_, POLLIN);
  }
  const int problem = errno;
  buffer_.resize(kept + static_cast<std::size_t>(got < 0 ? 0 : got));
  if (got < 0) return fail(ErrorKind::unexpected, "cannot read the lines: " + errno_text(problem));
  return got > 0;
}

Result<std::optional<std::string>> LineReader::next() {
  std::size_t searched = start_;
  while (true) {
    if (const auto end = buffer_.find('\n', searched); end != std::string::npos) {
      std::string line = buffer_.substr(start_, end - start_);
      start_ = end + 1;
      return line;
    }
    const std::size_t kept = buffer_.size() - start_;
    if (ended_) {
      if (kept == 0) return std::nullopt;
      std::string line = buffer_.substr(start_);
      start_ = buffer_.size();
      return line;
    }
    if (kept > most_line_bytes_) {
      return fail(ErrorKind::unexpected, "a line of the input has more than " +
                                             std::to_string(most_line_bytes_) + " bytes");
    }
    TRY(const bool more, read_more());
    ended_ = !more;
    searched = kept;
  }
}

}  // namespace entra_auth::os
