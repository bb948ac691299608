// SPDX-License-Identifier: MIT
// App registrations as the sandbox knows them.
#pragma once

#include "base/json.hpp"
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

/// A key that client assertions may be signed with, and the header values that name it.
struct AssertionKey {
  crypto::PublicKey key;
  std::string x5t;       // empty for a bare JWK
  std::string x5t_s256;  // empty for a bare JWK
  std::vector<std::string> kids;
};

/// Whose tokens this client may present as its assertion.
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
  std::vector<std::string> identifier_uris{};  // where it is an API too
  std::vector<std::string> scopes{};           // of that API, for users
  bool on_behalf_of_allowed = true;
  std::vector<std::string> graph_roles{};  // of Microsoft Graph, which has its own
};

/// Upper-case hexadecimal, as Entra shows the SHA-1 of a certificate.
[[nodiscard]] std::string thumbprint(std::string_view sha1);

/// The JSON of POST /sandbox/clients (docs/sandbox.md). Kind `usage`.
[[nodiscard]] Result<Client> parse_client(const Json& json);

/// Safe to use from many threads.
class ClientDirectory {
 public:
  /// Takes the place of a client with the same id.
  void put(Client client);
  /// Registers a key on a client that is there and has none of that first kid.
  void add_key(std::string_view id, const AssertionKey& key);
  /// Null where there is none; ids are compared without case.
  [[nodiscard]] std::shared_ptr<const Client> find(std::string_view id) const;
  /// In the order of their ids.
  [[nodiscard]] std::vector<std::shared_ptr<const Client>> all() const;

 private:
  mutable std::mutex mutex_;
  std::map<std::string, std::shared_ptr<const Client>, std::less<>> clients_;
};

}  // namespace entra_auth::sandbox
