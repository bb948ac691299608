// SPDX-License-Identifier: MIT
#include "cli/get_token/incoming_token.hpp"

#include "base/text.hpp"
#include "base/try.hpp"
#include "cli/inspect/verification.hpp"
#include "oauth/tokens/jwt.hpp"
#include "os/files.hpp"
#include "os/terminal.hpp"
#include "service/incoming_token.hpp"

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
              {"name the variable that holds the user's token, without a $"});
}

Result<Secret> from_stdin() {
  if (os::stdin_is_terminal()) {
    return fail(ErrorKind::usage, "flow on-behalf-of needs the token of a user",
                {"pass it with --assertion-file, --assertion-env or on standard input"});
  }
  return os::read_descriptor(0, kMaxBytes);
}

/// Signature and issuer too: the server to come looks at them again, but only after it got the
/// token.
Result<void> verify(const Secret& token, const Profile& profile, const Context& context) {
  TRY_VOID(
      service::check_incoming_token(profile, &token, context.environment, context.clock.now()));
  TRY(const auto jwt, oauth::decode_jwt(token.expose()));
  TRY(const auto verdict, verify_token(jwt, profile, {}, context));
  if (verdict.verified) return {};
  return fail(ErrorKind::invalid_token,
              "the incoming token breaks a rule: " + for_terminal(verdict.reason, 1000),
              {"pass the access token that the caller sent in its Authorization header"});
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
    return fail(ErrorKind::usage, "--assertion-file and --assertion-env exclude each other");
  }
  TRY(const auto text, !flags.variable.empty() ? from_variable(flags.variable, context.environment)
                       : flags.file.empty() || flags.file == "-" ? from_stdin()
                                                                 : from_file(flags.file));
  const auto trimmed = trim(text.expose());
  if (!trimmed.empty()) {
    Secret token(trimmed);
    if (flags.verify) TRY_VOID(verify(token, profile, context));
    return token;
  }
  return fail(ErrorKind::secret_unavailable, "the token of the user is empty",
              {"pass it with --assertion-file, --assertion-env or on standard input"});
}

}  // namespace entra_auth::cli
