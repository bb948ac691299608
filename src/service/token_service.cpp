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

// A waiter looks for the entry this often; short against a round trip, long against two reads.
constexpr std::uint32_t kMinPauseMs = 5;
constexpr std::uint32_t kPauseSpreadMs = 20;

// A renewal that the server asked for but that nobody waits for must not make a hit slow.
constexpr std::chrono::seconds kRenewalLimit{5};
// After a renewal failed, the old token is served this long without another try.
constexpr std::chrono::seconds kRenewalPause{60};
// A refresh takes less; a person who is waited for in another process takes longer.
constexpr std::chrono::seconds kSilence{2};

const Secret* incoming_token(const TokenOptions& options) {
  return options.incoming_token ? &*options.incoming_token : nullptr;
}

/// What the caller's own client has to be told: only it can reach the person.
void add_caller_challenge(const Profile& profile, const GrantContext& context, Error& error) {
  if (profile.flow != Flow::on_behalf_of || profile.provider == Provider::texas ||
      error.kind != ErrorKind::interaction_required) {
    return;
  }
  error.hints.emplace_back(
      "answer your caller with 401 and the WWW-Authenticate value that -o json shows here; its "
      "client has to sign the user in again");
  error.www_authenticate = oauth::make_challenge(
      authorization_endpoint(profile, context).value_or(""),
      error.claims.empty() ? error.error : "insufficient_claims", error.claims);
}

tl::unexpected<Error> busy(const Profile& profile) {
  return fail(ErrorKind::timeout,
              "another process is signing in with profile " + profile.name + " and does not finish",
              {"finish the sign-in there, or end that process, and try again"});
}

Milliseconds pause() { return Milliseconds(kMinPauseMs + os::random_below(kPauseSpreadMs)); }

}  // namespace

struct TokenService::Call {
  const Profile& profile;
  const TokenOptions& options;
  cache::CacheKey key;
  Secret credential_version;
  secrets::SecretSource secrets;

  /// Whether a token that is cached will do.
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
  /// How long this call may take, a person included where one may be asked.
  [[nodiscard]] Deadline end() const {
    return is_for_user() && options.sign_in.user_agent != nullptr ? options.sign_in.deadline
                                                                  : options.deadline;
  }
};

cache::Lookup TokenService::look_up(const Call& call) const {
  return cache_->find(call.key, call.credential_version, clock_.now(), call.options.min_validity);
}

Result<TokenResponse> TokenService::fetch(const Call& call, Deadline deadline,
                                          const SignInOptions& sign_in) {
  TokenResponse response;
  response.warnings = call.profile.warnings;
  std::optional<cache::DocumentCache> documents;
  if (cache_ && call.options.use_cache) documents.emplace(cache_->folder());
  const GrantContext context{.environment = environment_,
                             .secrets = call.secrets,
                             .transport = transport_,
                             .clock = clock_,
                             .deadline = deadline,
                             .documents = documents ? &*documents : nullptr,
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
    // The end of the call: a person may take longer than the time that is meant for servers.
    store.emplace(cache_->folder(), sign_in_keys(cache_->folder(), environment_, call.end(),
                                                 call.options.vault_passphrase));
  }
  const KeptSignIn kept{.store = store ? &*store : nullptr, .key = call.sign_in_key()};
  TRY(auto response, get_user_token(call.profile, context, options, kept, clock_, warnings));
  // What is cached for other scopes may be the token of whoever was signed in before.
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
    log::reason("cache: not stored, the server gave the token no lifetime");
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
  const auto serve = [&] {
    return TokenResponse{.token = current, .origin = TokenOrigin::cache, .warnings = {}};
  };
  const auto lock = cache_->try_lock(call.lock_name());
  if (!lock || !*lock) return serve();  // a sibling is at it, or nothing can be written anyway
  if (auto again = look_up(call); again.freshness == cache::Freshness::fresh) {
    return TokenResponse{
        .token = std::move(*again.token), .origin = TokenOrigin::cache, .warnings = {}};
  }
  log::reason("cache: the server asked for a renewal by now");
  // Nobody waits for it, so nobody is asked for the vault's passphrase either.
  TokenOptions quiet = call.options;
  quiet.vault_passphrase = {};
  const Call renewal{call.profile, quiet, call.key, call.credential_version,
                     secrets::SecretSource(environment_, quiet.deadline)};
  auto renewed =
      fetch(renewal, std::min(call.options.deadline, clock_.steady_now() + kRenewalLimit),
            {.no_prompt_reason = "the token is still good"});
  if (renewed) {
    store(call, *renewed);
    return renewed;
  }
  log::reason("renewal failed, the token is still valid: " + renewed.error().message);
  current.refresh_at = clock_.now() + kRenewalPause;
  auto response = serve();
  store(call, response);
  return response;
}

Result<TokenResponse> TokenService::fetch_single_flight(const Call& call) {
  // Three quarters of the time for the holder, the rest for a request of our own: a holder that
  // hangs must not take its waiters down.
  const Deadline started = clock_.steady_now();
  const Deadline patience = started + (call.end() - started) * 3 / 4;
  bool waited = false;
  bool told = false;
  while (true) {
    const auto lock = cache_->try_lock(call.lock_name());
    if (!lock) {
      log::reason("cache: no lock: " + lock.error().message);
      return fetch_and_store(call);
    }
    if (*lock || clock_.steady_now() >= patience) {
      if (!*lock) {
        log::reason("cache: the process holding the lock does not finish");
        // Two that use one refresh token, or ask one person, would only harm each other.
        if (call.is_for_user()) return busy(call.profile);
      }
      if (call.takes_cached()) {
        if (auto found = look_up(call); found.token) {
          log::reason("cache: another process has fetched it, " + found.reason);
          return TokenResponse{
              .token = std::move(*found.token), .origin = TokenOrigin::cache, .warnings = {}};
        }
      }
      return fetch_and_store(call);
    }
    if (!waited) log::reason("cache: another process is fetching this token, waiting for it");
    waited = true;
    if (!told && call.options.sign_in.user_agent != nullptr &&
        clock_.steady_now() >= started + kSilence) {
      call.options.sign_in.user_agent->say("another process is signing in with profile " +
                                           call.profile.name + "; waiting for it");
      told = true;
    }
    clock_.sleep_for(pause());
    if (!call.takes_cached()) continue;
    if (auto found = look_up(call); found.token) {
      log::reason("cache: another process has fetched it, " + found.reason);
      return TokenResponse{
          .token = std::move(*found.token), .origin = TokenOrigin::cache, .warnings = {}};
    }
  }
}

Result<TokenResponse> TokenService::get(const Profile& profile, const TokenOptions& options) {
  TRY(auto key, cache_key_of(profile, environment_, incoming_token(options)));
  TRY_VOID(check_incoming_token(profile, incoming_token(options), environment_, clock_.now()));
  secrets::SecretSource secrets(environment_, options.deadline, options.vault_passphrase);
  Secret version = credential_version(profile, environment_, secrets);
  const Call call{profile, options, std::move(key), std::move(version), std::move(secrets)};

  if (!options.use_cache) {
    log::reason("cache: switched off");
    // A refresh token is for one process at a time, cached tokens or not.
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
      return TokenResponse{
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
