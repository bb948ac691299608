// SPDX-License-Identifier: MIT
#include "cli/interaction/user_prompt.hpp"

#include "base/text.hpp"
#include "base/try.hpp"
#include "os/terminal.hpp"

#include <utility>

namespace entra_auth::cli {

std::string find_no_prompt_reason(bool no_interaction, const os::Environment& environment) {
  if (no_interaction) return "--no-interaction";
  const auto ci = environment.get_nonempty("CI");
  if (ci && *ci != "false" && *ci != "0") return "CI is set";
  if (!os::stdin_is_terminal() && !os::stderr_is_terminal()) return "there is no terminal";
  return {};
}

UserPrompt find_user_prompt(bool no_interaction, const Context& context) {
  UserPrompt user{.no_prompt_reason = find_no_prompt_reason(no_interaction, context.environment)};
  if (!user.no_prompt_reason.empty()) return user;
  auto prompt = os::Prompt::open();
  if (prompt) {
    user.prompt.emplace(*std::move(prompt));
  } else {
    user.no_prompt_reason = "there is no terminal";
  }
  return user;
}

Result<bool> ask_yes_no(const os::Prompt& prompt, const std::string& question, bool fallback) {
  while (true) {
    TRY(const auto answer, prompt.ask(question + (fallback ? " [Y/n] " : " [y/N] ")));
    const auto word = to_lower(trim(answer));
    if (word.empty()) return fallback;
    if (word == "y" || word == "yes") return true;
    if (word == "n" || word == "no") return false;
    prompt.say("  y or n\n");
  }
}

}  // namespace entra_auth::cli
