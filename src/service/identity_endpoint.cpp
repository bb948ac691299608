// SPDX-License-Identifier: MIT
#include "service/identity_endpoint.hpp"

#include "base/text.hpp"
#include "base/url.hpp"
#include "os/files.hpp"

#include <string_view>
#include <system_error>

namespace entra_auth::service {
namespace {

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
              std::string(variable) + " is not the address of a managed identity endpoint",
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
  return fail(ErrorKind::invalid_configuration,
              "managed identities of " + host + " are not supported",
              {"use a certificate or a federated credential instead"});
}

}  // namespace

Result<IdentityEndpoint> find_identity_endpoint(const os::Environment& environment,
                                                const std::filesystem::path& himds) {
  const auto identity_endpoint = value_of(environment, "IDENTITY_ENDPOINT");
  const auto msi_endpoint = value_of(environment, "MSI_ENDPOINT");
  if (!identity_endpoint.empty()) {
    if (environment.get_nonempty("IDENTITY_HEADER")) {
      if (environment.get_nonempty("IDENTITY_SERVER_THUMBPRINT")) {
        return unserved("Service Fabric");
      }
      return checked({IdentityHost::app_service, std::string(identity_endpoint)},
                     "IDENTITY_ENDPOINT");
    }
    if (environment.get_nonempty("IMDS_ENDPOINT")) {
      return checked({IdentityHost::azure_arc, std::string(identity_endpoint)},
                     "IDENTITY_ENDPOINT");
    }
    return fail(
        ErrorKind::invalid_configuration,
        "IDENTITY_ENDPOINT is set, but neither IDENTITY_HEADER (App Service) nor "
        "IMDS_ENDPOINT (Azure Arc)",
        {"a shell on App Service may lack the variables of the application: copy them into the "
         "shell, or unset IDENTITY_ENDPOINT"});
  }
  if (!msi_endpoint.empty()) {
    if (environment.get_nonempty("MSI_SECRET")) return unserved("Azure Machine Learning");
    return checked({IdentityHost::cloud_shell, std::string(msi_endpoint)}, "MSI_ENDPOINT");
  }
  std::error_code ignored;
  if (std::filesystem::exists(himds, ignored)) {
    return IdentityEndpoint{IdentityHost::azure_arc, with_path(kArcAgent, kMetadataPath)};
  }
  const auto host = environment.get_nonempty("AZURE_POD_IDENTITY_AUTHORITY_HOST");
  return checked({IdentityHost::imds, with_path(host.value_or(kMetadataHost), kMetadataPath)},
                 "AZURE_POD_IDENTITY_AUTHORITY_HOST");
}

Result<Secret> read_arc_challenge(const std::string& path, const std::filesystem::path& folder) {
  const std::filesystem::path file(path);
  if (file.parent_path() != folder || file.extension() != ".key" ||
      file.lexically_normal() != file) {
    return fail(ErrorKind::secret_unavailable,
                "the Azure Arc agent named a file that is not one of its challenge files: " +
                    for_terminal(path, 200),
                {"its challenge files are " + folder.string() + "/*.key"});
  }
  auto content = os::read_file(file, kMaxChallengeBytes, os::Privacy::not_required);
  if (content.problem != os::FileProblem::none) {
    Error error = os::describe(content, file, ErrorKind::secret_unavailable);
    error.hints.emplace_back("add this user to the group himds, or run as root");
    return fail(std::move(error));
  }
  return std::move(content.bytes);
}

}  // namespace entra_auth::service
