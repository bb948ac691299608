// SPDX-License-Identifier: MIT
#include "base/text.hpp"
#include "base/try.hpp"
#include "cli/config/changes.hpp"
#include "cli/config/config.hpp"
#include "os/files.hpp"
#include "os/terminal.hpp"
#include "profiles/edit/profile_export.hpp"
#include "profiles/keys/profile_reader.hpp"
#include "secrets/secret_source.hpp"
#include "secrets/vault/sealed_file.hpp"

#include <chrono>
#include <utility>
#include <variant>

namespace entra_auth::cli {
namespace {

using profiles::ExportedProfile;

constexpr std::chrono::minutes kExportTime{1};  // for all secrets together

struct ExportOptions {
  std::string name;
  std::string file;
  bool include_secrets = false;
  PassphraseFlags passphrase{};

  [[nodiscard]] bool to_stdout() const { return file.empty() || file == "-"; }
};

/// Nothing is written over what could be missed: a file that is there is an export, or empty.
Result<void> check_target(const ExportOptions& options) {
  if (options.to_stdout()) {
    if (!os::stdout_is_terminal()) return {};
    return fail(ErrorKind::usage, "refusing to write an export to the terminal",
                {"name a file: --file FILE; or redirect standard output"});
  }
  const auto old = os::read_file(options.file, secrets::kMaxSealedBytes, os::Privacy::required);
  if (old.problem == os::FileProblem::missing) return {};
  if (old.problem != os::FileProblem::none) {
    return fail(os::describe(old, options.file, ErrorKind::usage));
  }
  const auto bytes = old.bytes.expose();
  if (bytes.empty() || read_sealed_header(secrets::SealedKind::exported_profiles, bytes)) return {};
  return fail(ErrorKind::usage, options.file + " exists and is not an export",
              {"choose another name, or remove it first"});
}

void leave_out(std::string_view key, ExportedProfile& exported) {
  std::erase_if(exported.members, [&](const auto& member) { return member.key == key; });
}

/// Secrets that are plain text in the profile: exported sealed, by name, or left out.
void leave_out_literals(const Profile& profile, bool include_secrets, ExportedProfile& exported,
                        Output& output) {
  const auto warn = [&](std::string_view key) {
    output.warnings.push_back(std::string(key) +
                              " is plain text in the profile and is left out: add "
                              "--include-secrets to have it in the export");
  };
  for (const auto& [key, reference] : profiles::secret_keys()) {
    const auto& place = profile.*reference;
    if (!place || !std::holds_alternative<LiteralSecret>(*place)) continue;
    leave_out(key, exported);
    if (!include_secrets) warn(key);
  }
  if (!include_secrets && profile.proxy.find('@') != std::string::npos) {
    leave_out("proxy", exported);
    warn("proxy");
  }
}

Result<void> add_secrets(const Profile& profile, const Context& context,
                         ExportedProfile& exported) {
  const secrets::SecretSource source(context.environment, context.clock.steady_now() + kExportTime,
                                     vault_passphrase(false, context));
  for (const auto& [key, reference] : profiles::secret_keys()) {
    const auto& place = profile.*reference;
    if (!place) continue;
    TRY(auto secret, source.read(*place, key));
    exported.secrets.push_back({std::string(key), std::move(secret)});
  }
  return {};
}

/// What the profile needs and the other machine will not have.
void warn_of_missing(const ExportOptions& options, const WrittenProfile& written,
                     const Profile& profile, const Context& context, Output& output) {
  if (!options.include_secrets) {
    const ProfileSecrets kept(context, written.file, {});
    for (const auto& each : kept.kept_for(options.name, written.members)) {
      output.warnings.push_back(kept.describe(each) +
                                " stays here: add --include-secrets to have it in the export");
    }
  }
  for (const auto& path : {profile.certificate_path, profile.private_key_path}) {
    if (!path.empty()) output.warnings.push_back(path + " is not in the export, only its name");
  }
}

Result<std::string> seal(const ExportedProfile& exported, const ExportOptions& options,
                         const Context& context) {
  TRY(const auto passphrase,
      secrets::read_new_passphrase(
          passphrase_options(options.passphrase, kExportVariable, "", context), context.environment,
          kExportPassphrase));
  TRY(const auto key, secrets::new_sealed_key(secrets::SealedKind::exported_profiles, passphrase));
  auto sealed = secrets::seal_file(key, encode_export(exported).expose());
  if (!sealed) sealed.error().message.insert(0, "the export ");
  return sealed;
}

Result<Output> export_profile(const ExportOptions& options, const Context& context) {
  if (options.name.empty()) {
    return fail(ErrorKind::usage, "the name of the profile is missing",
                {"run: entra-auth-cli config export NAME --file FILE"});
  }
  TRY_VOID(check_target(options));
  TRY(const auto written, read_written_profile(options.name, context));
  TRY(const auto profile,
      profiles::read_valid_profile(options.name, written.members, written.source));
  Output output;
  ExportedProfile exported{.name = options.name, .members = written.members, .secrets = {}};
  leave_out_literals(profile, options.include_secrets, exported, output);
  if (options.include_secrets) TRY_VOID(add_secrets(profile, context, exported));
  warn_of_missing(options, written, profile, context, output);
  TRY(auto sealed, seal(exported, options, context));
  if (options.to_stdout()) {
    output.text = Secret(std::move(sealed));
  } else {
    TRY_VOID(os::write_private_file(options.file, sealed, os::Durability::durable));
  }
  return output;
}

CommandDetails describe(ExportOptions& options) {
  CommandDetails command;
  add_profile_name(command, options.name, "The profile");
  command.add("Options", {{.names = "-o,--file",
                           .target = &options.file,
                           .value = "FILE",
                           .help = "File to write; - or nothing: standard output",
                           .kind = ValueKind::file},
                          {.names = "--include-secrets",
                           .target = &options.include_secrets,
                           .help = "Include the secrets that the profile refers to"}});
  add_passphrase_flags(command, options.passphrase);
  command.footer =
      "One file, sealed under a passphrase from the flags, from\n"
      "ENTRA_AUTH_CLI_EXPORT_PASSPHRASE or typed on the terminal. It replaces an older\n"
      "export, but no other file. Example:\n"
      "  entra-auth-cli config export my-api-client --include-secrets --file my-api.eac\n"
      "  entra-auth-cli config import my-api.eac";
  return command;
}

}  // namespace

Command config_export_command() {
  return make_command("export", "Put a profile into one file under a passphrase", describe,
                      export_profile);
}

}  // namespace entra_auth::cli
