// SPDX-License-Identifier: MIT
#pragma once

#include "cli/command.hpp"
#include "graph/directory.hpp"
#include <entra_auth/profile.hpp>
#include <entra_auth/result.hpp>

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace entra_auth::cli {

/// Whether a person sees the table and can pick a row of it.
[[nodiscard]] bool can_pick(bool no_interaction, const Context& context);

/// For `Output::more`, once the table is out: asks which row is to become a profile and goes
/// through `config create` with what the row says as answers to choose. Enter, and the end of
/// input, mean none. `searched_with` is the profile whose tenant and server were searched.
[[nodiscard]] std::function<Result<std::optional<std::string>>()> pick_profile(
    std::vector<graph::DirectoryEntry> entries, Profile searched_with, const Context& context);

}  // namespace entra_auth::cli
