// SPDX-License-Identifier: MIT
#include "secrets/secret_source.hpp"

#include "base/text.hpp"
#include "base/try.hpp"
#include "os/child_process.hpp"
#include "os/files.hpp"
#include "os/input.hpp"
#include "secrets/secret_file.hpp"
#include "secrets/secret_stores.hpp"

#include <cstddef>
#include <filesystem>
#include <system_error>
#include <utility>
#include <variant>
#include <vector>

namespace entra_auth::secrets {
namespace {

constexpr std::size_t kMaxBytes = 64 * 1024;
constexpr std::size_t kLineBreakBytes = 2;

template <class... Functions>
struct Overloaded : Functions... {
  using Functions::operator()...;
};
template <class... Functions>
Overloaded(Functions...) -> Overloaded<Functions...>;

tl::unexpected<Error> unavailable(std::string message, std::vector<std::string> hints = {}) {
  return fail(ErrorKind::secret_unavailable, std::move(message), std::move(hints));
}

Secret without_line_break(const Secret& secret) {
  std::string_view bytes = secret.expose();
  if (bytes.ends_with('\n')) {
    bytes.remove_suffix(1);
    if (bytes.ends_with('\r')) bytes.remove_suffix(1);
  }
  return Secret(bytes);
}

Result<Secret> read_variable(const EnvironmentSecret& source, const os::Environment& environment) {
  const auto value = environment.get(source.variable);
  if (!value) {
    return unavailable("environment variable " + source.variable + " is not set",
                       {"export " + source.variable + "=…"});
  }
  if (value->empty()) {
    return unavailable("environment variable " + source.variable + " is empty",
                       {"export " + source.variable + "=…"});
  }
  return Secret(*value);
}

Result<Secret> read_output(const CommandSecret& source, const os::Environment& environment,
                           Deadline deadline) {
  std::vector<std::string> argv = source.argv;
  const std::string program = argv.empty() ? "" : argv[0];
  if (!argv.empty()) argv[0] = os::expand_home(program, environment);
  auto output = os::run_child(argv, environment, kMaxBytes + kLineBreakBytes, deadline);
  if (!output) {
    Error error = std::move(output).error();
    if (error.kind == ErrorKind::timeout) {
      error.message = "command " + program + " did not finish in time";
      error.hints = {"run it by hand to see what it waits for, or raise the timeout"};
    } else {
      error.kind = ErrorKind::secret_unavailable;
    }
    return fail(std::move(error));
  }
  if (output->exit_status != 0) {
    return unavailable(
        "command " + program + " failed with exit status " + std::to_string(output->exit_status),
        {"run it by hand to see why; it must print the secret and exit with 0"});
  }
  return without_line_break(output->standard_output);
}

Result<Secret> read_inherited(const DescriptorSecret& source) {
  auto bytes = os::read_descriptor(source.fd, kMaxBytes + kLineBreakBytes);
  if (!bytes) {
    Error error = std::move(bytes).error();
    error.kind = ErrorKind::secret_unavailable;
    error.hints = {"open it when starting entra-auth-cli, e.g. " + std::to_string(source.fd) +
                   "<FILE"};
    return fail(std::move(error));
  }
  return without_line_break(*bytes);
}

std::string how_to_store(const StoredSecret& source) {
  for (const auto& [key, flag] : {std::pair{"client_secret", "--client-secret-stdin"},
                                  {"certificate_password", "--certificate-password-stdin"}}) {
    if (source.item.key != key) continue;
    return "store it: entra-auth-cli config edit " + source.item.profile + " " + flag +
           " --store " + source.store;
  }
  return "set " + source.item.key + " to a reference: { env = \"NAME\" } or { file = \"PATH\" }";
}

/// Reads from the store that the profile names, and no other.
Result<Secret> read_stored(const StoredSecret& source, const os::Environment& environment,
                           Deadline deadline, const VaultPassphrase& passphrase) {
  const auto store = parse_store(source.store);
  if (!store) return unavailable("unknown store " + source.store);
  const SecretStores stores(environment, deadline, vault_passphrase_options(passphrase));
  TRY(auto secret, stores.find(*store, source.item));
  if (secret) return std::move(*secret);
  return unavailable("the " + source.store + " has no " + source.item.key + " for profile " +
                         source.item.profile + " of " + source.item.owner,
                     {how_to_store(source)});
}

Result<Secret> read_raw(const SecretReference& reference, const os::Environment& environment,
                        Deadline deadline, const VaultPassphrase& passphrase) {
  return std::visit(
      Overloaded{
          [&](const EnvironmentSecret& source) { return read_variable(source, environment); },
          [&](const FileSecret& source) -> Result<Secret> {
            TRY(const Secret bytes, read_secret_file(os::expand_home(source.path, environment),
                                                     kMaxBytes + kLineBreakBytes, environment));
            return without_line_break(bytes);
          },
          [&](const CommandSecret& source) { return read_output(source, environment, deadline); },
          [&](const DescriptorSecret& source) { return read_inherited(source); },
          [&](const StoredSecret& source) {
            return read_stored(source, environment, deadline, passphrase);
          },
          [&](const LiteralSecret& source) -> Result<Secret> { return source.value; },
      },
      reference);
}

Result<Secret> checked(Secret secret, const SecretReference& reference) {
  if (secret.empty()) return unavailable(describe(reference) + " contains an empty secret");
  if (secret.size() > kMaxBytes) {
    return unavailable(describe(reference) + " contains more than 64 KiB");
  }
  if (secret.expose().find('\0') != std::string_view::npos) {
    return unavailable(describe(reference) + " contains a NUL byte",
                       {"a secret is text: save it as UTF-8, not as UTF-16 or as binary data"});
  }
  return secret;
}

}  // namespace

PassphraseOptions vault_passphrase_options(const VaultPassphrase& passphrase) {
  if (passphrase) return passphrase();
  return {.variable = kVaultVariable,
          .credential = kVaultCredential,
          .no_prompt_reason = "this command never prompts"};
}

Result<Secret> SecretSource::read(const SecretReference& reference, std::string_view key) const {
  auto secret =
      read_raw(reference, environment_, deadline_, vault_passphrase_).and_then([&](Secret bytes) {
        return checked(std::move(bytes), reference);
      });
  if (!secret && !key.empty()) secret.error().message.insert(0, std::string(key) + ": ");
  return secret;
}

Secret SecretSource::version(const SecretReference& reference) const {
  return std::visit(
      Overloaded{
          [&](const EnvironmentSecret& source) {
            std::string text = "env " + source.variable + "=";
            text += environment_.get(source.variable).value_or("");
            return Secret(std::move(text));
          },
          [&](const FileSecret& source) {
            const auto path = os::expand_home(source.path, environment_);
            std::string text = "file " + path.native();
            // A pipe is new in every run, so its version says nothing about its content.
            std::error_code ignored;
            if (std::filesystem::is_regular_file(path, ignored)) {
              text += " " + os::file_version(path);
            }
            return Secret(std::move(text));
          },
          [](const CommandSecret& source) {
            std::string text = "command";
            for (const auto& argument : source.argv) text += '\0' + argument;
            return Secret(std::move(text));
          },
          [](const DescriptorSecret& source) { return Secret("fd " + std::to_string(source.fd)); },
          [](const StoredSecret& source) { return Secret("store " + source.store); },
          [](const LiteralSecret& source) {
            std::string text = "literal ";
            text += source.value.expose();
            return Secret(std::move(text));
          },
      },
      reference);
}

std::string describe(const SecretReference& reference) {
  return std::visit(
      Overloaded{
          [](const EnvironmentSecret& source) { return "environment variable " + source.variable; },
          [](const FileSecret& source) { return "file " + source.path; },
          [](const CommandSecret& source) {
            return "command " + (source.argv.empty() ? std::string() : source.argv[0]);
          },
          [](const DescriptorSecret& source) {
            return "file descriptor " + std::to_string(source.fd);
          },
          [](const StoredSecret& source) { return "the " + source.store; },
          [](const LiteralSecret&) { return std::string("the profile file"); },
      },
      reference);
}

}  // namespace entra_auth::secrets
