// SPDX-License-Identifier: MIT
#include "profiles/environment/azure.hpp"

#include "base/log.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "base/url.hpp"
#include "profiles/environment/injected_settings.hpp"

#include <algorithm>

namespace entra_auth::profiles {
namespace {

bool is_true(std::string_view text) { return text == "1" || equals_ignoring_case(text, "true"); }

Result<void> use_secret(const InjectedSettings& settings, Profile& profile) {
  profile.auth_method = AuthMethod::client_secret;
  profile.client_secret = settings.secret("AZURE_CLIENT_SECRET");
  return {};
}

Result<void> use_certificate(const InjectedSettings& settings, Profile& profile) {
  profile.auth_method = AuthMethod::certificate;
  profile.certificate_path = settings.text("AZURE_CLIENT_CERTIFICATE_PATH");
  profile.certificate_password = settings.secret("AZURE_CLIENT_CERTIFICATE_PASSWORD");
  profile.send_x5c = is_true(settings.text("AZURE_CLIENT_SEND_CERTIFICATE_CHAIN"));
  return {};
}

Result<void> use_workload_identity(const InjectedSettings& settings, Profile& profile) {
  profile.auth_method = AuthMethod::federated;
  profile.federated = FileSecret{settings.text("AZURE_FEDERATED_TOKEN_FILE")};
  return {};
}

Result<void> use_github(const InjectedSettings& settings, Profile& profile) {
  constexpr const char* kAdvice = "give the job `permissions: id-token: write`";
  profile.auth_method = AuthMethod::federated;
  profile.federated = GitHubAssertion{};
  TRY_VOID(settings.required("ACTIONS_ID_TOKEN_REQUEST_URL", kAdvice));
  TRY_VOID(settings.required("ACTIONS_ID_TOKEN_REQUEST_TOKEN", kAdvice));
  return {};
}

Result<void> use_azure_pipelines(const InjectedSettings& settings, Profile& profile) {
  profile.auth_method = AuthMethod::federated;
  profile.federated = AzurePipelinesAssertion{};
  TRY_VOID(settings.required("SYSTEM_OIDCREQUESTURI", "jobs of Azure Pipelines have it"));
  TRY_VOID(settings.required("SYSTEM_ACCESSTOKEN",
                             "map it in the step: env: SYSTEM_ACCESSTOKEN: $(System.AccessToken)"));
  TRY_VOID(settings.required(
      "AZURESUBSCRIPTION_SERVICE_CONNECTION_ID",
      "run inside AzureCLI@2 or AzurePowerShell@5, or set it to the id of the service connection"));
  return {};
}

/// A credential is used if its first variable is set; its other variables are then required.
struct Credential {
  const char* marker;
  const char* other_marker;
  Result<void> (*use)(const InjectedSettings& settings, Profile& profile);
};
constexpr Credential kCredentials[] = {
    {"AZURE_CLIENT_SECRET", nullptr, use_secret},
    {"AZURE_CLIENT_CERTIFICATE_PATH", nullptr, use_certificate},
    {"AZURE_FEDERATED_TOKEN_FILE", nullptr, use_workload_identity},
    {"ACTIONS_ID_TOKEN_REQUEST_URL", "ACTIONS_ID_TOKEN_REQUEST_TOKEN", use_github},
    {"SYSTEM_OIDCREQUESTURI", nullptr, use_azure_pipelines},
};

Result<void> use_first_credential(const InjectedSettings& settings, Profile& profile) {
  for (const auto& credential : kCredentials) {
    const bool is_there =
        !settings.text(credential.marker).empty() ||
        (credential.other_marker != nullptr && !settings.text(credential.other_marker).empty());
    if (!is_there) continue;
    log::reason("profile " + profile.name + ": the credential is that of " + credential.marker);
    return credential.use(settings, profile);
  }
  std::string hint =
      "set AZURE_CLIENT_SECRET, AZURE_CLIENT_CERTIFICATE_PATH or AZURE_FEDERATED_TOKEN_FILE";
  if (is_true(settings.text("GITHUB_ACTIONS"))) {
    hint =
        "or give the job `permissions: id-token: write`, so that GitHub sets "
        "ACTIONS_ID_TOKEN_REQUEST_URL; else " +
        hint;
  }
  return settings.invalid("no credential is set", std::move(hint));
}

/// Client and tenant from one place: those of Azure Pipelines only if AZURE_* has neither.
Result<void> use_identity(const InjectedSettings& settings, Profile& profile) {
  const bool is_of_pipeline =
      profile.federated && std::holds_alternative<AzurePipelinesAssertion>(*profile.federated) &&
      settings.text("AZURE_CLIENT_ID").empty() && settings.text("AZURE_TENANT_ID").empty() &&
      !settings.text("AZURESUBSCRIPTION_CLIENT_ID").empty();
  const std::string prefix = is_of_pipeline ? "AZURESUBSCRIPTION_" : "AZURE_";
  TRY(profile.client_id,
      settings.required_client_id(prefix + "CLIENT_ID",
                                  "it is the application (client) ID of the app registration"));
  TRY(profile.tenant_id,
      settings.required_tenant(prefix + "TENANT_ID", "it is the GUID or a domain of the tenant"));
  return {};
}

/// A host, or a URL with or without a slash at its end.
Result<void> use_authority(const InjectedSettings& settings, Profile& profile) {
  std::string authority = settings.text("AZURE_AUTHORITY_HOST");
  if (authority.empty()) return {};
  if (authority.find("://") == std::string::npos) authority.insert(0, "https://");
  authority.resize(without_trailing_slashes(authority).size());
  if (const auto url = check_request_url(authority); !url || !url->query.empty()) {
    return settings.invalid("variable AZURE_AUTHORITY_HOST is not an authority",
                            "for example https://login.microsoftonline.com/");
  }
  profile.authority = std::move(authority);
  return {};
}

}  // namespace

Result<Profile> azure_profile(std::string_view name, const os::Environment& environment,
                              const std::string& assertion_variable) {
  const InjectedSettings settings(std::string(name), environment, {});
  Profile profile;
  profile.name = name;
  profile.flow = Flow::client_credentials;
  if (assertion_variable.empty()) {
    TRY_VOID(use_first_credential(settings, profile));
  } else {
    TRY_VOID(settings.required(assertion_variable,
                               "in GitLab it is the name below `id_tokens` of the job"));
    profile.auth_method = AuthMethod::federated;
    profile.federated = EnvironmentSecret{assertion_variable};
  }
  TRY_VOID(use_identity(settings, profile));
  TRY_VOID(use_authority(settings, profile));
  return profile;
}

}  // namespace entra_auth::profiles
