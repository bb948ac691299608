// SPDX-License-Identifier: MIT
#include "cli/config/secret_input.hpp"

#include "base/try.hpp"
#include "os/input.hpp"
#include "os/terminal.hpp"

namespace entra_auth::cli {
namespace {

constexpr std::size_t kMaxInputBytes = 64 * 1024;

}  // namespace

void add_secret_input(CommandDetails& command, SecretInput& input) {
  command.add("Storing a secret",
              {{.names = "--client-secret-stdin",
                .target = &input.client_secret,
                .help = "Read the client secret from standard input"},
               {.names = "--certificate-password-stdin",
                .target = &input.certificate_password,
                .help = "Read the certificate's password from standard input",
                .excludes = "--client-secret-stdin"},
               {.names = "--store",
                .target = &input.store,
                .value = "PLACE",
                .help = "Where to store it: keyring, vault or file (private)"}});
  add_passphrase_flags(command, input.passphrase);
}

Result<std::optional<NewSecret>> read_secret_input(const SecretInput& input,
                                                   const profiles::TomlTable& settings) {
  if (!input.client_secret && !input.certificate_password) return std::nullopt;
  const std::string flag =
      input.client_secret ? "--client-secret-stdin" : "--certificate-password-stdin";
  const std::string key = input.client_secret ? "client_secret" : "certificate_password";
  if (find_member(settings, key) != nullptr) {
    return fail(ErrorKind::usage, flag + " is a second flag for " + key, {"give one of them"});
  }
  if (os::stdin_is_terminal()) {
    return fail(ErrorKind::usage, flag + ": standard input is a terminal",
                {"pipe the secret into the command, or leave the flag out to be asked"});
  }
  TRY(const auto bytes, os::read_descriptor(0, kMaxInputBytes));
  std::string_view text = bytes.expose();
  if (text.ends_with('\n')) text.remove_suffix(1);
  if (text.ends_with('\r')) text.remove_suffix(1);
  if (text.empty()) {
    return fail(ErrorKind::usage, flag + ": there is nothing on standard input");
  }
  if (text.find('\0') != std::string_view::npos) {
    return fail(ErrorKind::usage, flag + ": it holds a NUL character");
  }
  return NewSecret{key, Secret(text)};
}

}  // namespace entra_auth::cli
