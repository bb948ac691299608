// SPDX-License-Identifier: MIT
// The flags of `config create` and `config edit` that set keys of the profile.
#pragma once

#include "cli/command.hpp"
#include "profiles/toml/document.hpp"
#include <entra_auth/result.hpp>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace entra_auth::cli {

/// How a flag's text becomes the value of a profile key.
enum class FlagForm : std::uint8_t {
  text,
  name,      // one of our words, in any spelling; written in ours
  path,      // made absolute, unless it begins with ~
  words,     // an array; spaces and commas separate, and the flag may be repeated
  variable,  // { env = "TEXT" }
  file,      // { file = "TEXT" }, as a path
};

struct ProfileFlag {
  const char* flag;
  const char* key;
  FlagForm form;
  const char* value;  // its name in the help
  const char* help;
};

[[nodiscard]] std::span<const ProfileFlag> profile_flags();
/// "--tenant-id": the first flag of that key; empty where there is none.
[[nodiscard]] std::string flag_of(std::string_view key);

/// The heading of these flags in the help.
inline constexpr std::string_view kProfileGroup = "Profile settings";

/// As typed, one element for each of `profile_flags`.
struct ProfileFlagValues {
  std::vector<std::vector<std::string>> values;
};

/// `flags` must outlive the parse.
void add_profile_flags(CommandDetails& command, ProfileFlagValues& flags);

/// What the flags set, in the order of the key table. Kind `usage` for a flag that was given twice,
/// two flags for one key, and a value that the key cannot have, naming the flag.
[[nodiscard]] Result<profiles::TomlTable> read_profile_flags(const ProfileFlagValues& flags);

/// The value of a key in that form.
[[nodiscard]] profiles::TomlValue make_value(const ProfileFlag& flag,
                                             const std::vector<std::string>& texts);
/// Whether a profile's key may have that value; else its reader's words.
[[nodiscard]] Result<void> check_value(std::string_view key, const profiles::TomlValue& value);

/// Replaces or adds, where it belongs by the key table.
void set_setting(profiles::TomlTable& settings, const std::string& key, profiles::TomlValue value);

}  // namespace entra_auth::cli
