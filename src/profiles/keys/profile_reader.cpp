// SPDX-License-Identifier: MIT
#include "profiles/keys/profile_reader.hpp"

#include "base/text.hpp"
#include "profiles/keys/key_table.hpp"
#include "profiles/keys/profile_check.hpp"

#include <algorithm>
#include <utility>

namespace entra_auth::profiles {

ReadProfile read_profile(const TomlMember& member, const SourceFile& file) {
  ReadProfile read;
  Profile& profile = read.profile;
  profile.name = member.key;
  const auto* table = std::get_if<TomlTable>(&member.value.content);
  if (table == nullptr) {
    read.problems.push_back({.profile = profile.name,
                             .key = {},
                             .line = member.line,
                             .message = "the profile must be a table",
                             .hint = "[profiles." + profile.name + "]"});
    return read;
  }
  PresentKeys keys(member.line);
  for (const auto& [name, line, value] : *table) {
    if (const ProfileKey* key = find_profile_key(name)) {
      keys.add(key->name, line);
      key->read({key->name, value, file, profile, read.problems});
    } else {
      read.problems.push_back({.profile = profile.name,
                               .key = name,
                               .line = line,
                               .message = "unknown key `" + for_terminal(name, 64) + "`",
                               .hint = suggest_profile_key(name)});
    }
  }
  if (read.problems.empty()) check_profile({profile, keys, read.problems});
  std::ranges::stable_sort(read.problems, {}, &Problem::line);
  return read;
}

Result<Profile> read_valid_profile(const TomlMember& member, const SourceFile& file) {
  ReadProfile read = read_profile(member, file);
  if (read.problems.empty()) return std::move(read.profile);
  return fail(error_of(file, read.problems.front()));
}

Result<Profile> read_valid_profile(const std::string& name, const TomlTable& settings,
                                   const SourceFile& file) {
  return read_valid_profile({.key = name, .line = 0, .value = {.line = 0, .content = settings}},
                            file);
}

}  // namespace entra_auth::profiles
