// SPDX-License-Identifier: MIT
#include "profiles/keys/key_table.hpp"

#include "base/text.hpp"
#include "profiles/keys/readers.hpp"
#include "profiles/keys/secret_readers.hpp"
#include "profiles/keys/setting_readers.hpp"
#include "profiles/keys/words.hpp"
#include "profiles/toml/value.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include <vector>

namespace entra_auth::profiles {
namespace {

constexpr ProviderSet kEntra = only(Provider::entra);
constexpr ProviderSet kMaskinporten = only(Provider::maskinporten);
constexpr ProviderSet kTexas = only(Provider::texas);
constexpr ProviderSet kOidc = only(Provider::oidc);
constexpr ProviderSet kAny = kEntra | kMaskinporten | kTexas | kOidc;

/// How a key gets into a profile and out of it.
struct KeyAccess {
  void (*read)(const KeyContext& context);
  ShownValue (*show)(const Profile& profile);
};

constexpr ProfileKey key(std::string_view name, ProviderSet providers, KeyRole role,
                         KeyAccess access) {
  return {name, providers, role, access.read, access.show};
}

/// Reads with `read` and stores in `member`.
template <auto member, auto read>
void store(const KeyContext& context) {
  if (auto value = read(context)) context.profile.*member = *std::move(value);
}

template <auto member>
ShownValue show(const Profile& profile) {
  return show_value(profile.*member);
}

/// A flag that differs from its default.
template <auto member>
ShownValue show_flag(const Profile& profile) {
  if (profile.*member == Profile().*member) return std::nullopt;
  return TomlValue{.line = 0, .content = profile.*member};
}

/// One of the words in `names`.
template <auto member, const auto& names>
void choose(const KeyContext& context) {
  const auto* text = std::get_if<std::string>(&context.value.content);
  const auto value = text == nullptr ? std::nullopt : parse_name(names, *text);
  if (value) {
    context.profile.*member = *value;
  } else {
    context.problem("must be " + list_names(names));
  }
}

/// One of the words in `words`, spelled as there.
template <auto member, const auto& words>
void choose_word(const KeyContext& context) {
  if (const auto* text = std::get_if<std::string>(&context.value.content)) {
    for (const std::string_view word : words) {
      if (!equals_ignoring_case(word, *text)) continue;
      context.profile.*member = word;
      return;
    }
  }
  std::string list;
  for (const std::string_view word : words) list.append(list.empty() ? "" : ", ").append(word);
  context.problem("must be one of " + list);
}

/// The word for `member`, also if it is the default.
template <auto member, const auto& names>
ShownValue show_word(const Profile& profile) {
  return text_value(std::string(name_of(names, profile.*member)));
}

/// The word for `member`, unless it is the default.
template <auto member, const auto& names>
ShownValue show_other_word(const Profile& profile) {
  if (profile.*member == Profile().*member) return std::nullopt;
  return show_word<member, names>(profile);
}

using P = Profile;

/// The sidecar has the credential, so the profile's method means nothing there.
ShownValue show_auth_method(const Profile& profile) {
  if (profile.provider == Provider::texas) return std::nullopt;
  return show_word<&P::auth_method, kAuthMethods>(profile);
}

ShownValue show_environment(const Profile& profile) {
  if (!profile.environment) return std::nullopt;
  return text_value(std::string(name_of(kMaskinportenEnvironments, *profile.environment)));
}

ShownValue show_resource(const Profile& profile) {
  return profile.resource_as_array ? list_value({profile.resource}) : show_value(profile.resource);
}

ShownValue show_proxy(const Profile& profile) { return show_value(masked_proxy(profile.proxy)); }

constexpr std::array<std::string_view, 3> kIdentityProviders = {"entra_id", "maskinporten",
                                                                "tokenx"};
constexpr std::array<std::string_view, 6> kSigningAlgorithms = {"PS256", "RS256", "PS384",
                                                                "RS384", "PS512", "RS512"};

template <auto member, auto read>
constexpr KeyAccess kRead{store<member, read>, show<member>};
template <auto member>
constexpr KeyAccess kText = kRead<member, read_text>;
template <auto member>
constexpr KeyAccess kUrl = kRead<member, read_url>;
template <auto member>
constexpr KeyAccess kWords = kRead<member, read_words>;
template <auto member>
constexpr KeyAccess kSecret = kRead<member, read_secret_reference>;
template <auto member>
constexpr KeyAccess kFlag{store<member, read_bool>, show_flag<member>};
template <auto member, const auto& names>
constexpr KeyAccess kChoice{choose<member, names>, show_other_word<member, names>};
template <auto member, const auto& words>
constexpr KeyAccess kWord{choose_word<member, words>, show<member>};

using enum KeyRole;
constexpr std::array kKeys = {
    key("provider", kAny, identity,
        {choose<&P::provider, kProviders>, show_word<&P::provider, kProviders>}),
    key("cloud", kEntra, identity, kChoice<&P::cloud, kClouds>),
    key("authority", kEntra, identity, kRead<&P::authority, read_base_url>),
    key("tenant_id", kEntra, identity, kRead<&P::tenant_id, read_tenant>),
    key("client_id", kAny & ~kTexas, identity, kRead<&P::client_id, read_client_id>),
    key("scopes", kAny, request, kWords<&P::scopes>),
    key("resource", kAny, request, {read_resource, show_resource}),
    key("flow", kAny, request, {choose<&P::flow, kFlows>, show_word<&P::flow, kFlows>}),

    key("auth_method", kAny & ~kTexas, credential,
        {choose<&P::auth_method, kAuthMethods>, show_auth_method}),
    key("client_secret", kEntra | kOidc, credential, kSecret<&P::client_secret>),
    key("token_endpoint_auth_method", kEntra | kOidc, credential_use,
        kChoice<&P::secret_transmission, kSecretTransmissions>),
    key("certificate_path", kAny & ~kTexas, credential, kText<&P::certificate_path>),
    key("private_key_path", kAny & ~kTexas, credential, kText<&P::private_key_path>),
    key("certificate_password", kAny & ~kTexas, credential_use, kSecret<&P::certificate_password>),
    key("send_x5c", kAny & ~kTexas, credential, kFlag<&P::send_x5c>),
    key("jwk", kAny & ~kTexas, credential, kSecret<&P::jwk>),
    key("private_key", kMaskinporten, credential, kSecret<&P::private_key>),
    key("key_id", kAny & ~kTexas, credential, kText<&P::key_id>),
    key("token_endpoint_auth_signing_alg", kAny & ~kTexas, credential_use,
        kWord<&P::signing_algorithm, kSigningAlgorithms>),
    key("federated", kEntra | kOidc, credential, kRead<&P::federated, read_federated_source>),
    key("federated_token", kEntra | kOidc, credential, kSecret<&P::federated_token>),

    key("redirect_uri", kEntra | kOidc, sign_in, kRead<&P::redirect_uri, read_redirect_uri>),
    key("port", kEntra | kOidc, sign_in, kRead<&P::port, read_port>),
    key("prompt", kEntra | kOidc, sign_in, kRead<&P::prompt, read_prompt>),
    key("login_hint", kEntra | kOidc, request, kText<&P::login_hint>),
    key("domain_hint", kEntra, sign_in, kText<&P::domain_hint>),
    key("client_capabilities", kEntra, request, kWords<&P::client_capabilities>),
    key("identifier_uris", kEntra | kOidc, behaviour, kWords<&P::identifier_uris>),

    key("environment", kMaskinporten, identity,
        {choose<&P::environment, kMaskinportenEnvironments>, show_environment}),
    key("issuer", kMaskinporten | kOidc, identity, kRead<&P::issuer, read_issuer>),
    key("consumer_org", kMaskinporten, request, kRead<&P::consumer_org, read_organization>),
    key("authorization_details", kMaskinporten | kTexas, request,
        kRead<&P::authorization_details, read_json_array>),
    key("identity_provider", kTexas, identity, kWord<&P::identity_provider, kIdentityProviders>),
    key("request_format", kTexas, transport, kChoice<&P::request_format, kRequestFormats>),

    key("identity_object_id", kEntra, identity, kText<&P::identity_object_id>),
    key("identity_resource_id", kEntra, identity, kText<&P::identity_resource_id>),

    key("token_endpoint", kAny, identity, kRead<&P::token_endpoint, read_any_url>),
    key("authorization_endpoint", kEntra | kOidc, sign_in, kUrl<&P::authorization_endpoint>),
    key("device_authorization_endpoint", kEntra | kOidc, sign_in,
        kUrl<&P::device_authorization_endpoint>),
    key("jwks_uri", kAny & ~kTexas, behaviour, kUrl<&P::jwks_uri>),
    key("graph_endpoint", kEntra, request, kRead<&P::graph_endpoint, read_graph_endpoint>),

    key("cache", kAny, behaviour, kFlag<&P::cache>),
    key("min_validity", kAny, behaviour, kRead<&P::min_validity, read_duration>),
    key("timeout", kAny, transport, kRead<&P::timeout, read_timeout>),
    key("proxy", kAny, transport, {store<&P::proxy, read_proxy>, show_proxy}),
    key("ca_file", kAny, transport, kText<&P::ca_file>),
    key("extra_parameters", kEntra | kOidc, request, kRead<&P::extra_parameters, read_parameters>),
};

}  // namespace

std::span<const ProfileKey> profile_keys() { return kKeys; }

const ProfileKey* find_profile_key(std::string_view name) {
  const auto found = std::ranges::find(kKeys, name, &ProfileKey::name);
  return found == kKeys.end() ? nullptr : &*found;
}

std::string suggest_profile_key(std::string_view name) {
  std::vector<std::string> names;
  for (const auto& key : kKeys) names.emplace_back(key.name);
  const auto nearest = nearest_names(name, names, 1);
  return nearest.empty() ? std::string() : "did you mean " + nearest[0] + "?";
}

bool is_identity_key(std::string_view name) {
  const ProfileKey* key = find_profile_key(name);
  return key != nullptr && key->role == KeyRole::identity;
}

bool is_credential_key(std::string_view name) {
  const ProfileKey* key = find_profile_key(name);
  return key != nullptr &&
         (key->role == KeyRole::credential || key->role == KeyRole::credential_use);
}

TomlTable view_profile(const Profile& profile) {
  TomlTable view;
  for (const auto& key : kKeys) {
    if (auto value = key.show(profile))
      view.push_back({std::string(key.name), 0, *std::move(value)});
  }
  return view;
}

}  // namespace entra_auth::profiles
