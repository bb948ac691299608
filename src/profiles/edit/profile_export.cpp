// SPDX-License-Identifier: MIT
#include "profiles/edit/profile_export.hpp"

#include "base/encoding.hpp"
#include "base/json.hpp"
#include "profiles/edit/profile_lines.hpp"
#include "profiles/profile_document.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <variant>

namespace entra_auth::profiles {
namespace {

constexpr long long kVersion = 1;
constexpr std::size_t kDepth = 2;
constexpr std::size_t kMaxSecretBytes = 64 * 1024;

constexpr std::array kSecretKeys = {
    SecretKey{"client_secret", &Profile::client_secret},
    SecretKey{"certificate_password", &Profile::certificate_password},
    SecretKey{"jwk", &Profile::jwk},
    SecretKey{"private_key", &Profile::private_key},
    SecretKey{"federated_token", &Profile::federated_token},
};

bool is_secret_key(std::string_view key) {
  return std::ranges::find(kSecretKeys, key, &SecretKey::name) != kSecretKeys.end();
}

/// Wiped when it goes out of scope, with all texts in it.
class WipedJson {
 public:
  explicit WipedJson(Json json) : json_(std::move(json)) {}
  WipedJson(const WipedJson&) = delete;
  WipedJson& operator=(const WipedJson&) = delete;
  ~WipedJson() { wipe_texts(json_); }
  [[nodiscard]] Json& operator*() { return json_; }

 private:
  static void wipe_texts(Json& json) {
    if (json.is_string()) wipe(json.get_ref<std::string&>());
    if (!json.is_structured()) return;
    for (auto& element : json) wipe_texts(element);
  }

  Json json_;
};

/// The one profile of a text that is a profile file.
std::optional<TomlMember> read_only_profile(const std::string& text) {
  auto document = parse_profile_document({}, {}, text);
  if (!document || document->default_profile || document->profiles.size() != 1) return std::nullopt;
  TomlMember& profile = document->profiles.front();
  const auto* members = std::get_if<TomlTable>(&profile.value.content);
  if (members == nullptr) return std::nullopt;
  for (const auto& member : *members) {
    const bool is_reference = std::holds_alternative<TomlTable>(member.value.content);
    if (is_secret_key(member.key) && !is_reference) return std::nullopt;
  }
  return std::move(profile);
}

std::optional<std::vector<ExportedSecret>> read_secrets(const Json& json) {
  if (!json.is_object()) return std::nullopt;
  std::vector<ExportedSecret> secrets;
  for (const auto& [key, value] : json.items()) {
    if (!is_secret_key(key) || !value.is_string()) return std::nullopt;
    auto bytes = base64url_decode(value.get_ref<const std::string&>());
    if (!bytes) return std::nullopt;
    Secret secret(std::move(*bytes));
    if (secret.empty() || secret.size() > kMaxSecretBytes ||
        secret.expose().find('\0') != std::string_view::npos) {
      return std::nullopt;
    }
    secrets.push_back({key, std::move(secret)});
  }
  return secrets;
}

}  // namespace

std::span<const SecretKey> secret_keys() { return kSecretKeys; }

Secret encode_export(const ExportedProfile& exported) {
  OrderedJson secrets = OrderedJson::object();
  for (const auto& [key, secret] : exported.secrets) {
    secrets[key] = base64url_encode(secret.expose());  // moved, not copied: wiped below
  }
  OrderedJson json = {{"version", kVersion}};
  json["profile"] = write_profile(exported.name, exported.members, "\n");
  json["secrets"] = std::move(secrets);
  Secret text(to_ascii_json(json));
  wipe(json["profile"].get_ref<std::string&>());
  for (auto& secret : json["secrets"]) wipe(secret.get_ref<std::string&>());
  return text;
}

Result<ExportedProfile> decode_export(std::string_view text) {
  const auto damaged = [] {
    return fail(ErrorKind::invalid_configuration, "does not contain a profile",
                {"export the profile again"});
  };
  auto parsed = parse_json_object(text, kDepth);
  if (!parsed) return damaged();
  WipedJson json(std::move(*parsed));
  const auto version = (*json).find("version");
  const auto profile = (*json).find("profile");
  const auto secrets = (*json).find("secrets");
  if (version == (*json).end() || !version->is_number_integer()) return damaged();
  if (*version != kVersion) {
    return fail(ErrorKind::invalid_configuration,
                "contains a profile in a newer format than this version of entra-auth-cli knows",
                {"update entra-auth-cli"});
  }
  constexpr std::size_t kMembers = 3;
  if (profile == (*json).end() || !profile->is_string() || secrets == (*json).end() ||
      (*json).size() != kMembers) {
    return damaged();
  }
  auto member = read_only_profile(profile->get_ref<const std::string&>());
  auto kept = read_secrets(*secrets);
  if (!member || !kept) return damaged();
  return ExportedProfile{.name = std::move(member->key),
                         .members = std::get<TomlTable>(std::move(member->value.content)),
                         .secrets = std::move(*kept)};
}

}  // namespace entra_auth::profiles
