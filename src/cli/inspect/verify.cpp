// SPDX-License-Identifier: MIT
#include "cli/inspect/verify.hpp"

#include "base/json.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "base/url.hpp"
#include "cli/connection.hpp"
#include "cli/options/token_settings.hpp"
#include "os/files.hpp"
#include "os/folders.hpp"

#include <algorithm>

namespace entra_auth::cli {
namespace {

constexpr std::size_t kMaxKeySetBytes = 1024 * 1024;

bool is_url(const std::string& text) {
  return text.starts_with("https://") || text.starts_with("http://");
}

Result<service::Verdict> verify_with_file(const oauth::DecodedJwt& jwt, const std::string& file,
                                          const oauth::VerificationRules& rules,
                                          const Context& context) {
  const auto content = os::read_file(file, kMaxKeySetBytes, os::Privacy::not_required);
  if (content.problem != os::FileProblem::none) {
    Error error = os::describe(content, file, ErrorKind::unexpected);
    error.message.insert(0, "--jwks: ");
    return fail(std::move(error));
  }
  auto keys = crypto::parse_jwks(content.bytes.expose());
  if (!keys) return fail(ErrorKind::usage, "--jwks: " + file + ": " + keys.error().message);
  return service::verify_with_keys(jwt, *keys, rules, context.clock.now(),
                                   "the keys of " + for_terminal(file, 200));
}

Result<void> check_url(const char* flag, const std::string& text) {
  const auto url = check_request_url(text);
  if (url) return {};
  return fail(ErrorKind::usage, std::string(flag) + ": " + url.error().message, url.error().hints);
}

Result<oauth::VerificationRules> rules_of(const VerifyFlags& flags) {
  oauth::VerificationRules rules{.issuer = flags.issuer,
                                 .audiences = flags.audiences,
                                 .scopes = flags.scopes,
                                 .roles = flags.roles};
  if (flags.leeway.empty()) return rules;
  TRY(rules.leeway, read_duration("--leeway", flags.leeway));
  return rules;
}

}  // namespace

bool VerifyFlags::any() const {
  return !audiences.empty() || !issuer.empty() || !jwks.empty() || !scopes.empty() ||
         !roles.empty() || !leeway.empty();
}

Result<service::Verdict> verify_token(const oauth::DecodedJwt& jwt,
                                      const std::optional<Profile>& profile,
                                      const VerifyFlags& flags, const Context& context) {
  TRY(const auto rules, rules_of(flags));
  if (!flags.jwks.empty() && !is_url(flags.jwks)) {
    return verify_with_file(jwt, flags.jwks, rules, context);
  }
  if (!flags.jwks.empty()) {
    TRY_VOID(check_url("--jwks", flags.jwks));
  } else if (!flags.issuer.empty()) {
    TRY_VOID(check_url("--issuer", flags.issuer));
  }
  // Requests are made with the profile's settings, even if something else is trusted.
  Profile settings = profile.value_or(Profile{});
  TRY(const auto times, apply_overrides({}, context.environment, settings));
  Connection connection(settings, context);
  const auto folder = os::cache_folder(context.environment);
  std::optional<cache::DocumentCache> documents;
  if (folder) documents.emplace(*folder);
  service::VerificationRequest request{
      .jwks_uri = flags.jwks, .issuer = flags.issuer, .profile = profile ? &settings : nullptr};
  if (flags.any()) request.rules = rules;
  return service::verify_token(jwt, request, context.environment,
                               {.transport = connection.transport(),
                                .clock = context.clock,
                                .deadline = context.started + times.timeout,
                                .documents = documents ? &*documents : nullptr});
}

std::string render_rules(const service::Verdict& verdict) {
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

OrderedJson rules_to_json(const service::Verdict& verdict) {
  auto rules = OrderedJson::array();
  for (const auto& rule : verdict.rules) {
    rules.push_back({{"rule", rule.rule}, {"held", rule.held}, {"detail", rule.detail}});
  }
  return rules;
}

}  // namespace entra_auth::cli
