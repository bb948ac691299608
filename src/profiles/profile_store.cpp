// SPDX-License-Identifier: MIT
#include "profiles/profile_store.hpp"

#include "base/text.hpp"
#include "base/try.hpp"
#include "os/folders.hpp"
#include "profiles/keys/profile_reader.hpp"
#include "profiles/keys/words.hpp"
#include "profiles/profile_document.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace entra_auth::profiles {
namespace {

std::vector<std::string> example_lines(const std::filesystem::path& file) {
  return {"run: entra-auth-cli config create; or write a profile into " + file.native() + ":",
          "  [profiles.my-api-client]",
          "  tenant_id     = \"contoso.onmicrosoft.com\"",
          "  client_id     = \"00000000-0000-0000-0000-000000000001\"",
          "  client_secret = { env = \"MY_API_SECRET\" }",
          "  scopes        = [\"api://your-api-id/.default\"]"};
}

std::vector<std::string> names_of(const ProfileDocument& document) {
  std::vector<std::string> names;
  for (const auto& profile : document.profiles) names.push_back(profile.key);
  return names;
}

Error not_found(std::string_view name, const ProfileDocument& document) {
  Error error{.kind = ErrorKind::profile_not_found,
              .message = "there is no profile " + for_terminal(name, 80)};
  if (document.profiles.empty()) {
    error.message += document.exists ? ": " + document.path.native() + " has none"
                                     : ": the file " + document.path.native() + " does not exist";
    error.hints = example_lines(document.path);
    return error;
  }
  const auto names = names_of(document);
  const auto same = std::ranges::find_if(
      names, [&](const std::string& other) { return equals_ignoring_case(name, other); });
  if (same != names.end()) {
    error.hints = {"names are case-sensitive: did you mean " + *same + "?"};
  } else if (auto hint = suggest(name, names); !hint.empty()) {
    error.hints = {std::move(hint)};
  } else {
    error.hints = {document.path.native() + " has: " + join(names, ", ")};
  }
  return error;
}

}  // namespace

struct ProfileStore::State : ProfileDocument {};

ProfileStore::ProfileStore(std::unique_ptr<State> state) : state_(std::move(state)) {}
ProfileStore::ProfileStore(ProfileStore&&) noexcept = default;
ProfileStore& ProfileStore::operator=(ProfileStore&&) noexcept = default;
ProfileStore::~ProfileStore() = default;

Result<ProfileStore> ProfileStore::load(const std::filesystem::path& file) {
  TRY(ProfileDocument document, load_profile_document(file));
  return ProfileStore(std::make_unique<State>(State{std::move(document)}));
}

const std::filesystem::path& ProfileStore::file() const { return state_->path; }
bool ProfileStore::file_exists() const { return state_->exists; }

std::vector<std::string> ProfileStore::names() const { return names_of(*state_); }

std::optional<std::string> ProfileStore::default_profile() const { return state_->default_profile; }

std::string ProfileStore::place_of_default_profile() const {
  return state_->path.native() + ":" + std::to_string(state_->default_profile_line);
}

std::optional<std::string> ProfileStore::place_of(std::string_view profile,
                                                  std::string_view key) const {
  const TomlMember* member = find_member(state_->profiles, profile);
  const auto* table = member == nullptr ? nullptr : std::get_if<TomlTable>(&member->value.content);
  const TomlMember* found = table == nullptr ? nullptr : find_member(*table, key);
  if (found == nullptr) return std::nullopt;
  return state_->path.native() + ":" + std::to_string(found->line);
}

Result<Profile> ProfileStore::find(std::string_view name) const {
  const TomlMember* member = find_member(state_->profiles, name);
  if (member == nullptr) return fail(not_found(name, *state_));
  return read_valid_profile(*member, state_->file);
}

std::vector<Problem> ProfileStore::problems() const {
  std::vector<Problem> problems;
  if (state_->default_profile && !is_virtual_profile(*state_->default_profile) &&
      find_member(state_->profiles, *state_->default_profile) == nullptr) {
    problems.push_back({.profile = {},
                        .key = "default_profile",
                        .line = state_->default_profile_line,
                        .message = "default_profile is not a profile of this file",
                        .hint = suggest(*state_->default_profile, names())});
  }
  for (const auto& member : state_->profiles) {
    auto read = read_profile(member, state_->file);
    std::ranges::move(read.problems, std::back_inserter(problems));
  }
  std::ranges::stable_sort(problems, {}, &Problem::line);
  return problems;
}

Result<std::filesystem::path> profile_file(const os::Environment& environment,
                                           std::string_view override_path) {
  if (!override_path.empty()) return os::expand_home(override_path, environment);
  TRY(const auto folder, os::config_folder(environment));
  return folder / "profiles.toml";
}

}  // namespace entra_auth::profiles
