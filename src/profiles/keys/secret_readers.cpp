// SPDX-License-Identifier: MIT
#include "profiles/keys/secret_readers.hpp"

#include "base/text.hpp"
#include "os/input.hpp"
#include "profiles/keys/readers.hpp"
#include "profiles/keys/words.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace entra_auth::profiles {
namespace {

constexpr std::string_view kForms =
    "{ env = \"NAME\" }, { file = \"PATH\" }, { command = [\"PROGRAM\", \"ARGUMENT\"] }, { fd = 3 "
    "}, "
    "{ store = \"keyring\" } or { store = \"vault\" }";

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/// A name that a shell can export. Anything else is probably the secret itself in the wrong place.
bool is_variable_name(std::string_view name) {
  const auto allowed = [](char c) { return is_letter(c) || (c >= '0' && c <= '9') || c == '_'; };
  return !name.empty() && std::ranges::all_of(name, allowed) &&
         (is_letter(name[0]) || name[0] == '_');
}

std::optional<EnvironmentSecret> read_variable(const KeyContext& context) {
  const auto* name = std::get_if<std::string>(&context.value.content);
  if (name != nullptr && is_variable_name(*name)) return EnvironmentSecret{*name};
  context.problem("must be the name of an environment variable",
                  "letters, digits and underscores, without a leading $");
  return std::nullopt;
}

std::optional<FileSecret> read_file_path(const KeyContext& context) {
  if (auto path = read_text(context)) return FileSecret{*std::move(path)};
  return std::nullopt;
}

std::optional<CommandSecret> read_command(const KeyContext& context) {
  CommandSecret command;
  const auto* array = std::get_if<TomlArray>(&context.value.content);
  const auto add = [&](const TomlValue& value) {
    const auto* text = std::get_if<std::string>(&value.content);
    if (text == nullptr || text->find('\0') != std::string::npos) return false;
    command.argv.push_back(*text);
    return true;
  };
  if (array != nullptr && !array->empty() && std::ranges::all_of(*array, add) &&
      !command.argv[0].empty()) {
    return command;
  }
  context.problem("must be an array of strings, the program first",
                  "for example [\"pass\", \"show\", \"my-api\"]; no shell reads it");
  return std::nullopt;
}

std::optional<DescriptorSecret> read_descriptor(const KeyContext& context) {
  const auto fd = read_integer(context, 0, 1023);
  if (!fd) return std::nullopt;
  if (*fd != 1 && *fd != 2) return DescriptorSecret{static_cast<int>(*fd)};
  context.problem("must not be standard output or standard error");
  return std::nullopt;
}

std::optional<StoredSecret> read_store(const KeyContext& context) {
  const auto* store = std::get_if<std::string>(&context.value.content);
  if (store != nullptr && (*store == "keyring" || *store == "vault")) {
    const auto key = context.key.substr(0, context.key.find('.'));
    return StoredSecret{*store,
                        {item_owner(context.file.path), context.profile.name, std::string(key)}};
  }
  context.problem("must be \"keyring\" or \"vault\"");
  return std::nullopt;
}

template <auto read>
std::optional<SecretReference> as_reference(const KeyContext& context) {
  if (auto source = read(context)) return *std::move(source);
  return std::nullopt;
}

struct Form {
  std::string_view key;
  std::optional<SecretReference> (*read)(const KeyContext& context);
};
constexpr std::array kReferenceForms = {
    Form{"env", as_reference<read_variable>},    Form{"file", as_reference<read_file_path>},
    Form{"command", as_reference<read_command>}, Form{"fd", as_reference<read_descriptor>},
    Form{"store", as_reference<read_store>},
};

std::optional<SecretReference> read_form(const KeyContext& context, const TomlTable& table) {
  if (table.size() != 1) {
    context.problem("must name exactly one place", std::string(kForms));
    return std::nullopt;
  }
  const auto& [key, line, value] = table[0];
  const auto form = std::ranges::find(kReferenceForms, key, &Form::key);
  if (form == kReferenceForms.end()) {
    context.problem("does not know the place `" + for_terminal(key, 64) + "`", std::string(kForms));
    return std::nullopt;
  }
  const std::string full_key = std::string(context.key) + "." + key;
  return form->read({full_key, value, context.file, context.profile, context.problems});
}

/// Whether this file may contain a secret; adds a warning if it may.
bool may_hold_secret(const KeyContext& context, std::string_view alternative) {
  if (!context.file.is_private) {
    context.problem(
        "is written in a file that is not private",
        "chmod 600 " + shell_quote(context.file.path) + ", or better: " + std::string(alternative));
    return false;
  }
  context.profile.warnings.push_back(
      std::string(context.key) +
      " is written in the profile file; better: " + std::string(alternative));
  return true;
}

}  // namespace

std::optional<SecretReference> read_secret_reference(const KeyContext& context) {
  if (const auto* table = std::get_if<TomlTable>(&context.value.content)) {
    return read_form(context, *table);
  }
  const auto* literal = std::get_if<std::string>(&context.value.content);
  if (literal == nullptr) {
    context.problem("must say where the secret is", std::string(kForms));
    return std::nullopt;
  }
  if (literal->empty() || literal->find('\0') != std::string::npos) {
    context.problem(literal->empty() ? "is empty" : "holds a NUL character", std::string(kForms));
    return std::nullopt;
  }
  if (!may_hold_secret(context, std::string(context.key) + " = { env = \"NAME\" }")) {
    return std::nullopt;
  }
  return LiteralSecret{Secret(*literal)};
}

std::optional<FederatedSource> read_federated_source(const KeyContext& context) {
  if (const auto* word = std::get_if<std::string>(&context.value.content)) {
    if (is_same_name(*word, "github")) return GitHubAssertion{};
    if (is_same_name(*word, "azure-pipelines")) return AzurePipelinesAssertion{};
  }
  const auto* table = std::get_if<TomlTable>(&context.value.content);
  if (table != nullptr && table->size() == 1 &&
      ((*table)[0].key == "file" || (*table)[0].key == "env")) {
    const auto reference = read_form(context, *table);
    if (!reference) return std::nullopt;
    if (const auto* file = std::get_if<FileSecret>(&*reference)) return *file;
    return std::get<EnvironmentSecret>(*reference);
  }
  context.problem("must name a source of assertions",
                  "{ file = \"PATH\" }, { env = \"NAME\" }, \"github\" or \"azure-pipelines\"");
  return std::nullopt;
}

std::optional<std::string> read_proxy(const KeyContext& context) {
  auto proxy = read_text(context);
  if (!proxy) return std::nullopt;
  if (proxy->find('@') != std::string::npos &&
      !may_hold_secret(context, "the variable HTTPS_PROXY for a proxy with a password")) {
    return std::nullopt;
  }
  return proxy;
}

}  // namespace entra_auth::profiles
