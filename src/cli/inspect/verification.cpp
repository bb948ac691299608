// SPDX-License-Identifier: MIT
#include "cli/inspect/verification.hpp"

#include "base/text.hpp"
#include "base/time.hpp"
#include "base/try.hpp"
#include "base/url.hpp"
#include "cli/options/token_settings.hpp"
#include "http/curl_transport.hpp"
#include "http/retrying_transport.hpp"
#include "oauth/grants/sidecar.hpp"
#include "os/files.hpp"
#include "service/issuer_keys.hpp"
#include "service/server.hpp"

#include <algorithm>
#include <utility>

namespace entra_auth::cli {
namespace {

constexpr std::size_t kMaxBytes = 1024 * 1024;

bool is_url(const std::string& text) {
  return text.starts_with("https://") || text.starts_with("http://");
}

/// Requests as the profile, or nobody's profile, makes them.
struct Connection {
  http::CurlTransport curl;
  http::RetryingTransport transport;

  Connection(const Profile& profile, const Context& context)
      : curl(transport_settings(profile, context.environment), context.clock),
        transport(curl, context.clock) {}
};

Result<Verdict> ask_sidecar(const oauth::DecodedJwt& jwt, const Profile& profile,
                            const Context& context, Deadline deadline) {
  TRY(const auto endpoint, service::introspection_endpoint(profile, context.environment));
  Connection connection(profile, context);
  // Without the `Bearer ` and white space that are forgiven.
  const Secret token(jwt.signing_input + "." + jwt.signature_text);
  TRY(const auto answer,
      oauth::introspect(connection.transport, endpoint, profile.identity_provider, token,
                        context.clock, deadline));
  Verdict verdict{.verified = answer.active,
                  .verifier = "the Nais token sidecar (" + profile.identity_provider + ")",
                  .reason = {},
                  .rules = {}};
  if (!answer.active) verdict.reason = answer.error.empty() ? "not active" : answer.error;
  return verdict;
}

Verdict judged(oauth::Verification verification, std::string verifier) {
  Verdict verdict{.verified = verification.verified(),
                  .verifier = std::move(verifier),
                  .reason = {},
                  .rules = std::move(verification.rules)};
  for (const auto& rule : verdict.rules) {
    if (rule.held) continue;
    verdict.reason += (verdict.reason.empty() ? "" : "; ") + rule.rule + ": " + rule.detail;
  }
  return verdict;
}

Result<Verdict> verify_offline(const oauth::DecodedJwt& jwt, const std::string& file,
                               const oauth::VerificationRules& rules, const Context& context) {
  const auto content = os::read_file(file, kMaxBytes, os::Privacy::not_required);
  if (content.problem != os::FileProblem::none) {
    Error error = os::describe(content, file, ErrorKind::unexpected);
    error.message.insert(0, "--jwks: ");
    return fail(std::move(error));
  }
  auto keys = crypto::parse_jwks(content.bytes.expose());
  if (!keys) return fail(ErrorKind::usage, "--jwks: " + file + ": " + keys.error().message);
  return judged(oauth::verify_token(jwt, *keys, rules, context.clock.now()),
                "the keys of " + for_terminal(file, 200));
}

Result<service::KeySource> source_of(const oauth::DecodedJwt& jwt,
                                     const std::optional<Profile>& profile,
                                     const VerifyFlags& flags) {
  const auto& named = flags.jwks.empty() ? flags.issuer : flags.jwks;
  if (const auto url = check_request_url(named); !named.empty() && !url) {
    return fail(ErrorKind::usage,
                (flags.jwks.empty() ? "--issuer: " : "--jwks: ") + url.error().message,
                url.error().hints);
  }
  if (!flags.jwks.empty()) {
    return service::KeySource{.metadata_url = {}, .jwks_uri = flags.jwks, .issuer = flags.issuer};
  }
  if (!flags.issuer.empty()) return service::key_source_of(flags.issuer);
  if (profile) return service::key_source_of(*profile, jwt.claims);
  return service::known_key_source(jwt.claims);
}

Result<oauth::VerificationRules> rules_of(const VerifyFlags& flags) {
  oauth::VerificationRules rules{.issuer = flags.issuer,
                                 .audiences = flags.audiences,
                                 .scopes = flags.scopes,
                                 .roles = flags.roles};
  if (flags.leeway.empty()) return rules;
  const auto leeway = parse_duration(flags.leeway);
  if (!leeway) {
    return fail(ErrorKind::usage, "--leeway: not a duration: " + for_terminal(flags.leeway, 60),
                {"write 90, 90s or 5m"});
  }
  rules.leeway = *leeway;
  return rules;
}

}  // namespace

bool VerifyFlags::any() const {
  return !audiences.empty() || !issuer.empty() || !jwks.empty() || !scopes.empty() ||
         !roles.empty() || !leeway.empty();
}

Result<Verdict> verify_token(const oauth::DecodedJwt& jwt, const std::optional<Profile>& profile,
                             const VerifyFlags& flags, const Context& context) {
  TRY(const auto rules, rules_of(flags));
  Profile settings = profile.value_or(Profile{});
  TRY(const auto times, apply_overrides({}, context.environment, settings));
  const Deadline deadline = context.started + times.timeout;
  if (profile && profile->provider == Provider::texas && flags.jwks.empty() &&
      flags.issuer.empty()) {
    if (flags.any()) {
      return fail(ErrorKind::usage, "the Nais token sidecar takes no rules from us",
                  {"leave --audience, --require-scope, --require-role and --leeway out"});
    }
    return ask_sidecar(jwt, settings, context, deadline);
  }
  if (oauth::is_for_its_api_only(jwt)) {
    return Verdict{.verified = false,
                   .verifier = "us",
                   .reason = "its header has a `nonce`: nobody but the API it is for can verify it",
                   .rules = {}};
  }
  if (!flags.jwks.empty() && !is_url(flags.jwks)) {
    return verify_offline(jwt, flags.jwks, rules, context);
  }
  TRY(const auto source, source_of(jwt, profile, flags));
  Connection connection(settings, context);
  const auto folder = os::cache_folder(context.environment);
  std::optional<cache::DocumentCache> documents;
  if (folder) documents.emplace(*folder);
  TRY(auto verification, service::verify_with(source, jwt, rules,
                                              {.transport = connection.transport,
                                               .clock = context.clock,
                                               .deadline = deadline,
                                               .documents = documents ? &*documents : nullptr}));
  const auto& where = source.metadata_url.empty() ? source.jwks_uri : source.metadata_url;
  return judged(std::move(verification), "the keys of " + for_terminal(where, 200));
}

std::string render_rules(const Verdict& verdict) {
  if (verdict.rules.empty()) return {};
  std::size_t width = 0;
  for (const auto& rule : verdict.rules) width = std::max(width, rule.rule.size());
  std::string text = "\nVerification\n";
  for (const auto& rule : verdict.rules) {
    text += "  " + rule.rule + std::string(width - rule.rule.size(), ' ') +
            (rule.held ? "  ok      " : "  BROKEN  ") + for_terminal(rule.detail, 1000) + "\n";
  }
  return text;
}

OrderedJson rules_to_json(const Verdict& verdict) {
  auto rules = OrderedJson::array();
  for (const auto& rule : verdict.rules) {
    rules.push_back({{"rule", rule.rule}, {"held", rule.held}, {"detail", rule.detail}});
  }
  return rules;
}

}  // namespace entra_auth::cli
