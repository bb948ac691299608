// SPDX-License-Identifier: MIT
#include "cli/config/profile_view.hpp"

#include "profiles/keys/words.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace entra_auth::cli {
namespace {

using profiles::TomlArray;
using profiles::TomlTable;
using profiles::TomlValue;

constexpr const char* kMask = "********";

TomlValue text_value(std::string_view text) { return {.line = 0, .content = std::string(text)}; }

TomlValue list_value(const std::vector<std::string>& texts) {
  TomlArray array;
  for (const auto& text : texts) array.push_back(text_value(text));
  return {.line = 0, .content = std::move(array)};
}

TomlValue place(const char* key, TomlValue value) {
  return {.line = 0, .content = TomlTable{{key, 0, std::move(value)}}};
}

struct ReferenceView {
  TomlValue operator()(const EnvironmentSecret& secret) const {
    return place("env", text_value(secret.variable));
  }
  TomlValue operator()(const FileSecret& secret) const {
    return place("file", text_value(secret.path));
  }
  TomlValue operator()(const CommandSecret& secret) const {
    return place("command", list_value(secret.argv));
  }
  TomlValue operator()(const DescriptorSecret& secret) const {
    return place("fd", {.line = 0, .content = std::int64_t{secret.fd}});
  }
  TomlValue operator()(const StoredSecret& secret) const {
    return place("store", text_value(secret.store));
  }
  TomlValue operator()(const LiteralSecret& /*secret*/) const { return text_value(kMask); }
  TomlValue operator()(const GitHubAssertion& /*source*/) const { return text_value("github"); }
  TomlValue operator()(const AzurePipelinesAssertion& /*source*/) const {
    return text_value("azure-pipelines");
  }
};

class View {
 public:
  void text(const char* key, std::string_view value) {
    if (!value.empty()) add(key, text_value(value));
  }
  void list(const char* key, const std::vector<std::string>& value) {
    if (!value.empty()) add(key, list_value(value));
  }
  void flag(const char* key, bool value, bool unless) {
    if (value != unless) add(key, {.line = 0, .content = value});
  }
  void number(const char* key, std::optional<std::int64_t> value) {
    if (value) add(key, {.line = 0, .content = *value});
  }
  void seconds(const char* key, const std::optional<std::chrono::seconds>& value) {
    if (value) add(key, text_value(std::to_string(value->count()) + "s"));
  }
  template <class Reference>
  void reference(const char* key, const std::optional<Reference>& value) {
    if (value) add(key, std::visit(ReferenceView(), *value));
  }
  void add(const char* key, TomlValue value) { table_.push_back({key, 0, std::move(value)}); }
  [[nodiscard]] TomlTable take() { return std::move(table_); }

 private:
  TomlTable table_;
};

void view_server(const Profile& profile, View& view) {
  view.text("provider", name(profile.provider));
  if (profile.cloud != Cloud::public_cloud) {
    view.text("cloud", profiles::name_of(profiles::kClouds, profile.cloud));
  }
  view.text("authority", profile.authority);
  view.text("tenant_id", profile.tenant_id);
  view.text("client_id", profile.client_id);
  view.list("scopes", profile.scopes);
  if (profile.resource_as_array) {
    view.list("resource", {profile.resource});
  } else {
    view.text("resource", profile.resource);
  }
  view.text("flow", name(profile.flow));
}

void view_credential(const Profile& profile, View& view) {
  if (profile.provider != Provider::texas) view.text("auth_method", name(profile.auth_method));
  view.reference("client_secret", profile.client_secret);
  if (profile.secret_transmission != SecretTransmission::client_secret_post) {
    view.text("token_endpoint_auth_method",
              profiles::name_of(profiles::kSecretTransmissions, profile.secret_transmission));
  }
  view.text("certificate_path", profile.certificate_path);
  view.text("private_key_path", profile.private_key_path);
  view.reference("certificate_password", profile.certificate_password);
  view.flag("send_x5c", profile.send_x5c, false);
  view.reference("jwk", profile.jwk);
  view.reference("private_key", profile.private_key);
  view.text("key_id", profile.key_id);
  view.text("token_endpoint_auth_signing_alg", profile.signing_algorithm);
  view.reference("federated", profile.federated);
  view.reference("federated_token", profile.federated_token);
}

void view_user(const Profile& profile, View& view) {
  view.text("redirect_uri", profile.redirect_uri);
  view.number("port", profile.port);
  view.text("prompt", profile.prompt);
  view.text("login_hint", profile.login_hint);
  view.text("domain_hint", profile.domain_hint);
  view.list("client_capabilities", profile.client_capabilities);
  view.list("identifier_uris", profile.identifier_uris);
}

void view_platforms(const Profile& profile, View& view) {
  if (profile.environment) {
    view.text("environment",
              profiles::name_of(profiles::kMaskinportenEnvironments, *profile.environment));
  }
  view.text("issuer", profile.issuer);
  view.text("consumer_org", profile.consumer_org);
  view.text("authorization_details", profile.authorization_details);
  view.text("identity_provider", profile.identity_provider);
  if (profile.request_format != BodyFormat::form) {
    view.text("request_format",
              profiles::name_of(profiles::kRequestFormats, profile.request_format));
  }
  view.text("identity_object_id", profile.identity_object_id);
  view.text("identity_resource_id", profile.identity_resource_id);
}

void view_transport(const Profile& profile, View& view) {
  view.text("token_endpoint", profile.token_endpoint);
  view.text("authorization_endpoint", profile.authorization_endpoint);
  view.text("device_authorization_endpoint", profile.device_authorization_endpoint);
  view.text("jwks_uri", profile.jwks_uri);
  view.text("graph_endpoint", profile.graph_endpoint);
  view.flag("cache", profile.cache, true);
  view.seconds("min_validity", profile.min_validity);
  view.seconds("timeout", profile.timeout);
  view.text("proxy", masked_proxy(profile.proxy));
  view.text("ca_file", profile.ca_file);
  if (profile.extra_parameters.empty()) return;
  TomlTable parameters;
  for (const auto& [key, value] : profile.extra_parameters) {
    parameters.push_back({key, 0, text_value(value)});
  }
  view.add("extra_parameters", {.line = 0, .content = std::move(parameters)});
}

}  // namespace

std::string masked_proxy(std::string_view proxy) {
  const auto at = proxy.rfind('@');
  if (at == std::string_view::npos) return std::string(proxy);
  const auto scheme = proxy.find("://");
  std::string text(scheme == std::string_view::npos ? "" : proxy.substr(0, scheme + 3));
  text += kMask;
  text += proxy.substr(at);
  return text;
}

TomlTable view_profile(const Profile& profile) {
  View view;
  view_server(profile, view);
  view_credential(profile, view);
  view_user(profile, view);
  view_platforms(profile, view);
  view_transport(profile, view);
  return view.take();
}

}  // namespace entra_auth::cli
