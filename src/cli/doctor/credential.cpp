// SPDX-License-Identifier: MIT
#include "base/text.hpp"
#include "cli/doctor/keys.hpp"
#include "cli/doctor/sections.hpp"
#include "os/file_status.hpp"
#include "os/files.hpp"
#include "secrets/secret_source.hpp"
#include "secrets/secret_stores.hpp"

#include <string>
#include <utility>
#include <vector>

namespace entra_auth::cli {
namespace {

/// What came of trying one secret reference of the profile.
struct Tried {
  Finding finding;
  std::optional<Secret> secret{};  // empty if it was not tried or cannot be read
};

class References {
 public:
  References(const secrets::SecretSource& source, const StoreStates& stores,
             const os::Environment& environment)
      : source_(source), stores_(stores), environment_(environment) {}

  [[nodiscard]] Tried look_at(const std::string& key, const SecretReference& reference) const {
    const std::string where = secrets::describe(reference);
    if (const auto reason = why_not_tried(reference)) {
      return {.finding = info(key, where + ": not tried: " + *reason)};
    }
    if (is_locked(reference)) {
      return {.finding =
                  problem(key, {.kind = ErrorKind::secret_unavailable,
                                .message = where + " is locked, and doctor never prompts",
                                .hints = {"unlock it: entra-auth-cli config vault unlock"}})};
    }
    auto secret = source_.read(reference, {});  // the finding has the key as its name
    if (!secret) {
      Error error = std::move(secret).error();
      error.kind = ErrorKind::secret_unavailable;
      return {.finding = problem(key, error)};
    }
    if (std::holds_alternative<LiteralSecret>(reference)) {
      return {.finding = warning(key, "readable; it is written in the profile file itself",
                                 "move it to a store: entra-auth-cli config edit NAME "
                                 "--client-secret-stdin --store vault"),
              .secret = std::move(*secret)};
    }
    return {.finding = ok(key, where + ": readable"), .secret = std::move(*secret)};
  }

 private:
  [[nodiscard]] std::optional<std::string> why_not_tried(const SecretReference& reference) const {
    if (std::holds_alternative<CommandSecret>(reference)) return "doctor does not run commands";
    if (std::holds_alternative<DescriptorSecret>(reference)) return "reading would use it up";
    if (const auto* file = std::get_if<FileSecret>(&reference)) {
      const auto seen = os::look_at(os::expand_home(file->path, environment_));
      if (seen.type == os::PathType::other)
        return "it is a pipe or device, and reading would use it up";
    }
    const bool has_passphrase = environment_.get_nonempty(secrets::kVaultVariable) ||
                                environment_.get_nonempty("CREDENTIALS_DIRECTORY");
    if (is_locked(reference) && stores_.vault_exists && has_passphrase) {
      return "the vault is locked, and unlocking it would put its key into the kernel keyring";
    }
    return std::nullopt;
  }

  [[nodiscard]] bool is_locked(const SecretReference& reference) const {
    const auto* stored = std::get_if<StoredSecret>(&reference);
    return stored != nullptr && stored->store == "vault" && stores_.vault_exists &&
           !stores_.vault_is_unlocked;
  }

  const secrets::SecretSource& source_;
  const StoreStates& stores_;
  const os::Environment& environment_;
};

/// Federated assertions: a file or variable is read; a CI service is not asked for one.
void add_federated(DoctorSection& section, const Profile& profile, const References& references,
                   Timestamp now) {
  const auto use = [&](const SecretReference& reference, const char* key) {
    auto tried = references.look_at(key, reference);
    section.add(std::move(tried.finding));
    if (tried.secret) section.add(examine_assertion(*tried.secret, now));
  };
  if (profile.federated_token) use(*profile.federated_token, "federated_token");
  if (!profile.federated) return;
  if (const auto* file = std::get_if<FileSecret>(&*profile.federated)) {
    use(*file, "federated");
  } else if (const auto* variable = std::get_if<EnvironmentSecret>(&*profile.federated)) {
    use(*variable, "federated");
  } else {
    section.add(info(
        "federated",
        std::holds_alternative<GitHubAssertion>(*profile.federated)
            ? "GitHub issues an assertion for each token request; none was requested"
            : "Azure Pipelines issues an assertion for each token request; none was requested"));
  }
}

}  // namespace

DoctorSection examine_credential(const Profile& profile, const StoreStates& stores,
                                 const Context& context, Deadline deadline) {
  DoctorSection section{"credential", "Credential", {}};
  const secrets::SecretSource source(context.environment, deadline);
  const References references(source, stores, context.environment);
  bool keys_are_readable = true;
  const auto look_at = [&](const char* key, const std::optional<SecretReference>& reference) {
    if (!reference) return;
    auto tried = references.look_at(key, *reference);
    keys_are_readable = keys_are_readable && tried.secret;
    section.add(std::move(tried.finding));
  };
  look_at("client_secret", profile.client_secret);
  look_at("jwk", profile.jwk);
  look_at("private_key", profile.private_key);
  look_at("certificate_password", profile.certificate_password);
  add_federated(section, profile, references, context.clock.now());
  const bool has_key = !profile.certificate_path.empty() || profile.jwk || profile.private_key;
  if (has_key && keys_are_readable) {
    examine_key(profile, source, context, section);
  } else if (has_key) {
    section.add(info("key", "not looked at: it needs what could not be read"));
  }
  if (section.findings.empty()) {
    section.add(info("credential", profile.provider == Provider::texas ? "the sidecar has it"
                                   : profile.auth_method == AuthMethod::managed_identity
                                       ? "the machine proves who it is: a managed identity"
                                       : "none: a public client"));
  }
  return section;
}

}  // namespace entra_auth::cli
