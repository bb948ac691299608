// SPDX-License-Identifier: MIT
#pragma once

#include "support/temp_dir.hpp"

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <vector>

namespace entra_auth::test {

/// A real proxy that asks for a user name and a password, on a port of 127.0.0.1. It ends with
/// this object. Throws std::runtime_error if it cannot be started.
class Tinyproxy {
 public:
  static constexpr const char* kUser = "user";
  static constexpr const char* kPassword = "proxy-canary";

  Tinyproxy();
  ~Tinyproxy();
  Tinyproxy(const Tinyproxy&) = delete;
  Tinyproxy& operator=(const Tinyproxy&) = delete;

  /// http://USER:PASSWORD@127.0.0.1:PORT
  [[nodiscard]] std::string url(const std::string& password = kPassword) const;
  /// "CONNECT HOST:PORT HTTP/1.1" and the like, for every request it has let in.
  [[nodiscard]] std::vector<std::string> requests() const;

 private:
  TempDir dir_;
  std::uint16_t port_ = 0;
  pid_t pid_ = -1;
};

}  // namespace entra_auth::test
