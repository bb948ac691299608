// SPDX-License-Identifier: MIT
// What the commands that change profiles have in common.
#pragma once

#include "cli/command.hpp"
#include "cli/config/kept_secrets.hpp"
#include "cli/interaction/passphrase_flags.hpp"
#include "profiles/edit/profile_editor.hpp"
#include "profiles/keys/problem.hpp"
#include "profiles/toml/document.hpp"
#include <entra_auth/result.hpp>
#include <entra_auth/secret.hpp>

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace entra_auth::cli {

/// A profile as it is written in the file, valid or not.
struct WrittenProfile {
  std::filesystem::path file;
  profiles::TomlTable members;
  bool is_default = false;
  profiles::SourceFile source{};
};

/// Fails with `profile_not_found`, with the nearest names as hints.
[[nodiscard]] Result<WrittenProfile> read_written_profile(const std::string& name,
                                                          const Context& context);

/// Fails with `usage` if it is not a valid profile name.
[[nodiscard]] Result<void> check_profile_name(const std::string& name);

/// `edit_profiles`, after making the configuration folder private, unless --config names the file.
[[nodiscard]] Result<void> write_edit(const std::filesystem::path& file,
                                      const profiles::ProfileEdit& edit, const Context& context);

/// A secret that the user has entered, and the place to store it in.
struct GivenSecret {
  KeptSecret kept;
  Secret secret;
};
/// Stores the secret, then writes the edit. If that fails, the store is as it was. The edit is
/// tried first, so that no secret is stored for an edit that cannot succeed.
[[nodiscard]] Result<void> write_edit_with_secret(const std::filesystem::path& file,
                                                  const profiles::ProfileEdit& edit,
                                                  const std::optional<GivenSecret>& given,
                                                  const ProfileSecrets& secrets,
                                                  const Context& context);
/// The same for any number: all of them are stored, or none.
[[nodiscard]] Result<void> write_edit_with_secrets(const std::filesystem::path& file,
                                                   const profiles::ProfileEdit& edit,
                                                   std::span<const GivenSecret> given,
                                                   const ProfileSecrets& secrets,
                                                   const Context& context);

/// Removes secrets that no profile refers to any more. Failures become warnings.
void remove_secrets(const std::vector<KeptSecret>& kept, const ProfileSecrets& secrets,
                    Output& output);

/// Removes the profile's cached tokens and, if `sign_ins`, its sign-ins. Failures become warnings.
void forget_tokens(const std::string& name, bool sign_ins, const Context& context, Output& output);

/// "NAME,-p,--profile"; `help` is a literal.
void add_profile_name(CommandDetails& command, std::string& name, std::string_view help);

}  // namespace entra_auth::cli
