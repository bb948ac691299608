// SPDX-License-Identifier: MIT
#pragma once

#include "base/json.hpp"
#include <entra_auth/result.hpp>

#include <mutex>
#include <string>

namespace entra_auth::sandbox {

/// What Azure Arc proves with: who can read the file that it names is allowed to ask for tokens.
struct ArcKey {
  std::string file;
  std::string content;
};

/// The JSON of PUT /sandbox/arc (docs/sandbox.md). Kind `usage`.
[[nodiscard]] Result<ArcKey> parse_arc_key(const Json& json);

/// Safe to use from many threads.
class CurrentArcKey {
 public:
  [[nodiscard]] ArcKey get() const;
  void put(ArcKey key);

 private:
  mutable std::mutex mutex_;
  ArcKey key_{.file = "/var/opt/azcmagent/tokens/sandbox.key", .content = {}};
};

}  // namespace entra_auth::sandbox
