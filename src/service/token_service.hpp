// SPDX-License-Identifier: MIT
// The only place that knows cache, lock and grants together.
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
  bool force = false;     // go to the server, replace what is cached
  bool use_cache = true;  // false: neither read nor write it
  std::chrono::seconds min_validity = cache::kDefaultMinValidity;
  std::optional<Secret> incoming_token{};  // on-behalf-of: the one to be exchanged
  SignInOptions sign_in{};                 // for the flows of a user
  secrets::VaultPassphrase vault_passphrase{};
  Deadline deadline{};  // everything that waits for no person ends here: asking, retrying
};

enum class TokenOrigin : std::uint8_t { cache, server };

struct TokenResponse {
  Token token;
  TokenOrigin origin = TokenOrigin::server;
  std::vector<std::string> warnings;  // what a person should know; stops nothing
};

/// Hands out tokens for profiles. A hit takes no lock, makes no request and reads no credential. A
/// miss is single-flight across processes: who holds the lock asks the server, the others wait for
/// its entry to appear. For a user the lock is that of the sign-in, which all scopes of a profile
/// share, and it is held while the person is asked. Where locks or files cannot be had the token is
/// fetched all the same.
class TokenService {
 public:
  /// `token_cache` is empty where there is no folder to cache in; `no_cache_reason` says why then.
  TokenService(const os::Environment& environment, std::optional<cache::TokenCache> token_cache,
               std::string no_cache_reason, Transport& transport, Clock& clock)
      : environment_(environment),
        cache_(std::move(token_cache)),
        no_cache_reason_(std::move(no_cache_reason)),
        transport_(transport),
        clock_(clock) {}

  /// The profile already holds what flags and environment say.
  [[nodiscard]] Result<TokenResponse> get(const Profile& profile, const TokenOptions& options);

  /// The cached token of the profile, however short it still lives, or nothing.
  [[nodiscard]] Result<std::optional<Token>> find_cached(const Profile& profile) const;

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
  [[nodiscard]] cache::Lookup look_up(const Call& call) const;
  void store(const Call& call, TokenResponse& response) const;

  const os::Environment& environment_;
  std::optional<cache::TokenCache> cache_;
  std::string no_cache_reason_;
  Transport& transport_;
  Clock& clock_;
};

}  // namespace entra_auth::service
