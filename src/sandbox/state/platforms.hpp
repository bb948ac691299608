// SPDX-License-Identifier: MIT
// What the platforms that the sandbox imitates hold: secrets and keys that they give to their
// workloads, the key file of Azure Arc, and the cache of the Nais token sidecar.
#pragma once

#include "base/json_fwd.hpp"
#include "sandbox/jwt.hpp"
#include <entra_auth/result.hpp>

#include <map>
#include <mutex>
#include <optional>
#include <string>

namespace entra_auth::sandbox {

/// Secrets with which workloads ask their platform for tokens. Every run has new ones.
struct PlatformSecrets {
  std::string github_request_token;
  std::string azure_pipelines_access_token;
  std::string identity_header;

  [[nodiscard]] static PlatformSecrets generate();
};

/// The private key that the environments contain for the built-in clients. Generated on first use:
/// most runs never need it, and it takes longer than everything else at the start. May be used from
/// many threads.
class ClientKey {
 public:
  [[nodiscard]] const SigningKey& get();

 private:
  std::once_flag made_;
  std::optional<SigningKey> key_;
};

/// Azure Arc's proof: a caller that can read the file may ask for tokens.
struct ArcKey {
  std::string file;
  std::string content;
};

/// Reads the JSON of PUT /sandbox/arc (docs/sandbox.md). Fails with `usage` if it is invalid.
[[nodiscard]] Result<ArcKey> parse_arc_key(const Json& json);

/// May be used from many threads.
class CurrentArcKey {
 public:
  [[nodiscard]] ArcKey get() const;
  void put(ArcKey key);

 private:
  mutable std::mutex mutex_;
  ArcKey key_{.file = "/var/opt/azcmagent/tokens/sandbox.key", .content = {}};
};

struct SidecarToken {
  std::string access_token;
  long long expires;  // seconds since 1970
};

/// Returns a token again until two minutes before it expires. May be used from many threads.
class SidecarCache {
 public:
  /// `key` contains everything that the token depends on. `time` is now, in seconds since 1970.
  [[nodiscard]] std::optional<SidecarToken> find(const std::string& key, long long time) const;
  void put(const std::string& key, SidecarToken token);
  void clear();

 private:
  mutable std::mutex mutex_;
  std::map<std::string, SidecarToken> tokens_;
};

}  // namespace entra_auth::sandbox
