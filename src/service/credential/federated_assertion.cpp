// SPDX-License-Identifier: MIT
#include "service/credential/federated_assertion.hpp"

#include "base/text.hpp"
#include "base/try.hpp"
#include "oauth/authority.hpp"
#include "oauth/ci_oidc_token.hpp"

#include <variant>

namespace entra_auth::service {
namespace {

struct Variable {
  const char* name;
  const char* advice;
};

constexpr Variable kGitHubUrl{"ACTIONS_ID_TOKEN_REQUEST_URL",
                              "give the job `permissions: id-token: write`"};
constexpr Variable kGitHubToken{"ACTIONS_ID_TOKEN_REQUEST_TOKEN",
                                "give the job `permissions: id-token: write`"};
constexpr Variable kPipelinesUrl{"SYSTEM_OIDCREQUESTURI",
                                 "Azure Pipelines sets it, in its jobs only"};
constexpr Variable kPipelinesToken{
    "SYSTEM_ACCESSTOKEN", "map it in the step: env: SYSTEM_ACCESSTOKEN: $(System.AccessToken)"};
constexpr Variable kServiceConnection{
    "AZURESUBSCRIPTION_SERVICE_CONNECTION_ID",
    "run inside AzureCLI@2 or AzurePowerShell@5, or set it to the id of the service connection"};

Result<std::string> required(const Variable& variable, const Profile& profile,
                             const os::Environment& environment) {
  if (const auto value = environment.get_nonempty(variable.name)) return std::string(*value);
  return fail(ErrorKind::invalid_configuration,
              "profile " + profile.name + ": " + variable.name + " is not set", {variable.advice});
}

struct Reader {
  const Profile& profile;
  const GrantContext& context;

  Result<Secret> read(const SecretReference& reference) const {
    return context.secrets.read(reference, "federated");
  }

  Result<Secret> operator()(const FileSecret& file) const {
    return read(FileSecret{os::expand_home(file.path, context.environment).string()});
  }
  Result<Secret> operator()(const EnvironmentSecret& variable) const { return read(variable); }

  Result<Secret> operator()(const GitHubAssertion&) const {
    TRY(auto url, required(kGitHubUrl, profile, context.environment));
    TRY(const auto token, required(kGitHubToken, profile, context.environment));
    return oauth::fetch_assertion(
        oauth::GitHubRequest{.url = std::move(url),
                             .token = Secret(token),
                             .audience = oauth::federated_audience(oauth::cloud_of(profile))},
        context.transport, context.deadline);
  }

  Result<Secret> operator()(const AzurePipelinesAssertion&) const {
    TRY(auto url, required(kPipelinesUrl, profile, context.environment));
    TRY(const auto token, required(kPipelinesToken, profile, context.environment));
    TRY(auto connection, required(kServiceConnection, profile, context.environment));
    return oauth::fetch_assertion(
        oauth::AzurePipelinesRequest{.url = std::move(url),
                                     .token = Secret(token),
                                     .service_connection_id = std::move(connection)},
        context.transport, context.deadline);
  }
};

}  // namespace

Result<Secret> current_assertion(const Profile& profile, const GrantContext& context) {
  if (profile.federated_token) {
    TRY(const auto text, context.secrets.read(*profile.federated_token, "federated_token"));
    return Secret(trim(text.expose()));
  }
  TRY(const auto text, std::visit(Reader{profile, context}, *profile.federated));
  return Secret(trim(text.expose()));
}

}  // namespace entra_auth::service
