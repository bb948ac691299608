// SPDX-License-Identifier: MIT
#pragma once

#include "sandbox/sidecar/request.hpp"

#include <map>
#include <mutex>
#include <optional>
#include <string>

namespace entra_auth::sandbox {

struct SidecarToken {
  std::string access_token;
  long long expires;  // seconds since 1970
};

/// Gives tokens out again until two minutes before they expire. Safe to use from many threads.
class SidecarCache {
 public:
  /// `time`: now, in seconds since 1970.
  [[nodiscard]] std::optional<SidecarToken> find(const SidecarRequest& request,
                                                 long long time) const;
  void put(const SidecarRequest& request, SidecarToken token);
  void clear();

 private:
  mutable std::mutex mutex_;
  std::map<std::string, SidecarToken> tokens_;
};

}  // namespace entra_auth::sandbox
