// SPDX-License-Identifier: MIT
// The identity endpoints of the hosts that run workloads: virtual machines and AKS (the instance
// metadata service), App Service with Functions and Container Apps, Cloud Shell, which has one
// identity only, and Arc, which first demands the content of a file.
#include "sandbox/endpoints.hpp"
#include "sandbox/http/parameters.hpp"
#include "sandbox/platforms/managed_identity.hpp"
#include <entra_auth/secret.hpp>

#include <array>

namespace entra_auth::sandbox {
namespace {

constexpr std::array kImdsParameters{IdentityParameter{"client_id", IdentityId::client},
                                     IdentityParameter{"object_id", IdentityId::object},
                                     IdentityParameter{"msi_res_id", IdentityId::resource}};
constexpr IdentityHost kImdsHost{.api_version = "2018-02-01",
                                 .identity_parameters = kImdsParameters};

Reply answer_imds(Sandbox& sandbox, const Request& request) {
  if (request.method != "GET") return method_not_allowed_reply();
  if (auto refusal = refuse_metadata_request(request)) return *refusal;
  auto members = answer_identity_query(sandbox, request, kImdsHost);
  if (!members) return identity_error_reply(400, members.error());
  return token_response(sandbox.settings.get(), std::move(*members));
}

constexpr std::array kAppServiceParameters{IdentityParameter{"client_id", IdentityId::client},
                                           IdentityParameter{"principal_id", IdentityId::object},
                                           IdentityParameter{"object_id", IdentityId::object},
                                           IdentityParameter{"mi_res_id", IdentityId::resource}};
constexpr IdentityHost kAppServiceHost{.api_version = "2019-08-01",
                                       .identity_parameters = kAppServiceParameters};

Reply refuse_at_app_service(int status, std::string_view message) {
  return json_reply(status, {{"statusCode", status}, {"message", message}});
}

Reply answer_app_service(Sandbox& sandbox, const Request& request) {
  if (request.method != "GET") return method_not_allowed_reply();
  if (came_through_proxy(request))
    return refuse_at_app_service(400, "Requests through a proxy are refused");
  if (!equal_in_constant_time(request.header("x-identity-header").value_or(""),
                              sandbox.platform_secrets.identity_header)) {
    return refuse_at_app_service(403, "The identity header is missing or wrong");
  }
  auto members = answer_identity_query(sandbox, request, kAppServiceHost);
  if (!members) {
    auto reply = refuse_at_app_service(400, members.error().text);
    reply.code = members.error().code;
    return reply;
  }
  for (const auto* name : {"expires_in", "ext_expires_in", "not_before"}) members->erase(name);
  return token_response(sandbox.settings.get(), std::move(*members));
}

Reply answer_cloud_shell(Sandbox& sandbox, const Request& request) {
  if (request.method != "POST") return method_not_allowed_reply();
  if (auto refusal = refuse_metadata_request(request)) return *refusal;
  const auto form = is_form(request) ? parse_form(request.body) : std::nullopt;
  if (!form || !repeated_parameter(*form).empty() || !has_only(*form, {"resource"}) ||
      !request.query.empty()) {
    return identity_error_reply(
        400, {"invalid_request", "The request must be a form with 'resource' only"});
  }
  auto members = issue_system_token(sandbox, *form);
  if (!members) return identity_error_reply(400, members.error());
  for (const auto* name : {"client_id", "ext_expires_in"}) members->erase(name);
  return token_response(sandbox.settings.get(), std::move(*members));
}

bool proves(const Request& request, const ArcKey& key) {
  constexpr std::string_view kScheme = "Basic ";
  const auto header = request.header("authorization").value_or("");
  return !key.content.empty() && header.starts_with(kScheme) &&
         equal_in_constant_time(header.substr(kScheme.size()), key.content);
}

Reply challenge(const ArcKey& key) {
  auto reply = identity_error_reply(401, {"unauthorized", "The content of the key file is required"});
  reply.headers.emplace_back("WWW-Authenticate", "Basic realm=" + key.file);
  return reply;
}

Reply answer_arc(Sandbox& sandbox, const Request& request) {
  if (request.method != "GET") return method_not_allowed_reply();
  if (auto refusal = refuse_metadata_request(request)) return *refusal;
  const auto key = sandbox.arc_key.get();
  if (!proves(request, key)) return challenge(key);
  auto members = answer_identity_query(sandbox, request,
                                       {.api_version = "2020-06-01", .identity_parameters = {}});
  if (!members) return identity_error_reply(400, members.error());
  return token_response(sandbox.settings.get(), std::move(*members));
}

}  // namespace

constinit const Endpoint kImds{
    "imds", [](std::string_view path) { return path == "/metadata/identity/oauth2/token"; },
    answer_imds};

constinit const Endpoint kAppService{
    "app_service", [](std::string_view path) { return path == "/msi/token"; }, answer_app_service};

constinit const Endpoint kCloudShell{"cloud_shell",
                                     [](std::string_view path) { return path == "/oauth2/token"; },
                                     answer_cloud_shell};

constinit const Endpoint kArc{
    "arc", [](std::string_view path) { return path == "/arc/metadata/identity/oauth2/token"; },
    answer_arc};

}  // namespace entra_auth::sandbox
