// SPDX-License-Identifier: MIT
#pragma once

#include "cli/config/secret_input.hpp"
#include "os/environment.hpp"
#include "os/prompt.hpp"
#include "profiles/toml/document.hpp"
#include <entra_auth/result.hpp>

#include <optional>

namespace entra_auth::cli {

enum class DialogueScope : bool {
  rest,        // what is not set
  everything,  // with what is set as the answer of Enter
};

struct ProfileAnswers {
  profiles::TomlTable settings;
  std::optional<NewSecret> secret{};

  [[nodiscard]] bool has_client_secret() const { return secret && secret->key == "client_secret"; }
};

/// Asks a person what a profile needs beyond what is known. Every answer is checked by the reader
/// of its key, and asked for again with what is wrong with it. Errors are those of `os::Prompt`:
/// the person has ended it.
[[nodiscard]] Result<ProfileAnswers> ask_for_profile(const os::Prompt& prompt, ProfileAnswers known,
                                                     DialogueScope scope,
                                                     const os::Environment& environment);

}  // namespace entra_auth::cli
