// SPDX-License-Identifier: MIT
#include "http/captured_stderr.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <stdexcept>
#include <utility>

namespace entra_auth::test {

CapturedStderr::CapturedStderr()
    : file_(::memfd_create("stderr", MFD_CLOEXEC)), original_(::dup(STDERR_FILENO)) {
  std::fflush(stderr);
  if (file_ < 0 || original_ < 0 || ::dup2(file_, STDERR_FILENO) < 0) {
    throw std::runtime_error("cannot redirect stderr");
  }
}

CapturedStderr::~CapturedStderr() {
  restore();
  ::close(file_);
}

std::string CapturedStderr::take() {
  restore();
  std::string text;
  std::array<char, 4096> buffer{};
  ::lseek(file_, 0, SEEK_SET);
  for (ssize_t count = 0; (count = ::read(file_, buffer.data(), buffer.size())) > 0;) {
    text.append(buffer.data(), static_cast<std::size_t>(count));
  }
  return text;
}

void CapturedStderr::restore() {
  if (original_ < 0) return;
  std::fflush(stderr);
  ::dup2(original_, STDERR_FILENO);
  ::close(std::exchange(original_, -1));
}

}  // namespace entra_auth::test
