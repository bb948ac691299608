// SPDX-License-Identifier: MIT
// Whether the user can be asked something here, and yes-or-no questions.
#pragma once

#include "cli/command.hpp"
#include "os/environment.hpp"
#include "os/prompt.hpp"
#include <entra_auth/result.hpp>

#include <optional>
#include <string>

namespace entra_auth::cli {

/// Why the user cannot be asked anything: `no_interaction` is set, CI is set, or neither standard
/// input nor standard error is a terminal. Empty if the user can be asked.
[[nodiscard]] std::string find_no_prompt_reason(bool no_interaction,
                                                const os::Environment& environment);

/// The user at the terminal: either a prompt, or the reason why there is none.
struct UserPrompt {
  std::optional<os::Prompt> prompt{};
  std::string no_prompt_reason{};
};
[[nodiscard]] UserPrompt find_user_prompt(bool no_interaction, const Context& context);

/// Repeats the question until the answer is yes or no; Enter is the fallback. Fails as
/// os::Prompt::ask does.
[[nodiscard]] Result<bool> ask_yes_no(const os::Prompt& prompt, const std::string& question,
                                      bool fallback);

}  // namespace entra_auth::cli
