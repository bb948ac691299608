// SPDX-License-Identifier: MIT
#include "profiles/profile_document.hpp"

#include "base/text.hpp"
#include "base/try.hpp"
#include "os/file_status.hpp"
#include "profiles/keys/words.hpp"

#include <cstddef>
#include <utility>
#include <vector>

namespace entra_auth::profiles {
namespace {

tl::unexpected<Error> invalid(std::string message, std::vector<std::string> hints = {}) {
  return fail(ErrorKind::invalid_configuration, std::move(message), std::move(hints));
}

/// The only setting outside the profiles.
Result<std::string> read_default_profile(const TomlMember& member, const SourceFile& file) {
  const auto* name = std::get_if<std::string>(&member.value.content);
  if (name != nullptr && (is_valid_profile_name(*name) || is_virtual_profile(*name))) {
    return *name;
  }
  return invalid(place(file, member.line) + "default_profile must be the name of a profile",
                 {std::string(kProfileNameRule)});
}

Result<TomlTable> read_profile_table(TomlMember& member, const SourceFile& file) {
  auto* table = std::get_if<TomlTable>(&member.value.content);
  if (table == nullptr) {
    return invalid(place(file, member.line) + "profiles must be a table", {"[profiles.NAME]"});
  }
  for (const auto& profile : *table) {
    if (is_valid_profile_name(profile.key)) continue;
    return invalid(
        place(file, profile.line) + "`" + for_terminal(profile.key, 80) + "` is not a profile name",
        {std::string(kProfileNameRule)});
  }
  return std::move(*table);
}

tl::unexpected<Error> unknown_key(const TomlMember& member, const SourceFile& file) {
  std::string hint = suggest(member.key, {"profiles", "default_profile"});
  if (hint.empty()) hint = "the settings of a profile come after a line [profiles.NAME]";
  return invalid(place(file, member.line) + "unknown key `" + for_terminal(member.key, 64) +
                     "` outside the profiles",
                 {std::move(hint)});
}

}  // namespace

Result<std::optional<Secret>> read_profile_file(const std::filesystem::path& path,
                                                SourceFile& facts) {
  auto file = os::read_observed_file(path, kMaxProfileBytes);
  if (file.regular && file.owner == os::FileOwner::other) {
    return invalid(path.native() + " belongs to another user",
                   {"profiles decide where secrets are sent: use a file of your own"});
  }
  if (file.content.problem == os::FileProblem::too_large) {
    return invalid(path.native() + " is larger than 1 MiB", {"this cannot be a profile file"});
  }
  if (file.content.problem == os::FileProblem::missing) return std::nullopt;
  if (file.content.problem != os::FileProblem::none) {
    return fail(os::describe(file.content, path, ErrorKind::invalid_configuration));
  }
  facts.is_private = file.is_private();
  return std::move(file.content.bytes);
}

Result<ProfileDocument> parse_profile_document(const std::filesystem::path& path, SourceFile facts,
                                               std::string_view text) {
  ProfileDocument document{.path = path, .file = std::move(facts), .exists = true};
  TRY(TomlTable members, parse_toml(text, document.file.path));
  for (auto& member : members) {
    if (member.key == "default_profile") {
      TRY(document.default_profile, read_default_profile(member, document.file));
      document.default_profile_line = member.line;
    } else if (member.key == "profiles") {
      TRY(document.profiles, read_profile_table(member, document.file));
    } else {
      return unknown_key(member, document.file);
    }
  }
  return document;
}

Result<ProfileDocument> load_profile_document(const std::filesystem::path& path) {
  SourceFile facts{.path = path.native()};
  TRY(const auto text, read_profile_file(path, facts));
  if (text) return parse_profile_document(path, std::move(facts), text->expose());
  return ProfileDocument{.path = path, .file = std::move(facts)};
}

}  // namespace entra_auth::profiles
