// SPDX-License-Identifier: MIT
#include "service/token_service.hpp"

#include "base/log.hpp"
#include "base/try.hpp"
#include "oauth/incoming_token.hpp"
#include "os/random.hpp"
#include "secrets/secret_source.hpp"
#include "service/cache_key.hpp"
#include "service/client_credential.hpp"
#include "service/grant_request.hpp"

#include <algorithm>

namespace entra_auth::service {
namespace {

// A waiter looks for the entry this often; short against a round trip, long against two reads.
constexpr std::uint32_t kLeastPauseMs = 5;
constexpr std::uint32_t kPauseSpreadMs = 20;

// A renewal that the server asked for but that nobody waits for must not make a hit slow.
constexpr std::chrono::seconds kRenewalLimit{5};
// After a renewal failed, the old token is served this long without another try.
constexpr std::chrono::seconds kRenewalPause{60};

const Secret* user_token(const TokenOptions& options) {
  return options.user_token ? &*options.user_token : nullptr;
}

/// What is known of the token before it is sent anywhere. TokenX takes tokens of several issuers,
/// and the sidecar knows best which are right.
Result<void> check_user_token(const Profile& profile, const TokenOptions& options,
                              const os::Environment& environment, Timestamp now) {
  if (profile.flow != Flow::on_behalf_of) return {};
  if (!options.user_token) {
    return fail(ErrorKind::usage, "flow on-behalf-of needs the token of a user");
  }
  oauth::IncomingTokenRules rules{.audience = {},
                                  .needs_user_scope = profile.identity_provider != "tokenx"};
  if (rules.needs_user_scope) {
    rules.audience = environment.get_nonempty("AZURE_APP_CLIENT_ID").value_or("");
  }
  return oauth::check_incoming_token(*options.user_token, rules, now);
}

Milliseconds pause() { return Milliseconds(kLeastPauseMs + os::random_below(kPauseSpreadMs)); }

}  // namespace

struct TokenService::Call {
  const Profile& profile;
  const TokenOptions& options;
  cache::CacheKey key;
  Secret credential_version;
  secrets::SecretSource secrets;
};

cache::Lookup TokenService::look_up(const Call& call) const {
  return cache_->find(call.key, call.credential_version, clock_.now(), call.options.min_validity);
}

Result<TokenAnswer> TokenService::fetch(const Call& call, Deadline deadline) {
  TokenAnswer answer;
  answer.warnings = call.profile.warnings;
  std::optional<cache::DocumentCache> documents;
  if (cache_ && call.options.use_cache) documents.emplace(cache_->folder());
  const GrantContext context{.environment = environment_,
                             .secrets = call.secrets,
                             .transport = transport_,
                             .clock = clock_,
                             .deadline = deadline,
                             .documents = documents ? &*documents : nullptr,
                             .skip_server_cache = call.options.force,
                             .user_token = user_token(call.options)};
  TRY(const auto grant, make_grant(call.profile, context, answer.warnings));
  TRY(answer.token, oauth::acquire(grant, transport_, clock_, deadline));
  return answer;
}

void TokenService::store(const Call& call, TokenAnswer& answer) const {
  if (answer.token.expires_at <= answer.token.acquired_at) {
    log::reason("cache: not stored, the server gave the token no lifetime");
    return;
  }
  const auto stored =
      cache_->store(call.key, call.profile.name, call.credential_version, answer.token);
  if (!stored) answer.warnings.push_back("the token was not cached: " + stored.error().message);
}

Result<TokenAnswer> TokenService::fetch_and_store(const Call& call) {
  TRY(auto answer, fetch(call, call.options.deadline));
  store(call, answer);
  return answer;
}

Result<TokenAnswer> TokenService::renew(const Call& call, Token current) {
  const auto serve = [&] {
    return TokenAnswer{.token = current, .origin = TokenOrigin::cache, .warnings = {}};
  };
  const auto lock = cache_->try_lock(call.key);
  if (!lock || !*lock) return serve();  // a sibling is at it, or nothing can be written anyway
  if (auto again = look_up(call); again.freshness == cache::Freshness::fresh) {
    return TokenAnswer{
        .token = std::move(*again.token), .origin = TokenOrigin::cache, .warnings = {}};
  }
  log::reason("cache: the server asked for a renewal by now");
  auto renewed = fetch(call, std::min(call.options.deadline, clock_.steady_now() + kRenewalLimit));
  if (renewed) {
    store(call, *renewed);
    return renewed;
  }
  log::reason("renewal failed, the token is still valid: " + renewed.error().message);
  current.refresh_at = clock_.now() + kRenewalPause;
  auto answer = serve();
  store(call, answer);
  return answer;
}

Result<TokenAnswer> TokenService::fetch_single_flight(const Call& call) {
  // Three quarters of the time for the holder, the rest for a request of our own: a holder that
  // hangs must not take its waiters down.
  const Deadline started = clock_.steady_now();
  const Deadline patience = started + (call.options.deadline - started) * 3 / 4;
  bool waited = false;
  while (true) {
    const auto lock = cache_->try_lock(call.key);
    if (!lock) {
      log::reason("cache: no lock: " + lock.error().message);
      return fetch_and_store(call);
    }
    if (*lock || clock_.steady_now() >= patience) {
      if (!*lock) log::reason("cache: the process holding the lock does not finish");
      if (!call.options.force) {
        if (auto found = look_up(call); found.token) {
          log::reason("cache: another process has fetched it, " + found.reason);
          return TokenAnswer{
              .token = std::move(*found.token), .origin = TokenOrigin::cache, .warnings = {}};
        }
      }
      return fetch_and_store(call);
    }
    if (!waited) log::reason("cache: another process is fetching this token, waiting for it");
    waited = true;
    clock_.sleep_for(pause());
    if (call.options.force) continue;
    if (auto found = look_up(call); found.token) {
      log::reason("cache: another process has fetched it, " + found.reason);
      return TokenAnswer{
          .token = std::move(*found.token), .origin = TokenOrigin::cache, .warnings = {}};
    }
  }
}

Result<TokenAnswer> TokenService::get(const Profile& profile, const TokenOptions& options) {
  TRY(auto key, cache_key_of(profile, environment_, user_token(options)));
  TRY_VOID(check_user_token(profile, options, environment_, clock_.now()));
  secrets::SecretSource secrets(environment_, options.deadline);
  Secret version = credential_version(profile, environment_, secrets);
  const Call call{profile, options, std::move(key), std::move(version), std::move(secrets)};

  if (!options.use_cache) {
    log::reason("cache: switched off");
    return fetch(call, options.deadline);
  }
  if (!cache_) {
    TRY(auto answer, fetch(call, options.deadline));
    answer.warnings.push_back("the token was not cached: " + no_cache_reason_);
    return answer;
  }
  if (!options.force) {
    auto found = look_up(call);
    if (found.token) {
      log::reason("cache: hit, " + found.reason);
      if (found.freshness == cache::Freshness::renewable) {
        return renew(call, std::move(*found.token));
      }
      return TokenAnswer{
          .token = std::move(*found.token), .origin = TokenOrigin::cache, .warnings = {}};
    }
    log::reason("cache: miss, " + found.reason);
  } else {
    log::reason("cache: not read, a new token was asked for");
  }
  return fetch_single_flight(call);
}

Result<std::optional<Token>> TokenService::find_cached(const Profile& profile) const {
  TRY(const auto key, cache_key_of(profile, environment_, nullptr));
  if (!cache_) return std::optional<Token>();
  const secrets::SecretSource secrets(environment_, clock_.steady_now());
  const auto version = credential_version(profile, environment_, secrets);
  return cache_->find(key, version, clock_.now(), std::chrono::seconds(0)).token;
}

}  // namespace entra_auth::service
