// SPDX-License-Identifier: MIT
#include "cli/discover/pick.hpp"

#include "base/text.hpp"
#include "base/try.hpp"
#include "cli/config/changes.hpp"
#include "cli/config/config.hpp"
#include "cli/config/profile_flags.hpp"
#include "cli/interaction/user_prompt.hpp"
#include "os/terminal.hpp"
#include "profiles/keys/words.hpp"

#include <utility>

namespace entra_auth::cli {
namespace {

/// The entry of that number, from 1; null for none. Asks until there is such a row.
const graph::DirectoryEntry* ask_for_row(const os::Prompt& prompt,
                                         const std::vector<graph::DirectoryEntry>& entries) {
  const std::string most = std::to_string(entries.size());
  while (true) {
    const auto typed = prompt.ask("Make a profile for one of them? Number from 1 to " + most +
                                  ", Enter for none: ");
    const auto response = typed ? trim(*typed) : std::string_view();
    if (response.empty()) return nullptr;
    const auto number = parse_digits(response);
    if (number && *number >= 1 && *number <= static_cast<long long>(entries.size())) {
      return &entries[static_cast<std::size_t>(*number) - 1];
    }
    prompt.say("  there is no such row\n");
  }
}

profiles::TomlTable suggestions(const graph::DirectoryEntry& entry, const Profile& searched_with) {
  profiles::TomlTable settings;
  const auto set = [&](const char* key, const std::string& text, FlagForm form = FlagForm::text) {
    if (text.empty()) return;
    auto value = make_value({"", key, form, "", ""}, {text});
    // What a directory says need not fit into a profile; the person is asked then.
    if (check_value(key, value)) set_setting(settings, key, std::move(value));
  };
  set("authority", searched_with.authority);
  if (searched_with.cloud != Cloud::public_cloud) {
    set("cloud", std::string(profiles::name_of(profiles::kClouds, searched_with.cloud)));
  }
  // Where somebody signed in without saying a tenant, theirs is not known here.
  if (searched_with.tenant_id != "organizations") set("tenant_id", searched_with.tenant_id);
  set("client_id", entry.app_id);
  set("scopes", entry.default_scope, FlagForm::words);
  return settings;
}

}  // namespace

bool can_pick(bool no_interaction, const Context& context) {
  return os::stdout_is_terminal() && os::stdin_is_terminal() &&
         find_no_prompt_reason(no_interaction, context.environment).empty();
}

std::function<Result<std::optional<std::string>>()> pick_profile(
    std::vector<graph::DirectoryEntry> entries, Profile searched_with, const Context& context) {
  return [entries = std::move(entries), searched_with = std::move(searched_with), &context,
          asked = false]() mutable -> Result<std::optional<std::string>> {
    if (std::exchange(asked, true)) return std::nullopt;
    const UserPrompt user = find_user_prompt(false, context);
    if (!user.prompt) return std::nullopt;
    const auto* entry = ask_for_row(*user.prompt, entries);
    if (entry == nullptr) return std::nullopt;
    TRY(const auto created, create_profile(suggestions(*entry, searched_with), context));
    return std::string(created.text.expose());
  };
}

}  // namespace entra_auth::cli
