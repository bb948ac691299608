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

/// A profile as it stands in the file, good or not.
struct WrittenProfile {
  std::filesystem::path file;
  profiles::TomlTable members;
  bool is_default = false;
  profiles::SourceFile source{};
};

/// Kind `profile_not_found`, with the nearest names.
[[nodiscard]] Result<WrittenProfile> read_written_profile(const std::string& name,
                                                          const Context& context);

/// Kind `usage` where it is none.
[[nodiscard]] Result<void> check_profile_name(const std::string& name);

/// `edit_profiles`, in a folder that is made private where it is ours.
[[nodiscard]] Result<void> write_edit(const std::filesystem::path& file,
                                      const profiles::ProfileEdit& edit, const Context& context);

/// A secret that was given to us, and where it goes.
struct GivenSecret {
  KeptSecret kept;
  Secret secret;
};
/// Stores the secret, then writes; where that fails the store is as it was. The edit is tried out
/// first, so that nothing is stored for one that cannot succeed.
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

/// Removes secrets that no profile refers to any more; what cannot be removed becomes a warning.
void remove_secrets(const std::vector<KeptSecret>& kept, const ProfileSecrets& secrets,
                    Output& output);

/// Removes the profile's cached tokens and, if wanted, sign-ins; failures become warnings.
void forget_tokens(const std::string& name, bool sign_ins, const Context& context, Output& output);

/// "NAME,-p,--profile"; `help` is a literal.
void add_profile_name(CommandDetails& command, std::string& name, std::string_view help);

}  // namespace entra_auth::cli
