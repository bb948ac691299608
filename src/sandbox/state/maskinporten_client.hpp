// SPDX-License-Identifier: MIT
// Maskinporten's clients, and the grants that they have used.
#pragma once

#include "base/json.hpp"
#include "crypto/jwk.hpp"
#include <entra_auth/result.hpp>

#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace entra_auth::sandbox {

/// A key that is registered on a client. A client with such keys may sign with them only.
struct MaskinportenKey {
  crypto::PublicJwk jwk;
  bool expired = false;
};

struct MaskinportenClient {
  std::string id;
  std::string organization;  // nine digits
  std::vector<MaskinportenKey> keys{};
  std::vector<std::string> certificates{};    // DER of the organization's enterprise certificates
  std::vector<std::string> scopes{};          // registered on the client
  std::vector<std::string> granted_scopes{};  // granted to the organization
  std::vector<std::string> delegated_by{};    // organizations that have delegated to this one
};

/// True for nine digits.
[[nodiscard]] bool is_organization_number(std::string_view text);

/// Reads the JSON of POST /sandbox/maskinporten/clients (docs/sandbox.md). Fails with `usage` if it
/// is invalid.
[[nodiscard]] Result<MaskinportenClient> parse_maskinporten_client(const Json& json);

/// Contains the built-in client from the start. May be used from many threads.
class MaskinportenClients {
 public:
  MaskinportenClients();
  /// Replaces a client with the same id.
  void put(MaskinportenClient client);
  /// Registers a key on a client. Does nothing if there is no such client, or it has that kid.
  void add_key(std::string_view id, const crypto::PublicJwk& jwk);
  /// Returns null if there is no such client.
  [[nodiscard]] std::shared_ptr<const MaskinportenClient> find(std::string_view id) const;

 private:
  mutable std::mutex mutex_;
  std::map<std::string, std::shared_ptr<const MaskinportenClient>, std::less<>> clients_;
};

/// JWT grants that must not be sent again, remembered for as long as the sandbox runs. May be used
/// from many threads.
class UsedGrants {
 public:
  /// Returns false if it was added before.
  [[nodiscard]] bool add(const std::string& identity);

 private:
  std::mutex mutex_;
  std::set<std::string> identities_;
};

inline constexpr std::string_view kMaskinportenClientId = "5b5f4d3c-0c1d-4e2f-8a3b-000000000001";

}  // namespace entra_auth::sandbox
