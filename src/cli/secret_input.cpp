// SPDX-License-Identifier: MIT
#include "cli/secret_input.hpp"

#include "base/try.hpp"
#include "os/files.hpp"
#include "os/terminal.hpp"

#include <CLI/CLI.hpp>

namespace entra_auth::cli {
namespace {

constexpr std::size_t kMostBytes = 64 * 1024;

}  // namespace

void add_secret_input(CLI::App& command, SecretInput& input) {
  constexpr const char* kGroup = "A client secret that is to be kept here";
  command.add_flag("--client-secret-stdin", input.from_stdin, "Read it from standard input")
      ->group(kGroup);
  command.add_option("--store", input.store, "Where: keyring, vault or file (a private one)")
      ->type_name("PLACE")
      ->group(kGroup);
  add_passphrase_flags(command, input.passphrase);
}

Result<std::optional<Secret>> read_secret_input(const SecretInput& input,
                                                const profiles::TomlTable& settings) {
  if (!input.from_stdin) return std::nullopt;
  if (find_member(settings, "client_secret") != nullptr) {
    return fail(ErrorKind::usage, "--client-secret-stdin is a second flag for client_secret",
                {"give one of them"});
  }
  if (os::stdin_is_terminal()) {
    return fail(ErrorKind::usage, "--client-secret-stdin: standard input is a terminal",
                {"pipe the secret into the command, or leave the flag out to be asked"});
  }
  TRY(const auto bytes, os::read_descriptor(0, kMostBytes));
  std::string_view text = bytes.expose();
  if (text.ends_with('\n')) text.remove_suffix(1);
  if (text.ends_with('\r')) text.remove_suffix(1);
  if (text.empty()) {
    return fail(ErrorKind::usage, "--client-secret-stdin: there is nothing on standard input");
  }
  if (text.find('\0') != std::string_view::npos) {
    return fail(ErrorKind::usage, "--client-secret-stdin: it holds a NUL character");
  }
  return Secret(text);
}

}  // namespace entra_auth::cli
