// SPDX-License-Identifier: MIT
// App registrations.
#pragma once

#include "base/json_fwd.hpp"
#include "crypto/jwk.hpp"
#include "crypto/keys.hpp"
#include "sandbox/state/redirect_uri.hpp"
#include <entra_auth/result.hpp>

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace entra_auth::sandbox {

struct ClientSecret {
  std::string value;
  bool expired = false;
};

/// A key for client assertions, and the header values that name it.
struct AssertionKey {
  crypto::PublicKey key;
  std::string x5t;       // empty for a bare JWK
  std::string x5t_s256;  // empty for a bare JWK
  std::vector<std::string> kids;
};

/// The tokens of a foreign issuer that a client may use as its assertion.
struct FederatedCredential {
  std::string issuer;
  std::string subject;
  std::string audience;
  std::vector<crypto::PublicJwk> keys;
};

struct Client {
  std::string id;
  std::string note{};
  bool is_public = false;
  std::vector<ClientSecret> secrets{};
  std::vector<AssertionKey> keys{};
  std::vector<FederatedCredential> federated{};
  std::vector<std::string> roles{};
  std::vector<RedirectUri> redirect_uris{};
  bool allow_public_client_flows = false;
  std::vector<std::string> identifier_uris{};  // if it is an API, too
  std::vector<std::string> scopes{};           // of that API, for users
  bool on_behalf_of_allowed = true;
  std::vector<std::string> graph_roles{};  // in tokens for Microsoft Graph
};

/// The SHA-1 of a certificate as Entra shows it, in upper-case hexadecimal.
[[nodiscard]] std::string thumbprint(std::string_view sha1);

/// Reads the JSON of POST /sandbox/clients (docs/sandbox.md). Fails with `usage` if it is invalid.
[[nodiscard]] Result<Client> parse_client(const Json& json);

/// May be used from many threads.
class ClientDirectory {
 public:
  /// Replaces a client with the same id.
  void put(Client client);
  /// Registers a key on a client. Does nothing if there is no such client, or it has a key with
  /// that first kid.
  void add_key(std::string_view id, const AssertionKey& key);
  /// Compares ids in any case. Returns null if there is no such client.
  [[nodiscard]] std::shared_ptr<const Client> find(std::string_view id) const;
  /// All clients, in the order of their ids.
  [[nodiscard]] std::vector<std::shared_ptr<const Client>> all() const;

 private:
  mutable std::mutex mutex_;
  std::map<std::string, std::shared_ptr<const Client>, std::less<>> clients_;
};

}  // namespace entra_auth::sandbox
