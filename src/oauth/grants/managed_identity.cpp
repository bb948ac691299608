// SPDX-License-Identifier: MIT
#include "oauth/grants/managed_identity.hpp"

#include "base/encoding.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "base/try.hpp"
#include "oauth/error_response.hpp"
#include "oauth/token_endpoint.hpp"

#include <string_view>

namespace entra_auth::oauth {
namespace {

/// The service is in the same rack: it responds at once, or does not exist.
constexpr Milliseconds kProbe{1000};
constexpr std::chrono::seconds kLongLife = std::chrono::hours(2);

std::string_view api_version(IdentityHost host) {
  switch (host) {
    case IdentityHost::imds:
      return "2018-02-01";
    case IdentityHost::app_service:
      return "2019-08-01";
    case IdentityHost::azure_arc:
      return "2020-06-01";
    case IdentityHost::cloud_shell:
      break;
  }
  return {};
}

std::string_view identity_parameter(IdentityHost host, IdentityChoice::Kind kind) {
  const bool is_imds = host == IdentityHost::imds;
  switch (kind) {
    case IdentityChoice::Kind::client_id:
      return "client_id";
    case IdentityChoice::Kind::object_id:
      return is_imds ? "object_id" : "principal_id";
    case IdentityChoice::Kind::resource_id:
      return is_imds ? "msi_res_id" : "mi_res_id";
    case IdentityChoice::Kind::system_assigned:
      break;
  }
  return {};
}

HttpRequest make_request(const ManagedIdentity& grant, Deadline deadline) {
  HttpRequest request;
  request.route = Route::platform;
  request.url = grant.endpoint;
  request.expected_body = ExpectedBody::json_object;
  request.deadline = deadline;
  if (grant.host == IdentityHost::app_service) {
    request.headers.push_back({"X-IDENTITY-HEADER", grant.identity_header});
  } else {
    request.headers.push_back({"Metadata", Secret("true")});
  }
  if (grant.host == IdentityHost::cloud_shell) {
    request.method = HttpMethod::post;
    request.make_form = [&grant] {
      Form form;
      form.push_back({"resource", Secret(grant.resource)});
      return Result<Form>(std::move(form));
    };
    return request;
  }
  request.url += "?api-version=" + std::string(api_version(grant.host)) +
                 "&resource=" + percent_encode(grant.resource);
  if (const auto name = identity_parameter(grant.host, grant.identity.kind); !name.empty()) {
    request.url += "&" + std::string(name) + "=" + percent_encode(grant.identity.value);
  }
  if (grant.host == IdentityHost::imds) {
    request.attempts = Attempts::instance_metadata;
    request.connect_timeout = kProbe;
  }
  return request;
}

/// The path in `Basic realm=/var/opt/azcmagent/tokens/NAME.key`.
Result<std::string> challenge_path(const HttpResponse& response) {
  constexpr std::string_view kScheme = "Basic realm=";
  const auto challenge = response.header("www-authenticate");
  if (!challenge || !equals_ignoring_case(challenge->substr(0, kScheme.size()), kScheme)) {
    return fail(ErrorKind::network,
                "the Azure Arc agent did not name its challenge file (status " +
                    std::to_string(response.status) + ")",
                {"check that IDENTITY_ENDPOINT names the agent"});
  }
  return std::string(trim(challenge->substr(kScheme.size())));
}

/// Azure Arc names a file that only root and its own group can read, and accepts its content as the
/// credential.
Result<HttpResponse> send_to_azure_arc(const ManagedIdentity& grant, Transport& transport,
                                       HttpRequest request) {
  request.expected_body = ExpectedBody::anything;
  TRY(const auto refused, transport.send(request));
  if (refused.status != 401) return refused;
  TRY(const auto path, challenge_path(refused));
  TRY(const auto key, grant.read_challenge_file(path));
  std::string credentials = "Basic " + std::string(key.expose());
  request.headers.push_back({"Authorization", Secret(credentials)});
  wipe(credentials);
  return transport.send(request);
}

Error not_on_azure(const ManagedIdentity& grant, const Error& cause) {
  return {.kind = ErrorKind::network,
          .message = "no managed identity: no response from " + grant.endpoint + " (" +
                     cause.message + ")",
          .hints = {"is this machine in Azure? Elsewhere use a client secret, a certificate or a "
                    "federated credential",
                    "the network of a container may block the metadata address"}};
}

/// {"error":"invalid_request","error_description":"Identity not found"},
/// {"error":{"code":…,"message":…}} or {"statusCode":400,"message":…}.
Error explain(const ManagedIdentity& grant, const HttpResponse& response, const Json& body,
              Timestamp now) {
  Json flat = body;
  if (const auto nested = body.find("error"); nested != body.end() && nested->is_object()) {
    flat = {{"error", string_or(*nested, "code", "error")},
            {"error_description", string_or(*nested, "message")}};
  } else if (!body.contains("error") && body.contains("message")) {
    flat = {{"error", "invalid_request"}, {"error_description", string_or(body, "message")}};
  }
  Error error = explain_error_response(response, flat, now);
  if (error.kind == ErrorKind::server_refused && error.code.empty()) {
    error.hints.push_back(grant.identity.kind == IdentityChoice::Kind::system_assigned
                              ? "assign a managed identity to this resource, or name a "
                                "user-assigned one in the profile (client_id)"
                              : "check that the identity named in the profile is assigned to this "
                                "resource");
  }
  return error;
}

/// Numbers may be texts, and App Service sends an absolute `expires_on` instead of `expires_in`.
Result<Token> read_response(const Json& body, Timestamp now, const std::string& resource) {
  TRY(auto token, read_token_response(body, now, resource));
  const auto expires_in = body.find("expires_in");
  if (expires_in == body.end() || expires_in->is_null()) {
    if (const auto expires_on = optional_integer(body, "expires_on", 0, kLastSecond);
        expires_on && *expires_on) {
      token.expires_at = Timestamp(std::chrono::seconds(**expires_on));
    } else if (const auto time = parse_rfc3339(string_or(body, "expires_on"))) {
      token.expires_at = *time;
    }
  }
  const auto life = token.expires_at - token.acquired_at;
  if (!token.refresh_at && life > kLongLife) token.refresh_at = token.acquired_at + life / 2;
  return token;
}

}  // namespace

Result<Token> acquire(const ManagedIdentity& grant, Transport& transport, const Clock& clock,
                      Deadline deadline) {
  HttpRequest request = make_request(grant, deadline);
  auto response = grant.host == IdentityHost::azure_arc
                      ? send_to_azure_arc(grant, transport, std::move(request))
                      : transport.send(request);
  if (!response) {
    const Error& cause = response.error();
    const bool is_absent = cause.retryable || cause.kind == ErrorKind::timeout;
    if (grant.host == IdentityHost::imds && is_absent && clock.steady_now() < deadline) {
      return fail(not_on_azure(grant, cause));
    }
    return fail(std::move(response).error());
  }
  const auto body = parse_json_object(response->body.expose());
  if (body && response->status == 200 && !body->contains("error")) {
    auto token = read_response(*body, clock.now(), grant.resource);
    if (token) return token;
    return fail(ErrorKind::network,
                "unexpected response from " + grant.endpoint + ": " + token.error().message);
  }
  if (body && (body->contains("error") || body->contains("message"))) {
    return fail(explain(grant, *response, *body, clock.now()));
  }
  return fail(ErrorKind::network,
              "unexpected response from " + grant.endpoint + " (status " +
                  std::to_string(response->status) + ")" +
                  (body ? std::string() : ": " + body.error().message),
              {"check that this is the managed identity endpoint of Azure"});
}

}  // namespace entra_auth::oauth
