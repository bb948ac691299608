// SPDX-License-Identifier: MIT
#include "cli/config/missing_settings.hpp"

#include "profiles/keys/words.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <utility>

namespace entra_auth::cli {
namespace {

using profiles::TomlTable;

constexpr std::array<std::string_view, 13> kCredentialKeys = {"client_secret",
                                                              "token_endpoint_auth_method",
                                                              "certificate_path",
                                                              "private_key_path",
                                                              "certificate_password",
                                                              "send_x5c",
                                                              "jwk",
                                                              "private_key",
                                                              "key_id",
                                                              "token_endpoint_auth_signing_alg",
                                                              "federated",
                                                              "federated_token",
                                                              "auth_method"};
constexpr std::array<std::string_view, 11> kIdentityKeys = {"provider",
                                                            "cloud",
                                                            "authority",
                                                            "tenant_id",
                                                            "client_id",
                                                            "environment",
                                                            "issuer",
                                                            "token_endpoint",
                                                            "identity_provider",
                                                            "identity_object_id",
                                                            "identity_resource_id"};

constexpr std::pair<std::string_view, std::string_view> kMethodOfKey[] = {
    {"client_secret", "client-secret"},
    {"certificate_path", "certificate"},
    {"jwk", "jwk"},
    {"private_key", "jwk"},
    {"federated", "federated"},
    {"federated_token", "federated"}};

bool has_any(const TomlTable& settings, std::initializer_list<std::string_view> keys) {
  return std::ranges::any_of(
      keys, [&](std::string_view key) { return find_member(settings, key) != nullptr; });
}

std::string flags_of_credential(const std::string& method) {
  if (method == "client-secret") {
    return "--client-secret-env, --client-secret-file or --client-secret-stdin";
  }
  if (method == "jwk") return "--jwk-file or --jwk-env";
  if (method == "federated") return "--federated-token-file";
  return "--certificate-path";
}

bool needs_credential(const TomlTable& settings, const std::string& method,
                      bool has_client_secret) {
  if (method == "client-secret") {
    return !has_client_secret && !has_any(settings, {"client_secret"});
  }
  if (method == "jwk") return !has_any(settings, {"jwk", "private_key"});
  if (method == "federated") return !has_any(settings, {"federated", "federated_token"});
  if (method == "certificate" || method == "passwordless-certificate") {
    return !has_any(settings, {"certificate_path"});
  }
  return false;
}

}  // namespace

std::string text_of(const TomlTable& settings, std::string_view key) {
  const auto* member = find_member(settings, key);
  const auto* text = member == nullptr ? nullptr : std::get_if<std::string>(&member->value.content);
  return text == nullptr ? std::string() : *text;
}

std::string auth_method_of(const TomlTable& settings) {
  if (const auto said = text_of(settings, "auth_method"); !said.empty()) {
    const auto method = profiles::parse_name(profiles::kAuthMethods, said);
    return method ? std::string(profiles::name_of(profiles::kAuthMethods, *method)) : said;
  }
  for (const auto& [key, method] : kMethodOfKey) {
    if (has_any(settings, {key})) return std::string(method);
  }
  return {};
}

std::vector<std::string> missing_flags(const TomlTable& settings, bool has_client_secret) {
  std::vector<std::string> flags;
  const auto need = [&](std::initializer_list<std::string_view> keys, std::string words) {
    if (!has_any(settings, keys)) flags.push_back(std::move(words));
  };
  const auto provider = text_of(settings, "provider");
  const auto method = auth_method_of(settings);
  const bool is_managed = method == "managed-identity";
  if (provider == "texas") {
    need({"identity_provider"}, "--identity-provider");
    return flags;
  }
  if (provider == "oidc") need({"issuer", "token_endpoint"}, "--issuer");
  if (provider == "maskinporten") need({"environment", "issuer"}, "--environment");
  if ((provider.empty() || provider == "entra") && !is_managed) need({"tenant_id"}, "--tenant-id");
  if (!is_managed) need({"client_id"}, "--client-id");
  if (provider == "maskinporten" && method.empty()) {
    flags.emplace_back("--jwk-file, --jwk-env or --certificate-path");
  } else if (needs_credential(settings, method, has_client_secret)) {
    flags.push_back(flags_of_credential(method));
  }
  return flags;
}

bool is_credential_key(std::string_view key) {
  return std::ranges::find(kCredentialKeys, key) != kCredentialKeys.end();
}

bool is_identity_key(std::string_view key) {
  return std::ranges::find(kIdentityKeys, key) != kIdentityKeys.end();
}

}  // namespace entra_auth::cli
