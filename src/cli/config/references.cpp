// SPDX-License-Identifier: MIT
#include "cli/config/references.hpp"

#include "base/text.hpp"
#include "profiles/edit/profile_export.hpp"
#include "secrets/secret_source.hpp"

#include <string_view>
#include <variant>

namespace entra_auth::cli {
namespace {

std::string command_line(const CommandSecret& command) {
  std::string line;
  for (const auto& argument : command.argv) {
    line += (line.empty() ? "" : " ") + shell_quote(argument);
  }
  return line;
}

void add_secret(std::string_view key, const SecretReference& reference,
                ProfileReferences& references) {
  const std::string name(key);
  if (const auto* command = std::get_if<CommandSecret>(&reference)) {
    references.programs.push_back(
        name + " is what this program prints: " + for_terminal(command_line(*command)));
  } else {
    references.places.push_back(name + ": " + for_terminal(secrets::describe(reference)));
  }
}

void add_file(const char* key, const std::string& path, ProfileReferences& references) {
  if (!path.empty()) references.places.push_back(key + (": file " + for_terminal(path)));
}

}  // namespace

ProfileReferences references_of(const Profile& profile) {
  ProfileReferences references;
  for (const auto& [key, reference] : profiles::secret_keys()) {
    if (const auto& place = profile.*reference) add_secret(key, *place, references);
  }
  if (profile.federated) {
    if (const auto* file = std::get_if<FileSecret>(&*profile.federated)) {
      add_secret("federated", *file, references);
    } else if (const auto* variable = std::get_if<EnvironmentSecret>(&*profile.federated)) {
      add_secret("federated", *variable, references);
    }
  }
  add_file("certificate_path", profile.certificate_path, references);
  add_file("private_key_path", profile.private_key_path, references);
  add_file("ca_file", profile.ca_file, references);
  return references;
}

}  // namespace entra_auth::cli
