// SPDX-License-Identifier: MIT
#include "cli/config/first_token.hpp"

#include "base/text.hpp"
#include "cli/get_token/get_token.hpp"
#include "cli/interaction/user_prompt.hpp"
#include "cli/output/error_output.hpp"
#include "oauth/tokens/jwt.hpp"
#include "oauth/tokens/summary.hpp"

namespace entra_auth::cli {
namespace {

/// "access token of Entra ID (v2), for an application; for api://…"
std::string describe(const Secret& token) {
  const auto jwt = oauth::decode_jwt(trim(token.expose()));
  if (!jwt) return "a token that only its API can read";
  std::string words;
  for (const auto& line : oauth::summarize(*jwt)) {
    if (line.name == "kind") words += line.value;
    if (line.name == "for") words += "; its audience is " + line.value;
  }
  return words;
}

}  // namespace

void offer_first_token(const os::Prompt& prompt, const std::string& profile,
                       const Context& context) {
  const auto wanted = ask_yes_no(prompt, "Get a first token now?", true);
  if (!wanted || !*wanted) return;
  // The person has taken their time; that is not the server's.
  const Context now{context.environment, context.clock, context.global, context.clock.steady_now()};
  GetTokenOptions options;
  options.profile = profile;
  options.output = "token";
  options.force = true;
  const auto output = get_token(options, now);
  if (!output) {
    prompt.say(render_error(output.error(), ErrorFormat::text, false));
    prompt.say("The profile is kept: entra-auth-cli config edit " + profile + " changes it.\n");
    return;
  }
  for (const auto& warning : output->warnings) prompt.say(render_warning(warning, false));
  prompt.say("It works: " + describe(output->text) + "\n");
}

}  // namespace entra_auth::cli
