// SPDX-License-Identifier: MIT
#include "cli/interaction/sign_in_flags.hpp"

#include "base/text.hpp"
#include "base/try.hpp"
#include "cli/parser/add_command.hpp"
#include "http/redirect/listener.hpp"
#include "oauth/claims_challenge.hpp"
#include "os/files.hpp"
#include "os/terminal.hpp"
#include "profiles/keys/words.hpp"
#include "service/requested_token.hpp"

#include <CLI/CLI.hpp>

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

void add_sign_in_flags(CLI::App& command, SignInFlags& flags) {
  constexpr const char* kSignIn = "Signing in";
  command.add_flag("--no-interaction", flags.no_interaction, "Never ask anything")->group(kSignIn);
  command
      .add_flag("--no-browser", flags.no_browser,
                "Print the address to open, take what the browser ends at as input")
      ->group(kSignIn);
  command.add_option("--port", flags.port, "Port of this machine that the browser comes back to")
      ->type_name("N")
      ->check(CLI::Range(1, 65535))
      ->group(kSignIn);
  command.add_option("--redirect-uri", flags.redirect_uri, "Redirect URI, as it is registered")
      ->type_name("URI")
      ->group(kSignIn);
  command
      .add_option("--prompt", flags.prompt,
                  "Sign in anew: login, select_account or consent; none shows no page")
      ->check(Words([] {
        return std::vector<std::string>{"login", "select_account", "consent", "none"};
      }))
      ->type_name("PROMPT")
      ->group(kSignIn);
  command.add_option("--login-hint", flags.login_hint, "Account to sign in with")
      ->type_name("NAME")
      ->group(kSignIn);
  command.add_option("--domain-hint", flags.domain_hint, "Domain of the account")
      ->type_name("DOMAIN")
      ->group(kSignIn);
  command.add_option("--claims", flags.claims, "Claims request, as JSON or base64")
      ->type_name("CLAIMS")
      ->group(kSignIn);
  command
      .add_option("--claims-challenge", flags.claims_challenge,
                  "WWW-Authenticate value of an API that wants more; - is stdin")
      ->type_name("HEADER")
      ->group(kSignIn);
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
