// SPDX-License-Identifier: MIT
// The only unit that knows cache, lock and grants together.
#pragma once

#include "cache/token_cache.hpp"
#include "os/environment.hpp"
#include "service/sign_in/user_tokens.hpp"
#include <entra_auth/clock.hpp>
#include <entra_auth/profile.hpp>
#include <entra_auth/result.hpp>
#include <entra_auth/token.hpp>
#include <entra_auth/transport.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace entra_auth::service {

struct TokenOptions {
  bool force = false;     // ask the server and replace the cached token
  bool use_cache = true;  // false: neither read nor write the cache
  std::chrono::seconds min_validity = cache::kDefaultMinValidity;
  std::optional<Secret> incoming_token{};  // on-behalf-of: the token to exchange
  bool verify_incoming_token = false;      // its signature and issuer, before it is sent
  SignInOptions sign_in{};                 // for the flows in which a user signs in
  secrets::VaultPassphrase vault_passphrase{};
  Deadline deadline{};  // for everything that does not wait for a user
};

enum class TokenOrigin : std::uint8_t { cache, server };

struct TokenResponse {
  Token token;
  TokenOrigin origin = TokenOrigin::server;
  std::vector<std::string> warnings;  // shown to the user; the token can be used all the same
};

/// Gets tokens for profiles. A hit takes no lock, makes no request and reads no credential. A miss
/// is single-flight across processes: the process that holds the lock asks the server, the others
/// wait for its entry to appear. For a user the lock is that of the sign-in, which all scopes of a
/// profile share, and it is held while the user signs in. If a lock or a file cannot be had, the
/// token is fetched without it.
class TokenService {
 public:
  /// `token_cache` is empty if there is no folder to cache in; `no_cache_reason` then says why.
  TokenService(const os::Environment& environment, std::optional<cache::TokenCache> token_cache,
               std::string no_cache_reason, Transport& transport, Clock& clock)
      : environment_(environment),
        cache_(std::move(token_cache)),
        no_cache_reason_(std::move(no_cache_reason)),
        transport_(transport),
        clock_(clock) {}

  /// A token for the profile, to which flags and environment have been applied.
  [[nodiscard]] Result<TokenResponse> get(const Profile& profile, const TokenOptions& options);

 private:
  struct Call;

  [[nodiscard]] Result<TokenResponse> fetch_single_flight(const Call& call);
  [[nodiscard]] Result<TokenResponse> renew(const Call& call, Token current);
  [[nodiscard]] Result<TokenResponse> fetch(const Call& call, Deadline deadline,
                                            const SignInOptions& sign_in);
  [[nodiscard]] Result<TokenResponse> fetch_and_store(const Call& call);
  [[nodiscard]] Result<Token> fetch_for_user(const Call& call, const GrantContext& context,
                                             const SignInOptions& options,
                                             std::vector<std::string>& warnings);
  [[nodiscard]] Result<void> check_incoming_token(const Profile& profile,
                                                  const TokenOptions& options) const;
  [[nodiscard]] std::optional<cache::DocumentCache> documents(const TokenOptions& options) const;
  [[nodiscard]] cache::Lookup look_up(const Call& call) const;
  [[nodiscard]] std::optional<TokenResponse> look_up_sibling(const Call& call) const;
  void store(const Call& call, TokenResponse& response) const;

  const os::Environment& environment_;
  std::optional<cache::TokenCache> cache_;
  std::string no_cache_reason_;
  Transport& transport_;
  Clock& clock_;
};

/// The cached token of the profile, even if it is about to expire; nullopt if there is none. Makes
/// no request. `token_cache` is empty if there is no folder to cache in.
[[nodiscard]] Result<std::optional<Token>> find_cached(
    const Profile& profile, const std::optional<cache::TokenCache>& token_cache,
    const os::Environment& environment, const Clock& clock);

}  // namespace entra_auth::service
