// SPDX-License-Identifier: MIT
#include "service/credential/client_credential.hpp"

#include "base/try.hpp"
#include "os/files.hpp"
#include "profiles/keys/combinations.hpp"
#include "service/credential/federated_assertion.hpp"
#include "service/credential/key_loading.hpp"

#include <utility>

namespace entra_auth::service {
namespace {

Result<oauth::ClientAuthentication> load_certificate_credential(
    const Profile& profile, const GrantContext& context, std::vector<std::string>& warnings) {
  KeyWarnings key_warnings;
  TRY(auto key, load_certificate(profile, key_context(context), key_warnings));
  key_warnings.append_to(warnings);
  return key;
}

}  // namespace

std::string describe_credential(const Profile& profile) {
  std::string text(name(profile.auth_method));
  const auto add = [&](std::string_view label, const std::string& value) {
    if (!value.empty()) text += " " + std::string(label) + "=" + value;
  };
  if (profile.client_secret) add("client_secret", secrets::describe(*profile.client_secret));
  add("certificate_path", profile.certificate_path);
  add("private_key_path", profile.private_key_path);
  // Maskinporten states in `client_amr` whether the client has used an enterprise certificate.
  if (profile.send_x5c) text += " x5c";
  if (profile.jwk) add("jwk", secrets::describe(*profile.jwk));
  if (profile.private_key) add("private_key", secrets::describe(*profile.private_key));
  add("key_id", profile.key_id);
  if (profile.federated_token) add("federated_token", secrets::describe(*profile.federated_token));
  if (profile.federated) {
    if (const auto* file = std::get_if<FileSecret>(&*profile.federated)) add("file", file->path);
    if (const auto* variable = std::get_if<EnvironmentSecret>(&*profile.federated)) {
      add("env", variable->variable);
    }
    if (std::holds_alternative<GitHubAssertion>(*profile.federated)) text += " github";
    if (std::holds_alternative<AzurePipelinesAssertion>(*profile.federated)) {
      text += " azure-pipelines";
    }
  }
  add("identity_provider", profile.identity_provider);
  add("identity_object_id", profile.identity_object_id);
  add("identity_resource_id", profile.identity_resource_id);
  return text;
}

Secret credential_version(const Profile& profile, const os::Environment& environment,
                          const secrets::SecretSource& secrets) {
  std::string text;
  const auto add = [&](std::string_view part) {
    text += std::to_string(part.size()) + ":";
    text += part;
  };
  const auto add_file = [&](const std::string& path) {
    if (!path.empty()) add(os::file_version(os::expand_home(path, environment)));
  };
  if (profile.client_secret) add(secrets.version(*profile.client_secret).expose());
  if (profile.jwk) add(secrets.version(*profile.jwk).expose());
  if (profile.private_key) add(secrets.version(*profile.private_key).expose());
  add_file(profile.certificate_path);
  add_file(profile.private_key_path);
  return Secret(std::move(text));
}

Result<oauth::ClientAuthentication> load_credential(const Profile& profile,
                                                    const GrantContext& context,
                                                    std::vector<std::string>& warnings) {
  switch (profile.auth_method) {
    case AuthMethod::client_secret: {
      TRY(auto value, context.secrets.read(*profile.client_secret, "client_secret"));
      return oauth::ClientSecret{.value = std::move(value),
                                 .transmission = profile.secret_transmission};
    }
    case AuthMethod::certificate:
    case AuthMethod::passwordless_certificate:
      return load_certificate_credential(profile, context, warnings);
    case AuthMethod::jwk:
      return load_jwk(profile, key_context(context));
    case AuthMethod::federated:
      return oauth::FederatedAssertion{
          [&profile, &context] { return current_assertion(profile, context); }};
    case AuthMethod::none:
    case AuthMethod::managed_identity:
      break;
  }
  auto mistake = profiles::missing_credential(profile.flow);
  return fail(ErrorKind::invalid_configuration, "profile " + profile.name + ": " + mistake.message,
              {std::move(mistake.hint)});
}

}  // namespace entra_auth::service
