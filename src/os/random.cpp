// SPDX-License-Identifier: MIT
#include "os/random.hpp"

#include <sys/random.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <limits>

namespace entra_auth::os {
namespace {

void fill(char* bytes, std::size_t count) {
  while (count > 0) {
    const ssize_t got = ::getrandom(bytes, count, 0);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) std::abort();
    bytes += got;
    count -= static_cast<std::size_t>(got);
  }
}

}  // namespace

std::string random_bytes(std::size_t count) {
  std::string bytes(count, '\0');
  fill(bytes.data(), count);
  return bytes;
}

std::uint32_t random_below(std::uint32_t bound) {
  // Values past the last whole multiple of `bound` would favour small results.
  constexpr std::uint32_t kMax = std::numeric_limits<std::uint32_t>::max();
  const std::uint32_t limit = kMax - kMax % bound;
  while (true) {
    std::array<char, sizeof(std::uint32_t)> bytes{};
    fill(bytes.data(), bytes.size());
    std::uint32_t value = 0;
    std::memcpy(&value, bytes.data(), bytes.size());
    if (value < limit) return value % bound;
  }
}

}  // namespace entra_auth::os
