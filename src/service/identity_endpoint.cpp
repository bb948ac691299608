// SPDX-License-Identifier: MIT
#include "service/identity_endpoint.hpp"

#include "base/text.hpp"
#include "base/try.hpp"
#include "base/url.hpp"
#include "os/files.hpp"
#include "service/requested_token.hpp"

#include <string_view>
#include <system_error>
#include <vector>

namespace entra_auth::service {
namespace {

using oauth::IdentityChoice;
using oauth::IdentityHost;

constexpr std::string_view kMetadataPath = "/metadata/identity/oauth2/token";
constexpr const char* kMetadataHost = "http://169.254.169.254";
constexpr const char* kArcAgent = "http://127.0.0.1:40342";
constexpr std::size_t kMaxChallengeBytes = 4096;

bool is_link_local(std::string_view host) {
  return host.starts_with("169.254.") && host.find_first_not_of("0123456789.") == host.npos;
}

Result<IdentityEndpoint> checked(IdentityEndpoint endpoint, const char* variable) {
  const auto url = parse_url(endpoint.url);
  if (url && (url->scheme == "https" || is_loopback_host(url->host) || is_link_local(url->host))) {
    return endpoint;
  }
  return fail(ErrorKind::invalid_configuration,
              std::string(variable) + " is no address of a managed identity endpoint",
              {url ? "cleartext http is accepted for loopback and 169.254.0.0/16 only"
                   : url.error().message});
}

std::string_view value_of(const os::Environment& environment, const char* name) {
  return environment.get_nonempty(name).value_or("");
}

std::string with_path(std::string_view base, std::string_view path) {
  return std::string(without_trailing_slashes(base)) + std::string(path);
}

tl::unexpected<Error> unserved(const std::string& host) {
  return fail(ErrorKind::invalid_configuration, "managed identities of " + host + " are not served",
              {"use a certificate or a federated credential there"});
}

Result<IdentityChoice> choice_of(const Profile& profile) {
  using Kind = IdentityChoice::Kind;
  std::vector<IdentityChoice> choices;
  const auto add = [&](Kind kind, const std::string& value) {
    if (!value.empty()) choices.push_back({kind, value});
  };
  add(Kind::client_id, profile.client_id);
  add(Kind::object_id, profile.identity_object_id);
  add(Kind::resource_id, profile.identity_resource_id);
  if (choices.size() > 1) {
    return fail(ErrorKind::invalid_configuration,
                "profile " + profile.name + " names an identity in two ways",
                {"keep one of client_id, identity_object_id and identity_resource_id"});
  }
  return choices.empty() ? IdentityChoice{} : choices[0];
}

/// API/.default, for which managed identities have no word but the API itself.
Result<std::string> resource_of(const Profile& profile) {
  constexpr std::string_view kDefault = "/.default";
  TRY(const auto scopes, requested_scopes(profile));
  if (scopes.size() == 1 && scopes[0].size() > kDefault.size() && scopes[0].ends_with(kDefault)) {
    return scopes[0].substr(0, scopes[0].size() - kDefault.size());
  }
  return fail(ErrorKind::invalid_configuration,
              "profile " + profile.name + ": a managed identity asks for exactly one API/.default",
              {"set scopes = [\"https://management.azure.com/.default\"], or `resource`"});
}

}  // namespace

Result<IdentityEndpoint> find_identity_endpoint(const os::Environment& environment,
                                                const std::filesystem::path& himds) {
  const auto identity_endpoint = value_of(environment, "IDENTITY_ENDPOINT");
  const auto msi_endpoint = value_of(environment, "MSI_ENDPOINT");
  if (!identity_endpoint.empty()) {
    if (const auto header = value_of(environment, "IDENTITY_HEADER"); !header.empty()) {
      if (environment.get_nonempty("IDENTITY_SERVER_THUMBPRINT")) {
        return unserved("Service Fabric");
      }
      return checked({IdentityHost::app_service, std::string(identity_endpoint), Secret(header)},
                     "IDENTITY_ENDPOINT");
    }
    if (environment.get_nonempty("IMDS_ENDPOINT")) {
      return checked({IdentityHost::azure_arc, std::string(identity_endpoint), {}},
                     "IDENTITY_ENDPOINT");
    }
    return fail(
        ErrorKind::invalid_configuration,
        "IDENTITY_ENDPOINT is set, but neither IDENTITY_HEADER (App Service) nor "
        "IMDS_ENDPOINT (Azure Arc)",
        {"a shell on App Service may lack the variables of the application: take them over, "
         "or unset IDENTITY_ENDPOINT"});
  }
  if (!msi_endpoint.empty()) {
    if (environment.get_nonempty("MSI_SECRET")) return unserved("Azure Machine Learning");
    return checked({IdentityHost::cloud_shell, std::string(msi_endpoint), {}}, "MSI_ENDPOINT");
  }
  std::error_code ignored;
  if (std::filesystem::exists(himds, ignored)) {
    return IdentityEndpoint{IdentityHost::azure_arc, with_path(kArcAgent, kMetadataPath), {}};
  }
  const auto host = environment.get_nonempty("AZURE_POD_IDENTITY_AUTHORITY_HOST");
  return checked({IdentityHost::imds, with_path(host.value_or(kMetadataHost), kMetadataPath), {}},
                 "AZURE_POD_IDENTITY_AUTHORITY_HOST");
}

Result<Secret> read_arc_challenge(const std::string& path, const std::filesystem::path& folder) {
  const std::filesystem::path file(path);
  if (file.parent_path() != folder || file.extension() != ".key" ||
      file.lexically_normal() != file) {
    return fail(ErrorKind::secret_unavailable,
                "the Azure Arc agent named a file that is none of its challenges: " +
                    for_terminal(path, 200),
                {"its challenges are " + folder.string() + "/*.key"});
  }
  auto content = os::read_file(file, kMaxChallengeBytes, os::Privacy::not_required);
  if (content.problem != os::FileProblem::none) {
    Error error = os::describe(content, file, ErrorKind::secret_unavailable);
    error.hints.emplace_back("add this user to the group himds, or run as root");
    return fail(std::move(error));
  }
  return std::move(content.bytes);
}

Result<oauth::ManagedIdentity> make_managed_identity(const Profile& profile,
                                                     const os::Environment& environment) {
  TRY(auto endpoint, find_identity_endpoint(environment));
  oauth::ManagedIdentity grant{.host = endpoint.host,
                               .endpoint = std::move(endpoint.url),
                               .identity_header = std::move(endpoint.identity_header),
                               .identity = {},
                               .resource = {},
                               .read_challenge_file = {}};
  TRY(grant.identity, choice_of(profile));
  TRY(grant.resource, resource_of(profile));
  const bool has_one_identity =
      grant.host == IdentityHost::azure_arc || grant.host == IdentityHost::cloud_shell;
  if (has_one_identity && grant.identity.kind != IdentityChoice::Kind::system_assigned) {
    return fail(ErrorKind::invalid_configuration,
                "profile " + profile.name + " names an identity, but " +
                    (grant.host == IdentityHost::azure_arc ? "Azure Arc" : "Cloud Shell") +
                    " has only one",
                {"remove client_id, identity_object_id or identity_resource_id"});
  }
  if (grant.host == IdentityHost::azure_arc) {
    grant.read_challenge_file = [](const std::string& path) { return read_arc_challenge(path); };
  }
  return grant;
}

}  // namespace entra_auth::service
