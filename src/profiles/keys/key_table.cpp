// SPDX-License-Identifier: MIT
#include "profiles/keys/key_table.hpp"

#include "base/text.hpp"
#include "profiles/keys/readers.hpp"
#include "profiles/keys/secret_readers.hpp"
#include "profiles/keys/setting_readers.hpp"
#include "profiles/keys/words.hpp"

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

/// Reads with `read` and stores in `member`.
template <auto member, auto read>
void store(const KeyContext& context) {
  if (auto value = read(context)) context.profile.*member = *std::move(value);
}

template <auto member>
constexpr auto kText = store<member, read_text>;
template <auto member>
constexpr auto kUrl = store<member, read_url>;
template <auto member>
constexpr auto kFlag = store<member, read_bool>;
template <auto member>
constexpr auto kWords = store<member, read_words>;
template <auto member>
constexpr auto kDuration = store<member, read_duration>;
template <auto member>
constexpr auto kSecret = store<member, read_secret_reference>;

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

/// One of the words in `words`, kept as it stands there.
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

constexpr std::array<std::string_view, 3> kIdentityProviders = {"entra_id", "maskinporten",
                                                                "tokenx"};
constexpr std::array<std::string_view, 6> kSigningAlgorithms = {"PS256", "RS256", "PS384",
                                                                "RS384", "PS512", "RS512"};

using P = Profile;
constexpr std::array kKeys = {
    ProfileKey{"provider", kAny, choose<&P::provider, kProviders>},
    ProfileKey{"cloud", kEntra, choose<&P::cloud, kClouds>},
    ProfileKey{"authority", kEntra, store<&P::authority, read_base_url>},
    ProfileKey{"tenant_id", kEntra, store<&P::tenant_id, read_tenant>},
    ProfileKey{"client_id", kAny & ~kTexas, store<&P::client_id, read_client_id>},
    ProfileKey{"scopes", kAny, kWords<&P::scopes>},
    ProfileKey{"resource", kAny, read_resource},
    ProfileKey{"flow", kAny, choose<&P::flow, kFlows>},

    ProfileKey{"auth_method", kAny & ~kTexas, choose<&P::auth_method, kAuthMethods>},
    ProfileKey{"client_secret", kEntra | kOidc, kSecret<&P::client_secret>},
    ProfileKey{"token_endpoint_auth_method", kEntra | kOidc,
               choose<&P::secret_transmission, kSecretTransmissions>},
    ProfileKey{"certificate_path", kAny & ~kTexas, kText<&P::certificate_path>},
    ProfileKey{"private_key_path", kAny & ~kTexas, kText<&P::private_key_path>},
    ProfileKey{"certificate_password", kAny & ~kTexas, kSecret<&P::certificate_password>},
    ProfileKey{"send_x5c", kAny & ~kTexas, kFlag<&P::send_x5c>},
    ProfileKey{"jwk", kAny & ~kTexas, kSecret<&P::jwk>},
    ProfileKey{"private_key", kMaskinporten, kSecret<&P::private_key>},
    ProfileKey{"key_id", kAny & ~kTexas, kText<&P::key_id>},
    ProfileKey{"token_endpoint_auth_signing_alg", kAny & ~kTexas,
               choose_word<&P::signing_algorithm, kSigningAlgorithms>},
    ProfileKey{"federated", kEntra | kOidc, store<&P::federated, read_federated_source>},
    ProfileKey{"federated_token", kEntra | kOidc, kSecret<&P::federated_token>},

    ProfileKey{"redirect_uri", kEntra | kOidc, store<&P::redirect_uri, read_redirect_uri>},
    ProfileKey{"port", kEntra | kOidc, store<&P::port, read_port>},
    ProfileKey{"prompt", kEntra | kOidc, store<&P::prompt, read_prompt>},
    ProfileKey{"login_hint", kEntra | kOidc, kText<&P::login_hint>},
    ProfileKey{"domain_hint", kEntra, kText<&P::domain_hint>},
    ProfileKey{"client_capabilities", kEntra, kWords<&P::client_capabilities>},
    ProfileKey{"identifier_uris", kEntra | kOidc, kWords<&P::identifier_uris>},

    ProfileKey{"environment", kMaskinporten, choose<&P::environment, kMaskinportenEnvironments>},
    ProfileKey{"issuer", kMaskinporten | kOidc, store<&P::issuer, read_issuer>},
    ProfileKey{"consumer_org", kMaskinporten, store<&P::consumer_org, read_organization>},
    ProfileKey{"authorization_details", kMaskinporten | kTexas,
               store<&P::authorization_details, read_json_array>},
    ProfileKey{"identity_provider", kTexas, choose_word<&P::identity_provider, kIdentityProviders>},
    ProfileKey{"request_format", kTexas, choose<&P::request_format, kRequestFormats>},

    ProfileKey{"identity_object_id", kEntra, kText<&P::identity_object_id>},
    ProfileKey{"identity_resource_id", kEntra, kText<&P::identity_resource_id>},

    ProfileKey{"token_endpoint", kAny, store<&P::token_endpoint, read_any_url>},
    ProfileKey{"authorization_endpoint", kEntra | kOidc, kUrl<&P::authorization_endpoint>},
    ProfileKey{"device_authorization_endpoint", kEntra | kOidc,
               kUrl<&P::device_authorization_endpoint>},
    ProfileKey{"jwks_uri", kAny & ~kTexas, kUrl<&P::jwks_uri>},
    ProfileKey{"graph_endpoint", kEntra, store<&P::graph_endpoint, read_graph_endpoint>},

    ProfileKey{"cache", kAny, kFlag<&P::cache>},
    ProfileKey{"min_validity", kAny, kDuration<&P::min_validity>},
    ProfileKey{"timeout", kAny, store<&P::timeout, read_timeout>},
    ProfileKey{"proxy", kAny, store<&P::proxy, read_proxy>},
    ProfileKey{"ca_file", kAny, kText<&P::ca_file>},
    ProfileKey{"extra_parameters", kEntra | kOidc, store<&P::extra_parameters, read_parameters>},
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

}  // namespace entra_auth::profiles
