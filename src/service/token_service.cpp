// SPDX-License-Identifier: MIT
#include "service/token_service.hpp"

#include "base/log.hpp"
#include "base/try.hpp"
#include "oauth/claims_challenge.hpp"
#include "os/random.hpp"
#include "secrets/secret_source.hpp"
#include "service/credential/client_credential.hpp"
#include "service/grant_request.hpp"
#include "service/incoming_token.hpp"
#include "service/requested_token.hpp"
#include "service/server.hpp"
#include "service/sign_in/keys.hpp"

#include <algorithm>

namespace entra_auth::service {
namespace {

// How often a waiter looks for the entry: short against a round trip, long against two reads.
constexpr std::uint32_t kMinPauseMs = 5;
constexpr std::uint32_t kPauseSpreadMs = 20;

// A renewal while the token is still valid must not make a hit slow.
constexpr std::chrono::seconds kRenewalLimit{5};
// After a failed renewal the old token is served this long without another try.
constexpr std::chrono::seconds kRenewalPause{60};
// A refresh takes less; a sign-in in another process takes longer.
constexpr std::chrono::seconds kSilence{2};

const Secret* incoming_token(const TokenOptions& options) {
  return options.incoming_token ? &*options.incoming_token : nullptr;
}

/// The challenge for the caller's own client: only that client can reach the user.
void add_caller_challenge(const Profile& profile, const GrantContext& context, Error& error) {
  if (profile.flow != Flow::on_behalf_of || profile.provider == Provider::texas ||
      error.kind != ErrorKind::interaction_required) {
    return;
  }
  error.hints.emplace_back(
      "respond to your caller with status 401 and the WWW-Authenticate value that -o json shows; "
      "its client must sign the user in again");
  error.www_authenticate = oauth::make_challenge(
      authorization_endpoint(profile, context).value_or(""),
      error.claims.empty() ? error.error : "insufficient_claims", error.claims);
}

tl::unexpected<Error> busy(const Profile& profile) {
  return fail(
      ErrorKind::timeout,
      "another process is signing in with profile " + profile.name + " and has not finished",
      {"finish the sign-in there, or end that process, and try again"});
}

TokenResponse from_cache(Token token) {
  return {.token = std::move(token), .origin = TokenOrigin::cache, .warnings = {}};
}

Milliseconds pause() { return Milliseconds(kMinPauseMs + os::random_below(kPauseSpreadMs)); }

}  // namespace

struct TokenService::Call {
  const Profile& profile;
  const TokenOptions& options;
  cache::CacheKey key;
  Secret credential_version;
  secrets::SecretSource secrets;

  /// True if a cached token may be returned.
  [[nodiscard]] bool takes_cached() const {
    return options.use_cache && !options.force && !options.sign_in.sign_in_anew;
  }
  [[nodiscard]] bool is_for_user() const { return has_user(profile.flow); }
  [[nodiscard]] cache::SignInKey sign_in_key() const {
    return {.endpoint = key.endpoint,
            .client_id = profile.client_id,
            .profile = profile.name,
            .login_hint = profile.login_hint};
  }
  [[nodiscard]] std::string lock_name() const {
    return is_for_user() ? cache::file_name_of(sign_in_key().to_json()) : key.file_name();
  }
  /// When this call must end, including a sign-in if the user may be prompted.
  [[nodiscard]] Deadline end() const {
    return is_for_user() && options.sign_in.user_agent != nullptr ? options.sign_in.deadline
                                                                  : options.deadline;
  }
};

cache::Lookup TokenService::look_up(const Call& call) const {
  return cache_->find(call.key, call.credential_version, clock_.now(), call.options.min_validity);
}

std::optional<TokenResponse> TokenService::look_up_sibling(const Call& call) const {
  if (!call.takes_cached()) return std::nullopt;
  auto found = look_up(call);
  if (!found.token) return std::nullopt;
  log::reason("cache: another process has fetched it, " + found.reason);
  return from_cache(std::move(*found.token));
}

std::optional<cache::DocumentCache> TokenService::documents(const TokenOptions& options) const {
  if (!cache_ || !options.use_cache) return std::nullopt;
  return cache::DocumentCache(cache_->folder());
}

Result<void> TokenService::check_incoming_token(const Profile& profile,
                                                const TokenOptions& options) const {
  if (profile.flow != Flow::on_behalf_of) return {};
  TRY(const auto token,
      service::check_incoming_token(profile, incoming_token(options), environment_, clock_.now()));
  if (!options.verify_incoming_token) return {};
  const auto kept = documents(options);
  return service::verify_incoming_token(
      token, profile, environment_,
      {transport_, clock_, options.deadline, kept ? &*kept : nullptr});
}

Result<TokenResponse> TokenService::fetch(const Call& call, Deadline deadline,
                                          const SignInOptions& sign_in) {
  TokenResponse response;
  response.warnings = call.profile.warnings;
  const auto kept = documents(call.options);
  const GrantContext context{.environment = environment_,
                             .secrets = call.secrets,
                             .transport = transport_,
                             .clock = clock_,
                             .deadline = deadline,
                             .documents = kept ? &*kept : nullptr,
                             .skip_server_cache = call.options.force,
                             .incoming_token = incoming_token(call.options)};
  if (call.is_for_user()) {
    TRY(response.token, fetch_for_user(call, context, sign_in, response.warnings));
    return response;
  }
  TRY(const auto grant, make_grant(call.profile, context, response.warnings));
  auto token = oauth::acquire(grant, transport_, clock_, deadline);
  if (!token) {
    add_caller_challenge(call.profile, context, token.error());
    return tl::unexpected<Error>(std::move(token).error());
  }
  response.token = std::move(*token);
  return response;
}

Result<Token> TokenService::fetch_for_user(const Call& call, const GrantContext& context,
                                           const SignInOptions& options,
                                           std::vector<std::string>& warnings) {
  std::optional<cache::SignInStore> store;
  if (cache_) {
    // The end of the call: a user may take longer than the time allowed for servers.
    store.emplace(cache_->folder(), sign_in_keys(cache_->folder(), environment_, call.end(),
                                                 call.options.vault_passphrase));
  }
  const KeptSignIn kept{.store = store ? &*store : nullptr, .key = call.sign_in_key()};
  TRY(auto response, get_user_token(call.profile, context, options, kept, clock_, warnings));
  // The tokens cached for other scopes may belong to the user who was signed in before.
  if (!response.is_same_user && cache_) {
    if (const auto cleared = cache_->clear(call.profile.name); !cleared) {
      log::reason("cache: " + cleared.error().message);
    }
  }
  return std::move(response.token);
}

void TokenService::store(const Call& call, TokenResponse& response) const {
  if (!call.options.use_cache) return;
  if (response.token.expires_at <= response.token.acquired_at) {
    log::reason("cache: not stored, the server sent no lifetime");
    return;
  }
  const auto stored =
      cache_->store(call.key, call.profile.name, call.credential_version, response.token);
  if (!stored) response.warnings.push_back("the token was not cached: " + stored.error().message);
}

Result<TokenResponse> TokenService::fetch_and_store(const Call& call) {
  TRY(auto response, fetch(call, call.options.deadline, call.options.sign_in));
  store(call, response);
  return response;
}

Result<TokenResponse> TokenService::renew(const Call& call, Token current) {
  const auto lock = cache_->try_lock(call.lock_name());
  if (!lock || !*lock) {
    return from_cache(std::move(current));  // a sibling renews it, or nothing can be written
  }
  if (auto again = look_up(call); again.freshness == cache::Freshness::fresh) {
    return from_cache(std::move(*again.token));
  }
  log::reason("cache: past the server's refresh_in, renewing");
  // The old token is still valid, so the user is not asked for the vault's passphrase.
  TokenOptions quiet = call.options;
  quiet.vault_passphrase = {};
  const Call renewal{call.profile, quiet, call.key, call.credential_version,
                     secrets::SecretSource(environment_, quiet.deadline)};
  auto renewed =
      fetch(renewal, std::min(call.options.deadline, clock_.steady_now() + kRenewalLimit),
            {.no_prompt_reason = "the cached token is still valid"});
  if (renewed) {
    store(call, *renewed);
    return renewed;
  }
  log::reason("renewal failed, the token is still valid: " + renewed.error().message);
  current.refresh_at = clock_.now() + kRenewalPause;
  auto response = from_cache(std::move(current));
  store(call, response);
  return response;
}

Result<TokenResponse> TokenService::fetch_single_flight(const Call& call) {
  // Three quarters of the time for the holder of the lock, the rest for our own request: a holder
  // that hangs must not make its waiters fail.
  const Deadline started = clock_.steady_now();
  const Deadline patience = started + (call.end() - started) * 3 / 4;
  bool waited = false;
  bool has_said_so = false;
  while (true) {
    const auto lock = cache_->try_lock(call.lock_name());
    if (!lock) {
      log::reason("cache: no lock: " + lock.error().message);
      return fetch_and_store(call);
    }
    if (*lock || clock_.steady_now() >= patience) {
      if (!*lock) {
        log::reason("cache: the process holding the lock does not finish");
        // Two processes must not use one refresh token, or prompt one user, at the same time.
        if (call.is_for_user()) return busy(call.profile);
      }
      if (auto found = look_up_sibling(call)) return std::move(*found);
      return fetch_and_store(call);
    }
    if (!waited) log::reason("cache: another process is fetching this token, waiting for it");
    waited = true;
    if (!has_said_so && call.options.sign_in.user_agent != nullptr &&
        clock_.steady_now() >= started + kSilence) {
      call.options.sign_in.user_agent->say("another process is signing in with profile " +
                                           call.profile.name + "; waiting for it");
      has_said_so = true;
    }
    clock_.sleep_for(pause());
    if (auto found = look_up_sibling(call)) return std::move(*found);
  }
}

Result<TokenResponse> TokenService::get(const Profile& profile, const TokenOptions& options) {
  TRY(auto key, cache_key_of(profile, environment_, incoming_token(options)));
  TRY_VOID(check_incoming_token(profile, options));
  secrets::SecretSource secrets(environment_, options.deadline, options.vault_passphrase);
  Secret version = credential_version(profile, environment_, secrets);
  const Call call{profile, options, std::move(key), std::move(version), std::move(secrets)};

  if (!options.use_cache) {
    log::reason("cache: switched off");
    // Even without cached tokens only one process at a time may use the refresh token.
    if (cache_ && call.is_for_user()) return fetch_single_flight(call);
    return fetch(call, options.deadline, options.sign_in);
  }
  if (!cache_) {
    TRY(auto response, fetch(call, options.deadline, options.sign_in));
    response.warnings.push_back("the token was not cached: " + no_cache_reason_);
    return response;
  }
  if (call.takes_cached()) {
    auto found = look_up(call);
    if (found.token) {
      log::reason("cache: hit, " + found.reason);
      if (found.freshness == cache::Freshness::renewable) {
        return renew(call, std::move(*found.token));
      }
      return from_cache(std::move(*found.token));
    }
    log::reason("cache: miss, " + found.reason);
  } else {
    log::reason("cache: not read, a new token was requested");
  }
  return fetch_single_flight(call);
}

Result<std::optional<Token>> find_cached(const Profile& profile,
                                         const std::optional<cache::TokenCache>& token_cache,
                                         const os::Environment& environment, const Clock& clock) {
  TRY(const auto key, cache_key_of(profile, environment, nullptr));
  if (!token_cache) return std::optional<Token>();
  const secrets::SecretSource secrets(environment, clock.steady_now());
  const auto version = credential_version(profile, environment, secrets);
  return token_cache->find(key, version, clock.now(), std::chrono::seconds(0)).token;
}

}  // namespace entra_auth::service
