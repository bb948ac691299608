// SPDX-License-Identifier: MIT
#include "profiles/keys/profile_check.hpp"

#include "base/text.hpp"
#include "base/url.hpp"
#include "profiles/keys/combinations.hpp"
#include "profiles/keys/key_table.hpp"
#include "profiles/keys/words.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

namespace entra_auth::profiles {
namespace {

std::string list_providers(ProviderSet providers) {
  std::string list;
  for (const auto& provider : kProviders) {
    if ((providers & only(provider.value)) == 0) continue;
    list.append(list.empty() ? "" : " or ").append(provider.name);
  }
  return list;
}

void check_keys_belong(const ProfileCheck& check) {
  for (const auto& [name_of_key, line] : check.keys.all()) {
    const ProfileKey* key = find_profile_key(name_of_key);
    if ((key->providers & only(check.profile.provider)) != 0) continue;
    check.problem(key->name,
                  std::string(key->name) + " has no meaning in a profile of provider " +
                      std::string(name(check.profile.provider)),
                  "remove it; it belongs to provider " + list_providers(key->providers));
  }
}

void require(const ProfileCheck& check, std::string_view key, std::string hint = {}) {
  if (check.has(key)) return;
  check.missing(key, {std::string(key)}, std::string(key) + " is missing", std::move(hint));
}

void settle_flow(const ProfileCheck& check) {
  Profile& profile = check.profile;
  if (check.has("flow")) return;
  profile.flow = default_flow(profile.provider, profile.auth_method);
  // TokenX only exchanges the tokens of users.
  if (profile.identity_provider == "tokenx") profile.flow = Flow::on_behalf_of;
}

void check_flow(const ProfileCheck& check) {
  if (auto mistake = find_flow_mistake(check.profile)) {
    check.missing("flow", std::move(mistake->missing), std::move(mistake->message),
                  std::move(mistake->hint));
  }
}

void check_entra_tenant(const ProfileCheck& check) {
  const Profile& profile = check.profile;
  if (!check.has("tenant_id") && !check.has("token_endpoint")) {
    require(check, "tenant_id",
            "the GUID or a domain of the tenant, for example contoso.onmicrosoft.com");
    return;
  }
  const bool is_shared = equals_ignoring_case(profile.tenant_id, "common") ||
                         equals_ignoring_case(profile.tenant_id, "organizations") ||
                         equals_ignoring_case(profile.tenant_id, "consumers");
  if (is_shared &&
      (profile.flow == Flow::client_credentials || profile.flow == Flow::on_behalf_of)) {
    check.problem("tenant_id",
                  "tenant_id " + to_lower(profile.tenant_id) + " is not possible with flow " +
                      std::string(name(profile.flow)),
                  "name the tenant of the application: its GUID or one of its domains");
  }
}

/// If no other key gives the address, a flow with a user needs the address of its endpoint.
void check_user_endpoints(const ProfileCheck& check, std::string_view alternative) {
  if (check.has(alternative)) return;
  const std::string hint = "or set " + std::string(alternative);
  if (check.profile.flow == Flow::interactive_browser) {
    require(check, "authorization_endpoint", hint);
  } else if (check.profile.flow == Flow::device_code) {
    require(check, "device_authorization_endpoint", hint);
  }
}

void check_entra(const ProfileCheck& check) {
  if (check.has("cloud") && check.has("authority")) {
    check.problem("authority", "cloud and authority exclude each other", "keep one of them");
  }
  if (check.profile.auth_method == AuthMethod::managed_identity) return;
  require(check, "client_id", "the application (client) ID of the app registration");
  check_entra_tenant(check);
  if (check.has("token_endpoint")) check_user_endpoints(check, "tenant_id");
}

void check_maskinporten(const ProfileCheck& check) {
  require(check, "client_id");
  if (check.has("environment") && check.has("issuer")) {
    check.problem("issuer", "environment and issuer exclude each other", "keep one of them");
  }
  // Without one of them the assertion would have no audience.
  if (!check.has("environment") && !check.has("issuer")) {
    require(check, "environment", "set environment = \"test\" or \"prod\"");
  }
}

void check_texas(const ProfileCheck& check) {
  require(check, "identity_provider", "entra_id, maskinporten or tokenx");
  const Profile& profile = check.profile;
  const bool exchanges = profile.flow == Flow::on_behalf_of;
  if ((profile.identity_provider == "tokenx" && !exchanges) ||
      (profile.identity_provider == "maskinporten" && exchanges)) {
    check.problem("flow", "flow " + std::string(name(profile.flow)) +
                              " is not possible with identity_provider " +
                              profile.identity_provider);
  }
  if (check.has("resource") && profile.identity_provider == "tokenx") {
    check.problem("resource", "resource is not possible with identity_provider tokenx",
                  "name the application in `scopes`: cluster:namespace:app");
  }
  if (check.has("authorization_details") && profile.identity_provider != "maskinporten") {
    check.problem("authorization_details",
                  "authorization_details needs identity_provider maskinporten");
  }
}

/// Only the sidecar in the same pod is reached without TLS.
void check_token_endpoint(const ProfileCheck& check) {
  const Profile& profile = check.profile;
  if (profile.provider == Provider::texas || !check.has("token_endpoint")) return;
  if (const auto url = check_request_url(profile.token_endpoint); !url) {
    check.problem("token_endpoint", "token_endpoint: " + url.error().message,
                  url.error().hints.empty() ? "" : url.error().hints[0]);
  }
}

void check_resource(const ProfileCheck& check) {
  if (!check.profile.resource_as_array || check.profile.provider == Provider::maskinporten) return;
  check.problem("resource", "resource must be a string", "only Maskinporten takes an array of one");
}

void check_identity(const ProfileCheck& check) {
  const bool is_managed = check.profile.auth_method == AuthMethod::managed_identity;
  int named = 0;
  for (const auto* key : {"client_id", "identity_object_id", "identity_resource_id"}) {
    if (!check.has(key)) continue;
    if (!is_managed && std::string_view(key) != "client_id") {
      check.problem(key, std::string(key) + " needs auth_method managed-identity");
    } else if (is_managed && ++named > 1) {
      check.problem(key, std::string(key) + " is a second way to name the identity",
                    "keep one of client_id, identity_object_id and identity_resource_id");
    }
  }
}

void check_oidc(const ProfileCheck& check) {
  require(check, "client_id");
  if (!check.has("issuer") && !check.has("token_endpoint")) {
    require(check, "issuer", "or set token_endpoint");
    return;
  }
  check_user_endpoints(check, "issuer");
}

void check_provider(const ProfileCheck& check) {
  switch (check.profile.provider) {
    case Provider::entra:
      return check_entra(check);
    case Provider::maskinporten:
      return check_maskinporten(check);
    case Provider::texas:
      return check_texas(check);
    case Provider::oidc:
      return check_oidc(check);
  }
}

void check_user_settings(const ProfileCheck& check) {
  const Profile& profile = check.profile;
  // Entra refuses the pair: the hint already selects the account.
  if (check.has("login_hint") && profile.prompt.find("select_account") != std::string::npos) {
    check.problem("login_hint", "login_hint and prompt select_account exclude each other",
                  "keep one of them");
  }
  if (!profile.port || profile.redirect_uri.empty()) return;
  constexpr int kUnnamed = 80;
  const auto url = parse_url(profile.redirect_uri);
  if (url && url->port != kUnnamed && url->port != *profile.port) {
    check.problem("port", "port differs from the port of redirect_uri", "keep one of them");
  }
}

}  // namespace

bool PresentKeys::has(std::string_view key) const {
  return std::ranges::find(keys_, key, &Entry::key) != keys_.end();
}

int PresentKeys::line(std::string_view key) const {
  const auto found = std::ranges::find(keys_, key, &Entry::key);
  return found == keys_.end() ? table_line_ : found->line;
}

void ProfileCheck::problem(std::string_view key, std::string message, std::string hint) const {
  problems.push_back({.profile = profile.name,
                      .key = std::string(key),
                      .line = keys.line(key),
                      .message = std::move(message),
                      .hint = std::move(hint)});
}

void ProfileCheck::missing(std::string_view key, std::vector<std::string> one_of,
                           std::string message, std::string hint) const {
  problem(key, std::move(message), std::move(hint));
  problems.back().missing = std::move(one_of);
}

void check_profile(const ProfileCheck& check) {
  // In stages: the later ones would only repeat the mistakes of the earlier ones. A missing
  // credential repeats nothing, so that everything that is missing is reported at once.
  check_keys_belong(check);
  if (!check.problems.empty()) return;
  check_credential(check);
  const bool lacks_credential = !check.problems.empty();
  if (std::ranges::any_of(check.problems,
                          [](const Problem& each) { return each.missing.empty(); })) {
    return;
  }
  settle_flow(check);
  if (!lacks_credential) check_flow(check);
  check_provider(check);
  check_token_endpoint(check);
  check_resource(check);
  check_identity(check);
  check_user_settings(check);
}

}  // namespace entra_auth::profiles
