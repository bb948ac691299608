// SPDX-License-Identifier: MIT
#include "cli/get_token/incoming_token.hpp"

#include "base/text.hpp"
#include "base/try.hpp"
#include "os/files.hpp"
#include "os/input.hpp"
#include "os/terminal.hpp"

namespace entra_auth::cli {
namespace {

constexpr std::size_t kMaxBytes = 64 * 1024;

Result<Secret> from_file(const std::string& path) {
  auto file = os::read_file(path, kMaxBytes, os::Privacy::not_required);
  if (file.problem == os::FileProblem::none) return std::move(file.bytes);
  Error error = os::describe(file, path, ErrorKind::secret_unavailable);
  error.message.insert(0, "--assertion-file: ");
  return fail(std::move(error));
}

Result<Secret> from_variable(const std::string& name, const os::Environment& environment) {
  if (const auto value = environment.get_nonempty(name)) return Secret(*value);
  return fail(ErrorKind::secret_unavailable,
              "--assertion-env: environment variable " + for_terminal(name, 80) + " is not set",
              {"give the name of the variable that holds the user's token, without a $"});
}

Result<Secret> from_stdin() {
  if (os::stdin_is_terminal()) {
    return fail(ErrorKind::usage, "flow on-behalf-of needs the token of a user",
                {"pass it with --assertion-file, --assertion-env or on standard input"});
  }
  return os::read_descriptor(0, kMaxBytes);
}

}  // namespace

Result<std::optional<Secret>> read_incoming_token(const IncomingTokenFlags& flags,
                                                  const Profile& profile, const Context& context) {
  const bool has_flag = !flags.file.empty() || !flags.variable.empty() || flags.verify;
  if (profile.flow != Flow::on_behalf_of) {
    if (!has_flag) return std::nullopt;
    return fail(ErrorKind::usage,
                "--assertion-file, --assertion-env and --verify-assertion need flow on-behalf-of; "
                "profile " +
                    profile.name + " has " + std::string(name(profile.flow)),
                {"add --flow on-behalf-of"});
  }
  if (!flags.file.empty() && !flags.variable.empty()) {
    return fail(ErrorKind::usage, "use only one of --assertion-file and --assertion-env");
  }
  TRY(const auto text, !flags.variable.empty() ? from_variable(flags.variable, context.environment)
                       : flags.file.empty() || flags.file == "-" ? from_stdin()
                                                                 : from_file(flags.file));
  if (const auto token = trim(text.expose()); !token.empty()) return Secret(token);
  return fail(ErrorKind::secret_unavailable, "the incoming token is empty",
              {"pass it with --assertion-file, --assertion-env or on standard input"});
}

}  // namespace entra_auth::cli
