// SPDX-License-Identifier: MIT
// How the directory compares names.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace entra_auth::sandbox {

/// Lower case; beyond ASCII, the letters of Latin-1 only.
[[nodiscard]] std::string fold_case(std::string_view text);

/// The tokens that $search compares, in lower case: text is split at spaces, where a lower-case
/// letter meets an upper-case one, where letters meet digits, and around symbols, which are tokens
/// themselves.
[[nodiscard]] std::vector<std::string> search_tokens(std::string_view text);

/// The tokens under which a name is found: the same, and each word with its symbols left out.
[[nodiscard]] std::vector<std::string> indexed_tokens(std::string_view name);

}  // namespace entra_auth::sandbox
