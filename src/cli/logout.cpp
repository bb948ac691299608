// SPDX-License-Identifier: MIT
#include "base/try.hpp"
#include "cache/sign_in_store.hpp"
#include "cache/token_cache.hpp"
#include "cli/command.hpp"
#include "cli/options/profile_selection.hpp"
#include "cli/parser/add_command.hpp"

#include <memory>

namespace entra_auth::cli {
namespace {

struct LogoutOptions {
  std::string profile;
};

/// A profile need not exist any more: what it left behind goes by its name.
Result<std::string> profile_name(const LogoutOptions& options, const Context& context) {
  if (!options.profile.empty()) return options.profile;
  TRY(const auto profile, select_profile("", context, true));
  return profile.name;
}

Result<Output> log_out(const LogoutOptions& options, const Context& context) {
  TRY(const auto name, profile_name(options, context));
  TRY(const auto folder, os::cache_folder(context.environment));
  TRY(const auto sign_ins, cache::SignInStore::clear(folder, name));
  TRY(const auto tokens, cache::TokenCache(folder).clear(name));
  return Output{.text = Secret("removed " + std::to_string(tokens) +
                               (tokens == 1 ? " token and " : " tokens and ") +
                               std::to_string(sign_ins) +
                               (sign_ins == 1 ? " sign-in\n" : " sign-ins\n"))};
}

void bind(CLI::App& command, Invocation& invocation) {
  auto options = std::make_shared<LogoutOptions>();
  command.add_option("-p,--profile", options->profile, "Profile to forget")->type_name("NAME");
  command.footer("What the server has issued stays valid there until it expires.");
  command.callback([options, &invocation] {
    invocation.command = [options](const Context& context) { return log_out(*options, context); };
  });
}

}  // namespace

void add_logout(CLI::App& app, Invocation& invocation) {
  add_command(app, "logout", "Forget every token and the sign-in of a profile",
              [&invocation](CLI::App& command) { bind(command, invocation); });
}

}  // namespace entra_auth::cli
