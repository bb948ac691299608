// SPDX-License-Identifier: MIT
#pragma once

#include "os/environment.hpp"
#include "os/prompt.hpp"
#include "profiles/toml_document.hpp"
#include <entra_auth/result.hpp>
#include <entra_auth/secret.hpp>

#include <optional>

namespace entra_auth::cli {

enum class DialogueScope : bool {
  rest,        // what is not set
  everything,  // with what is set as the answer of Enter
};

struct ProfileAnswers {
  profiles::TomlTable settings;
  std::optional<Secret> client_secret{};  // typed in, and nowhere yet
};

/// Asks a person what a profile needs beyond what is known. Every answer is checked by the reader
/// of its key, and asked for again with what is wrong with it. Errors are those of `os::Prompt`:
/// the person has ended it.
[[nodiscard]] Result<ProfileAnswers> ask_for_profile(const os::Prompt& prompt, ProfileAnswers known,
                                                     DialogueScope scope,
                                                     const os::Environment& environment);

}  // namespace entra_auth::cli
