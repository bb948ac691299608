// SPDX-License-Identifier: MIT
#include "cli/interaction/sign_in_flags.hpp"

#include "base/text.hpp"
#include "base/try.hpp"
#include "http/redirect/listener.hpp"
#include "oauth/claims_challenge.hpp"
#include "os/input.hpp"
#include "os/terminal.hpp"
#include "profiles/keys/words.hpp"
#include "service/requested_token.hpp"

namespace entra_auth::cli {
namespace {

constexpr std::size_t kMaxBytes = 64 * 1024;

tl::unexpected<Error> not_applicable(const std::string& flag, const Profile& profile,
                                     const std::string& hint) {
  return fail(ErrorKind::usage,
              flag + " does not apply to profile " + profile.name + " with flow " +
                  std::string(name(profile.flow)),
              {hint});
}

Result<void> check_redirect_uri(const std::string& text) {
  if (http::is_redirect_uri(text)) return {};
  return fail(
      ErrorKind::usage, "--redirect-uri: not a loopback URL: " + for_terminal(text, 200),
      {"pass the one registered for the application, for example http://localhost:8400/callback"});
}

/// The challenge, from standard input if the flag is "-", because a header may be long.
Result<std::string> challenge_text(const std::string& flag) {
  if (flag != "-") return flag;
  if (os::stdin_is_terminal()) {
    return fail(ErrorKind::usage, "--claims-challenge -: standard input is a terminal",
                {"pipe the WWW-Authenticate value into the command"});
  }
  TRY(const auto text, os::read_descriptor(0, kMaxBytes));
  return std::string(text.expose());
}

Result<void> apply_claims(const SignInFlags& flags, Profile& profile) {
  if (flags.claims.empty() && flags.claims_challenge.empty()) return {};
  const std::string flag = flags.claims.empty() ? "--claims-challenge" : "--claims";
  if (!flags.claims.empty() && !flags.claims_challenge.empty()) {
    return fail(ErrorKind::usage, "--claims and --claims-challenge cannot be used together");
  }
  const bool has_provider =
      profile.provider == Provider::entra || profile.provider == Provider::oidc;
  if (!has_provider || profile.flow == Flow::managed_identity) {
    return not_applicable(
        flag, profile,
        "claims work with providers entra and oidc, but not with managed identities");
  }
  if (flag == "--claims-challenge") {
    TRY(const auto text, challenge_text(flags.claims_challenge));
    TRY(const auto claims, oauth::read_claims_challenge(text));
    profile.claims = oauth::claims_parameter(claims, {});
  } else {
    TRY(const auto claims, oauth::read_claims(flags.claims));
    profile.claims = oauth::claims_parameter(claims, {});
  }
  return {};
}

}  // namespace

void add_sign_in_flags(CommandDetails& command, SignInFlags& flags) {
  command.add(
      "Signing in",
      {{.names = "--no-interaction", .target = &flags.no_interaction, .help = "Never prompt"},
       {.names = "--no-browser",
        .target = &flags.no_browser,
        .help = "Print the sign-in URL; paste back the URL that the browser ends at"},
       {.names = "--port",
        .target = &flags.port,
        .value = "N",
        .help = "Local port that the browser is redirected to",
        .min = 1,
        .max = 65535},
       {.names = "--redirect-uri",
        .target = &flags.redirect_uri,
        .value = "URI",
        .help = "Redirect URI, as registered for the application"},
       {.names = "--prompt",
        .target = &flags.prompt,
        .value = "PROMPT",
        .help = "Sign in again: login, select_account, consent, or none (no page)",
        .words = "login select_account consent none"},
       {.names = "--login-hint",
        .target = &flags.login_hint,
        .value = "NAME",
        .help = "Account to sign in with"},
       {.names = "--domain-hint",
        .target = &flags.domain_hint,
        .value = "DOMAIN",
        .help = "Domain of the account"},
       {.names = "--claims",
        .target = &flags.claims,
        .value = "CLAIMS",
        .help = "Claims request, as JSON or base64"},
       {.names = "--claims-challenge",
        .target = &flags.claims_challenge,
        .value = "HEADER",
        .help = "WWW-Authenticate value of an API; - reads standard input"}});
}

Result<void> apply_sign_in_flags(const SignInFlags& flags, Profile& profile) {
  TRY_VOID(apply_claims(flags, profile));
  const std::pair<const char*, bool> for_users[] = {{"--port", flags.port.has_value()},
                                                    {"--redirect-uri", !flags.redirect_uri.empty()},
                                                    {"--prompt", !flags.prompt.empty()},
                                                    {"--login-hint", !flags.login_hint.empty()},
                                                    {"--domain-hint", !flags.domain_hint.empty()}};
  for (const auto& [flag, given] : for_users) {
    if (given && !service::has_user(profile.flow)) {
      return not_applicable(flag, profile, "add --flow interactive-browser to sign in as a user");
    }
  }
  if (!flags.redirect_uri.empty()) {
    TRY_VOID(check_redirect_uri(flags.redirect_uri));
    profile.redirect_uri = flags.redirect_uri;
    profile.port.reset();
  }
  if (flags.port) profile.port = flags.port;
  if (!flags.prompt.empty()) {
    if (!profiles::is_prompt(flags.prompt)) {
      return fail(ErrorKind::usage, "--prompt: unknown: " + for_terminal(flags.prompt, 60),
                  {"use login, select_account, consent or none"});
    }
    profile.prompt = flags.prompt;
  }
  if (!flags.login_hint.empty()) profile.login_hint = flags.login_hint;
  if (!flags.domain_hint.empty()) profile.domain_hint = flags.domain_hint;
  if (!profile.login_hint.empty() && profile.prompt.find("select_account") != std::string::npos) {
    return fail(ErrorKind::usage, "login_hint and prompt select_account cannot be used together",
                {"login_hint, in the profile or as --login-hint, already selects the account"});
  }
  return {};
}

}  // namespace entra_auth::cli
