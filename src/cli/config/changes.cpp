// SPDX-License-Identifier: MIT
#include "cli/config/changes.hpp"

#include "base/text.hpp"
#include "base/try.hpp"
#include "cache/sign_in_store.hpp"
#include "cache/token_cache.hpp"
#include "os/files.hpp"
#include "os/folders.hpp"
#include "profiles/keys/words.hpp"
#include "profiles/profile_document.hpp"
#include "profiles/profile_store.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace entra_auth::cli {

Result<WrittenProfile> read_written_profile(const std::string& name, const Context& context) {
  TRY(auto file, profiles::profile_file(context.environment, context.global.config_file));
  TRY(const auto document, profiles::load_profile_document(file));
  const auto* member = find_member(document.profiles, name);
  if (member == nullptr) {
    TRY(const auto store, profiles::ProfileStore::load(file));
    if (auto found = store.find(name); !found) return fail(std::move(found).error());
    return fail(ErrorKind::profile_not_found, "profile " + name + " was added just now: try again");
  }
  const auto* members = std::get_if<profiles::TomlTable>(&member->value.content);
  return WrittenProfile{.file = std::move(file),
                        .members = members == nullptr ? profiles::TomlTable() : *members,
                        .is_default = document.default_profile == name,
                        .source = document.file};
}

Result<void> check_profile_name(const std::string& name) {
  if (profiles::is_valid_profile_name(name)) return {};
  return fail(ErrorKind::usage, "not a profile name: " + for_terminal(name, 80),
              {std::string(profiles::kProfileNameRule)});
}

Result<void> write_edit(const std::filesystem::path& file, const profiles::ProfileEdit& edit,
                        const Context& context) {
  if (context.global.config_file.empty()) {
    TRY_VOID(os::ensure_private_folder(file.parent_path()));
  }
  return profiles::edit_profiles(file, edit, context.clock);
}

Result<void> write_edit_with_secret(const std::filesystem::path& file,
                                    const profiles::ProfileEdit& edit,
                                    const std::optional<GivenSecret>& given,
                                    const ProfileSecrets& secrets, const Context& context) {
  if (!given) return write_edit(file, edit, context);
  return write_edit_with_secrets(file, edit, {&*given, 1}, secrets, context);
}

Result<void> write_edit_with_secrets(const std::filesystem::path& file,
                                     const profiles::ProfileEdit& edit,
                                     std::span<const GivenSecret> given,
                                     const ProfileSecrets& secrets, const Context& context) {
  TRY_VOID(profiles::check_profile_edit(file, edit));
  // This unlocks a vault, because no one can be asked for the passphrase under the lock.
  for (const auto& each : given) TRY_VOID(secrets.find(each.kept));
  std::vector<std::optional<Secret>> previous;  // of those that have been replaced
  std::vector<std::string> left;
  profiles::ProfileEdit whole = edit;
  whole.before_write = [&]() -> Result<void> {
    for (const auto& [kept, secret] : given) {
      TRY(auto before, secrets.find(kept));
      TRY_VOID(secrets.put(kept, secret));
      previous.push_back(std::move(before));
    }
    return {};
  };
  whole.roll_back = [&] {
    for (std::size_t i = 0; i < previous.size(); ++i) {
      const auto& kept = given[i].kept;
      const auto restored = previous[i] ? secrets.put(kept, *previous[i]) : secrets.remove(kept);
      if (restored) continue;
      left.push_back("could not restore " + secrets.describe(kept) + " (" +
                     restored.error().message + ")");
    }
  };
  auto done = write_edit(file, whole, context);
  if (!done) std::ranges::move(left, std::back_inserter(done.error().hints));
  return done;
}

void remove_secrets(const std::vector<KeptSecret>& kept, const ProfileSecrets& secrets,
                    Output& output) {
  for (const auto& each : kept) {
    if (const auto removed = secrets.remove(each); !removed) {
      output.warnings.push_back("could not remove " + secrets.describe(each) + " of profile " +
                                each.profile + ": " + removed.error().message);
    }
  }
}

void forget_tokens(const std::string& name, bool sign_ins, const Context& context, Output& output) {
  const auto folder = os::cache_folder(context.environment);
  if (!folder) return;  // without a folder nothing can have been cached
  if (const auto cleared = cache::TokenCache(*folder).clear(name); !cleared) {
    output.warnings.push_back("cached tokens of profile " + name +
                              " remain: " + cleared.error().message);
  }
  if (!sign_ins) return;
  if (const auto cleared = cache::SignInStore::clear(*folder, name); !cleared) {
    output.warnings.push_back("a sign-in of profile " + name +
                              " remains: " + cleared.error().message);
  }
}

void add_profile_name(CommandDetails& command, std::string& name, std::string_view help) {
  command.options.push_back({.names = "NAME,-p,--profile",
                             .target = &name,
                             .value = "NAME",
                             .help = help,
                             .kind = ValueKind::profile});
}

}  // namespace entra_auth::cli
