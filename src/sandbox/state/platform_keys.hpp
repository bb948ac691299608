// SPDX-License-Identifier: MIT
#pragma once

#include "base/json.hpp"
#include "sandbox/jwt.hpp"
#include <entra_auth/result.hpp>

#include <mutex>
#include <optional>
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

/// The private key that the sandbox hands out to those who play its built-in clients. Made when it
/// is first asked for: most runs never do, and making one takes longer than all else at the start.
/// Safe to use from many threads.
class ClientKey {
 public:
  [[nodiscard]] const SigningKey& get();

 private:
  std::once_flag made_;
  std::optional<SigningKey> key_;
};

/// What platforms give to their workloads so that they may ask for tokens; new at every start.
struct PlatformSecrets {
  std::string github_request_token;
  std::string azure_pipelines_access_token;
  std::string identity_header;

  [[nodiscard]] static PlatformSecrets generate();
};

}  // namespace entra_auth::sandbox
