// SPDX-License-Identifier: MIT
#include "base/try.hpp"
#include "cache/sign_in_store.hpp"
#include "cache/token_cache.hpp"
#include "cli/command.hpp"
#include "cli/options/profile_selection.hpp"
#include "os/folders.hpp"

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

CommandDetails describe(LogoutOptions& options) {
  CommandDetails command;
  command.options = {{.names = "-p,--profile",
                      .target = &options.profile,
                      .value = "NAME",
                      .help = "Profile to forget",
                      .kind = ValueKind::profile}};
  command.footer = "Tokens that the server has issued stay valid until they expire.";
  return command;
}

}  // namespace

Command logout_command() {
  return make_command("logout", "Forget every token and the sign-in of a profile", describe,
                      log_out);
}

}  // namespace entra_auth::cli
