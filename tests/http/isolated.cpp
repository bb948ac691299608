// SPDX-License-Identifier: MIT
#include "http/isolated.hpp"

#include "support/forked.hpp"

#include <catch2/catch.hpp>

#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <unistd.h>

#include <array>
#include <stdexcept>

namespace entra_auth::test {
namespace {

std::optional<std::string> isolated(const std::function<bool()>& arrange,
                                    const std::function<std::string()>& body) {
  constexpr int kNotPossible = 77;
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("pipe2 failed");
  const int status = run_forked([&] {
    if (!arrange()) return kNotPossible;
    const std::string text = body();
    return ::write(ends[1], text.data(), text.size()) == static_cast<ssize_t>(text.size()) ? 0 : 1;
  });
  ::close(ends[1]);
  std::array<char, 4096> buffer{};
  const auto count = ::read(ends[0], buffer.data(), buffer.size());
  ::close(ends[0]);
  if (status == kNotPossible) {
    WARN("this system does not allow namespaces: not checked");
    return std::nullopt;
  }
  REQUIRE(status == 0);
  REQUIRE(count >= 0);
  return std::string(buffer.data(), static_cast<std::size_t>(count));
}

}  // namespace

std::optional<std::string> without_network(const std::function<std::string()>& body) {
  return isolated([] { return ::unshare(CLONE_NEWUSER | CLONE_NEWNET) == 0; }, body);
}

std::optional<std::string> with_system_certificates(const std::filesystem::path& folder,
                                                    const std::function<std::string()>& body) {
  return isolated(
      [&] {
        return ::unshare(CLONE_NEWUSER | CLONE_NEWNS) == 0 &&
               ::mount(folder.c_str(), "/etc/ssl/certs", nullptr, MS_BIND, nullptr) == 0;
      },
      body);
}

}  // namespace entra_auth::test
