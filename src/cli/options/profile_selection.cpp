// SPDX-License-Identifier: MIT
#include "cli/options/profile_selection.hpp"

#include "base/text.hpp"
#include "base/try.hpp"
#include "os/prompt.hpp"
#include "os/terminal.hpp"
#include "profiles/environment/virtual_profile.hpp"
#include "profiles/keys/words.hpp"

#include <algorithm>

namespace entra_auth::cli {
namespace {

tl::unexpected<Error> none_selected(const std::vector<std::string>& names) {
  std::vector<std::string> shown(
      names.begin(),
      names.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(names.size(), 10)));
  return fail(ErrorKind::profile_not_found, "several profiles exist and none is selected",
              {"pass -p NAME, set ENTRA_AUTH_CLI_PROFILE, or set default_profile; profiles: " +
               join(shown, ", ") + (names.size() > shown.size() ? ", ..." : "")});
}

/// Asks until the answer is a name or a number of the list.
Result<std::string> ask(const os::Prompt& prompt, const std::vector<std::string>& names) {
  std::string list = "Several profiles:\n";
  for (std::size_t i = 0; i < names.size(); ++i) {
    list += "  " + std::to_string(i + 1) + ") " + names[i] + "\n";
  }
  prompt.say(list);
  while (true) {
    const auto answer = prompt.ask("Which one? [1-" + std::to_string(names.size()) + "] ");
    if (!answer) return none_selected(names);
    const auto typed = trim(*answer);
    if (std::ranges::find(names, typed) != names.end()) return std::string(typed);
    const auto number = parse_digits(typed);
    if (number && *number >= 1 && *number <= static_cast<long long>(names.size())) {
      return names[static_cast<std::size_t>(*number) - 1];
    }
    prompt.say("  not in the list\n");
  }
}

}  // namespace

Result<profiles::ProfileStore> load_profiles(const Context& context) {
  TRY(const auto file, profiles::profile_file(context.environment, context.global.config_file));
  return profiles::ProfileStore::load(file);
}

std::optional<ProfileChoice> named_profile(const std::string& flag,
                                           const os::Environment& environment) {
  constexpr const char* kVariable = "ENTRA_AUTH_CLI_PROFILE";
  if (!flag.empty()) return ProfileChoice{flag, "--profile"};
  if (const auto name = environment.get_nonempty(kVariable)) {
    return ProfileChoice{std::string(*name), kVariable};
  }
  return std::nullopt;
}

std::optional<ProfileChoice> profile_of_file(const profiles::ProfileStore& store) {
  if (auto name = store.default_profile()) {
    return ProfileChoice{*std::move(name), store.place_of_default_profile()};
  }
  auto names = store.names();
  if (names.size() == 1) return ProfileChoice{std::move(names.front()), "the only one"};
  return std::nullopt;
}

Result<Profile> select_profile(const std::string& flag, const Context& context, bool may_ask) {
  auto choice = named_profile(flag, context.environment);
  if (choice && profiles::is_virtual_profile(choice->name)) {
    return profiles::virtual_profile(choice->name, context.environment);
  }
  TRY(const auto store, load_profiles(context));
  if (choice) return store.find(choice->name);
  choice = profile_of_file(store);
  if (choice && profiles::is_virtual_profile(choice->name)) {
    return profiles::virtual_profile(choice->name, context.environment);
  }
  if (choice) return store.find(choice->name);
  const auto names = store.names();
  if (names.empty()) return store.find("default");
  if (!may_ask || !os::stdin_is_terminal() || !os::stderr_is_terminal())
    return none_selected(names);
  const auto prompt = os::Prompt::open();
  if (!prompt) return none_selected(names);
  TRY(const auto name, ask(*prompt, names));
  return store.find(name);
}

}  // namespace entra_auth::cli
