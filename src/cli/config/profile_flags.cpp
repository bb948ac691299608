// SPDX-License-Identifier: MIT
#include "cli/config/profile_flags.hpp"

#include "base/text.hpp"
#include "base/try.hpp"
#include "profiles/keys/key_table.hpp"
#include "profiles/keys/words.hpp"
#include "profiles/toml/value.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <system_error>
#include <utility>

namespace entra_auth::cli {
namespace {

using profiles::text_value;
using profiles::TomlArray;
using profiles::TomlTable;
using profiles::TomlValue;

constexpr std::array kFlags = {
    ProfileFlag{"--provider", "provider", FlagForm::name, "NAME",
                "entra (default), maskinporten, texas or oidc"},
    ProfileFlag{"--cloud", "cloud", FlagForm::name, "NAME", "public (default), usgov or china"},
    ProfileFlag{"--authority", "authority", FlagForm::text, "URL",
                "Base URL of the server instead of the cloud's"},
    ProfileFlag{"--tenant-id", "tenant_id", FlagForm::text, "TENANT", "GUID or domain"},
    ProfileFlag{"--client-id", "client_id", FlagForm::text, "ID", "Application (client) ID"},
    ProfileFlag{"--scope", "scopes", FlagForm::words, "SCOPE", "Scope to ask for; may be repeated"},
    ProfileFlag{"--resource", "resource", FlagForm::text, "RESOURCE",
                "Ask for RESOURCE/.default; for Maskinporten the audience"},
    ProfileFlag{"--flow", "flow", FlagForm::name, "FLOW", "Flow, where it does not follow"},
    ProfileFlag{"--auth-method", "auth_method", FlagForm::name, "METHOD",
                "client-secret, certificate, jwk, federated or none"},
    ProfileFlag{"--client-secret-env", "client_secret", FlagForm::variable, "NAME",
                "The secret is in that variable"},
    ProfileFlag{"--client-secret-file", "client_secret", FlagForm::file, "PATH",
                "The secret is in that file"},
    ProfileFlag{"--certificate-path", "certificate_path", FlagForm::path, "PATH",
                "Certificate and key, PEM or PFX"},
    ProfileFlag{"--private-key-path", "private_key_path", FlagForm::path, "PATH",
                "The certificate's key, where it is in a file of its own"},
    ProfileFlag{"--certificate-password-env", "certificate_password", FlagForm::variable, "NAME",
                "The password of the certificate or key is in that variable"},
    ProfileFlag{"--certificate-password-file", "certificate_password", FlagForm::file, "PATH",
                "The password is in that file"},
    ProfileFlag{"--jwk-env", "jwk", FlagForm::variable, "NAME",
                "The private key is a JWK in that variable"},
    ProfileFlag{"--jwk-file", "jwk", FlagForm::file, "PATH",
                "The private key is a JWK in that file"},
    ProfileFlag{"--key-id", "key_id", FlagForm::text, "ID", "ID of the key at the server"},
    ProfileFlag{"--federated-token-file", "federated", FlagForm::file, "PATH",
                "The platform's assertion is in that file"},
    ProfileFlag{"--redirect-uri", "redirect_uri", FlagForm::text, "URI",
                "Where the browser comes back to, as registered"},
    ProfileFlag{"--login-hint", "login_hint", FlagForm::text, "NAME", "Account to sign in with"},
    ProfileFlag{"--environment", "environment", FlagForm::name, "NAME",
                "Maskinporten: test or prod"},
    ProfileFlag{"--issuer", "issuer", FlagForm::text, "URL", "Issuer (oidc, Maskinporten)"},
    ProfileFlag{"--consumer-org", "consumer_org", FlagForm::text, "ORGNO",
                "Maskinporten: the organization that delegated access to yours"},
    ProfileFlag{"--identity-provider", "identity_provider", FlagForm::text, "NAME",
                "texas: entra_id, maskinporten or tokenx"},
};

template <class Names>
std::string canonical(const Names& names, const std::string& text) {
  const auto value = profiles::parse_name(names, text);
  return value ? std::string(profiles::name_of(names, *value)) : text;  // the reader will say
}

std::string canonical_name(std::string_view key, const std::string& text) {
  if (key == "provider") return canonical(profiles::kProviders, text);
  if (key == "cloud") return canonical(profiles::kClouds, text);
  if (key == "flow") return canonical(profiles::kFlows, text);
  if (key == "auth_method") return canonical(profiles::kAuthMethods, text);
  return canonical(profiles::kMaskinportenEnvironments, text);
}

/// A profile is used from any folder.
std::string absolute_path(const std::string& text) {
  if (text.empty() || text == "~" || text.starts_with("~/")) return text;
  std::error_code problem;
  const auto path = std::filesystem::absolute(text, problem).lexically_normal();
  return problem ? text : path.native();
}

std::size_t flag_position_of(std::string_view key) {
  const auto keys = profiles::profile_keys();
  return static_cast<std::size_t>(std::ranges::find(keys, key, &profiles::ProfileKey::name) -
                                  keys.begin());
}

Result<void> check_flag(const ProfileFlag& flag, const std::vector<std::string>& texts,
                        const TomlTable& settings) {
  const std::string name = flag.flag;
  if (flag.form != FlagForm::words && texts.size() > 1) {
    return fail(ErrorKind::usage, name + " is given twice");
  }
  if (!std::ranges::all_of(texts, is_valid_utf8)) {
    return fail(ErrorKind::usage, name + ": not UTF-8");
  }
  if (find_member(settings, flag.key) != nullptr) {
    return fail(ErrorKind::usage, name + " is a second flag for " + flag.key, {"give one of them"});
  }
  return {};
}

}  // namespace

std::span<const ProfileFlag> profile_flags() { return kFlags; }

std::string flag_of(std::string_view key) {
  const auto* found = std::ranges::find_if(
      kFlags, [&](const ProfileFlag& flag) { return std::string_view(flag.key) == key; });
  return found == kFlags.end() ? std::string() : found->flag;
}

void add_profile_flags(CommandDetails& command, ProfileFlagValues& flags) {
  flags.values.resize(kFlags.size());
  for (std::size_t i = 0; i < kFlags.size(); ++i) {
    const ProfileFlag& flag = kFlags[i];
    const bool is_path = flag.form == FlagForm::path || flag.form == FlagForm::file;
    command.options.push_back({.names = flag.flag,
                               .target = &flags.values[i],
                               .value = flag.value,
                               .help = flag.help,
                               .kind = is_path ? ValueKind::file : ValueKind::none,
                               .group = kProfileGroup});
  }
}

TomlValue make_value(const ProfileFlag& flag, const std::vector<std::string>& texts) {
  const std::string& text = texts.front();
  switch (flag.form) {
    case FlagForm::text:
      return text_value(text);
    case FlagForm::name:
      return text_value(canonical_name(flag.key, text));
    case FlagForm::path:
      return text_value(absolute_path(text));
    case FlagForm::words: {
      TomlArray words;
      for (const auto& each : texts) {
        for (auto& word : split(each, " ,\t\r\n")) words.push_back(text_value(std::move(word)));
      }
      return {.line = 0, .content = std::move(words)};
    }
    case FlagForm::variable:
      return profiles::reference_value("env", text_value(text));
    case FlagForm::file:
      return profiles::reference_value("file", text_value(absolute_path(text)));
  }
  return text_value(text);
}

Result<void> check_value(std::string_view key, const TomlValue& value) {
  const auto* known = profiles::find_profile_key(key);
  if (known == nullptr) return fail(ErrorKind::usage, "there is no key " + std::string(key));
  Profile profile;
  std::vector<profiles::Problem> problems;
  const profiles::SourceFile file{.path = {}, .is_private = true};
  known->read({known->name, value, file, profile, problems});
  if (problems.empty()) return {};
  Error error{.kind = ErrorKind::usage, .message = std::move(problems.front().message)};
  if (!problems.front().hint.empty()) error.hints.push_back(std::move(problems.front().hint));
  return fail(std::move(error));
}

Result<TomlTable> read_profile_flags(const ProfileFlagValues& flags) {
  TomlTable settings;
  for (std::size_t i = 0; i < flags.values.size(); ++i) {
    const auto& texts = flags.values[i];
    if (texts.empty()) continue;
    TRY_VOID(check_flag(kFlags[i], texts, settings));
    TomlValue value = make_value(kFlags[i], texts);
    if (auto checked = check_value(kFlags[i].key, value); !checked) {
      Error error = std::move(checked).error();
      error.message = std::string(kFlags[i].flag) + ": " + error.message;
      return fail(std::move(error));
    }
    set_setting(settings, kFlags[i].key, std::move(value));
  }
  return settings;
}

void set_setting(TomlTable& settings, const std::string& key, TomlValue value) {
  const auto present = std::ranges::find(settings, key, &profiles::TomlMember::key);
  if (present != settings.end()) {
    present->value = std::move(value);
    return;
  }
  const auto place = std::ranges::find_if(settings, [&](const profiles::TomlMember& member) {
    return flag_position_of(member.key) > flag_position_of(key);
  });
  settings.insert(place, {key, 0, std::move(value)});
}

}  // namespace entra_auth::cli
