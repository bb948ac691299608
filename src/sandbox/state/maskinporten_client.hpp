// SPDX-License-Identifier: MIT
// Maskinporten's clients as the sandbox knows them.
#pragma once

#include "base/json.hpp"
#include "crypto/jwk.hpp"
#include <entra_auth/result.hpp>

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace entra_auth::sandbox {

/// A key that was registered on a client, which then signs with such keys only.
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

/// Nine digits.
[[nodiscard]] bool is_organization_number(std::string_view text);

/// The JSON of POST /sandbox/maskinporten/clients (docs/sandbox.md). Kind `usage`.
[[nodiscard]] Result<MaskinportenClient> parse_maskinporten_client(const Json& json);

/// Holds the built-in client from the start. Safe to use from many threads.
class MaskinportenClients {
 public:
  MaskinportenClients();
  /// Takes the place of a client with the same id.
  void put(MaskinportenClient client);
  /// Registers a key on a client that is there and has none of that kid.
  void add_key(std::string_view id, const crypto::PublicJwk& jwk);
  /// Null where there is none.
  [[nodiscard]] std::shared_ptr<const MaskinportenClient> find(std::string_view id) const;

 private:
  mutable std::mutex mutex_;
  std::map<std::string, std::shared_ptr<const MaskinportenClient>, std::less<>> clients_;
};

inline constexpr std::string_view kMaskinportenClientId = "5b5f4d3c-0c1d-4e2f-8a3b-000000000001";

}  // namespace entra_auth::sandbox
