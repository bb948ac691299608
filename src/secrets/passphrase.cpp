// SPDX-License-Identifier: MIT
#include "secrets/passphrase.hpp"

#include "base/try.hpp"
#include "os/input.hpp"
#include "os/prompt.hpp"
#include "secrets/secret_file.hpp"

#include <cstddef>
#include <filesystem>
#include <system_error>
#include <utility>
#include <vector>

namespace entra_auth::secrets {
namespace {

constexpr std::size_t kMaxPassphraseBytes = 1024;
constexpr std::size_t kPassphraseLineBreakBytes = 2;
constexpr int kMaxTries = 3;

std::vector<std::string> ways_to_give_one(const PassphraseOptions& options) {
  std::vector<std::string> ways;
  if (!options.flag.empty()) {
    ways.push_back("pass --" + std::string(options.flag) + "-file FILE or --" +
                   std::string(options.flag) + "-fd N");
  }
  if (!options.variable.empty()) ways.push_back("set " + std::string(options.variable));
  if (!options.credential.empty()) {
    ways.push_back("in a systemd unit: LoadCredential=" + std::string(options.credential) +
                   ":FILE");
  }
  return ways;
}

/// Turns any failure to read the passphrase into `secret_unavailable`.
tl::unexpected<Error> passphrase_unavailable(Error error, const PassphraseOptions& options) {
  error.kind = ErrorKind::secret_unavailable;
  if (error.hints.empty()) error.hints = ways_to_give_one(options);
  return fail(std::move(error));
}

Secret passphrase_line(const Secret& text) {
  std::string_view bytes = text.expose();
  if (bytes.ends_with('\n')) {
    bytes.remove_suffix(1);
    if (bytes.ends_with('\r')) bytes.remove_suffix(1);
  }
  return Secret(bytes);
}

Result<Secret> read_path(const std::filesystem::path& path, const os::Environment& environment) {
  TRY(const auto bytes,
      read_secret_file(path, kMaxPassphraseBytes + kPassphraseLineBreakBytes, environment));
  return passphrase_line(bytes);
}

Result<Secret> read_passphrase_descriptor(int fd) {
  auto bytes = os::read_descriptor(fd, kMaxPassphraseBytes + kPassphraseLineBreakBytes);
  if (bytes) return passphrase_line(*bytes);
  Error error = std::move(bytes).error();
  error.hints = {"open it when starting entra-auth-cli, e.g. " + std::to_string(fd) + "<FILE"};
  return fail(std::move(error));
}

/// The credential file that systemd has passed, or nullopt.
std::optional<std::filesystem::path> credential_file(const PassphraseOptions& options,
                                                     const os::Environment& environment) {
  const auto folder = environment.get_nonempty("CREDENTIALS_DIRECTORY");
  if (!folder || options.credential.empty()) return std::nullopt;
  auto path = std::filesystem::path(*folder) / options.credential;
  std::error_code ignored;
  if (!std::filesystem::exists(path, ignored)) return std::nullopt;
  return path;
}

/// The passphrase from any place but the terminal, and that place in words.
struct Given {
  Result<Secret> passphrase;
  std::string place;
};

std::optional<Given> read_given(const PassphraseOptions& options,
                                const os::Environment& environment) {
  if (!options.file.empty()) {
    const auto path = os::expand_home(options.file, environment);
    return Given{read_path(path, environment), path.string()};
  }
  if (options.fd) {
    return Given{read_passphrase_descriptor(*options.fd),
                 "file descriptor " + std::to_string(*options.fd)};
  }
  if (const auto text = environment.get_nonempty(options.variable)) {
    return Given{passphrase_line(Secret(*text)), std::string(options.variable)};
  }
  if (const auto path = credential_file(options, environment)) {
    return Given{read_path(*path, environment), path->string()};
  }
  return std::nullopt;
}

/// Why it cannot be a passphrase; empty if it can.
std::string passphrase_objection(const Secret& passphrase) {
  if (passphrase.empty()) return "is empty";
  if (passphrase.size() > kMaxPassphraseBytes) {
    return "is longer than " + std::to_string(kMaxPassphraseBytes) + " bytes";
  }
  if (passphrase.expose().find('\0') != std::string_view::npos) return "contains a NUL byte";
  return {};
}

Result<Secret> checked_passphrase(Given given, std::string_view what,
                                  const PassphraseOptions& options) {
  if (!given.passphrase)
    return passphrase_unavailable(std::move(given.passphrase).error(), options);
  const auto problem = passphrase_objection(*given.passphrase);
  if (problem.empty()) return std::move(given.passphrase);
  return fail(ErrorKind::secret_unavailable,
              std::string(what) + " from " + given.place + " " + problem,
              {"a passphrase is one line of text, saved as UTF-8"});
}

Result<os::Prompt> open_prompt(const PassphraseOptions& options, std::string_view what) {
  std::string reason = options.no_prompt_reason;
  if (reason.empty()) {
    auto prompt = os::Prompt::open();
    if (prompt) return prompt;
    reason = prompt.error().message;
  }
  return passphrase_unavailable(
      {.message = std::string(what) + " is needed, but cannot be asked for: " + reason}, options);
}

Result<Secret> ask(const os::Prompt& prompt, const std::string& question,
                   const PassphraseOptions& options) {
  auto answer = prompt.ask_hidden(question);
  if (!answer) return passphrase_unavailable(std::move(answer).error(), options);
  return answer;
}

tl::unexpected<Error> refuse_typed(std::string_view what, const std::string& problem) {
  return fail(ErrorKind::secret_unavailable, std::string(what) + " " + problem);
}

}  // namespace

Result<Secret> read_passphrase(const PassphraseOptions& options, const os::Environment& environment,
                               std::string_view what) {
  if (auto given = read_given(options, environment)) {
    return checked_passphrase(std::move(*given), what, options);
  }
  TRY(const auto prompt, open_prompt(options, what));
  TRY(auto typed, ask(prompt, "Enter " + std::string(what) + ": ", options));
  const auto problem = passphrase_objection(typed);
  if (!problem.empty()) return refuse_typed(what, problem);
  return typed;
}

Result<Secret> read_new_passphrase(const PassphraseOptions& options,
                                   const os::Environment& environment, std::string_view what) {
  if (auto given = read_given(options, environment)) {
    return checked_passphrase(std::move(*given), what, options);
  }
  TRY(const auto prompt, open_prompt(options, what));
  std::string problem;
  for (int i = 0; i < kMaxTries; ++i) {
    if (i > 0) prompt.say("It " + problem + ". Try again.\n");
    TRY(auto typed, ask(prompt, "Choose " + std::string(what) + ": ", options));
    problem = passphrase_objection(typed);
    if (!problem.empty()) continue;
    TRY(const auto repeated, ask(prompt, "Type it again: ", options));
    if (equal_in_constant_time(typed.expose(), repeated.expose())) return typed;
    problem = "was different the second time";
  }
  return refuse_typed(what, problem);
}

}  // namespace entra_auth::secrets
