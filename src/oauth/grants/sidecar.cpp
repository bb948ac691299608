// SPDX-License-Identifier: MIT
#include "oauth/grants/sidecar.hpp"

#include "base/json.hpp"
#include "base/try.hpp"
#include "oauth/error_response.hpp"
#include "oauth/token_endpoint.hpp"

namespace entra_auth::oauth {
namespace {

Form make_form(const Sidecar& grant) {
  Form form;
  form.push_back({"identity_provider", Secret(grant.identity_provider)});
  form.push_back({"target", Secret(grant.target)});
  if (!grant.resource.empty()) form.push_back({"resource", Secret(grant.resource)});
  if (!grant.authorization_details.empty()) {
    form.push_back({"authorization_details", Secret(grant.authorization_details), true});
  }
  if (grant.skip_cache) form.push_back({"skip_cache", Secret("true"), true});
  if (grant.incoming_token) form.push_back({"user_token", *grant.incoming_token});
  return form;
}

/// The sidecar's errors name neither the sidecar nor the request.
void explain_sidecar(const std::string& endpoint, const std::string& identity_provider,
                     Error& error) {
  if (error.kind == ErrorKind::network && error.error.empty()) {
    error.hints.push_back("the Nais token sidecar was asked at " + endpoint +
                          ": check that this is a pod that has one");
  } else if (error.message.find("is not enabled") != std::string::npos) {
    error.hints.push_back("enable " + identity_provider +
                          " for this application in its Nais manifest (spec.azure, "
                          "spec.maskinporten, spec.tokenx)");
  }
}

}  // namespace

Result<Token> acquire(const Sidecar& grant, Transport& transport, const Clock& clock,
                      Deadline deadline) {
  TokenRequest request;
  request.http.url = grant.endpoint;
  request.http.route = Route::platform;
  request.http.make_form = [&] { return Result<Form>(make_form(grant)); };
  request.http.body_format = grant.body_format;
  request.http.deadline = deadline;
  request.requested_scope = grant.target;
  auto tokens = post_token_request(transport, clock, request);
  if (tokens) return std::move(tokens->token);
  explain_sidecar(grant.endpoint, grant.identity_provider, tokens.error());
  return fail(std::move(tokens).error());
}

Result<Introspection> introspect(Transport& transport, const std::string& endpoint,
                                 const std::string& identity_provider, const Secret& token,
                                 const Clock& clock, Deadline deadline) {
  HttpRequest request;
  request.method = HttpMethod::post;
  request.url = endpoint;
  request.route = Route::platform;
  request.make_form = [&] {
    Form form;
    form.push_back({"identity_provider", Secret(identity_provider)});
    form.push_back({"token", token});
    return Result<Form>(std::move(form));
  };
  request.expected_body = ExpectedBody::json_object;
  request.deadline = deadline;
  auto response = transport.send(request);
  if (!response) {
    explain_sidecar(endpoint, identity_provider, response.error());
    return fail(std::move(response).error());
  }
  const auto body = parse_json_object(response->body.expose(), kTokenDepth);
  const auto active = body ? optional_bool(*body, "active") : fail(body.error());
  if (active && *active && response->status == 200) {
    return Introspection{.active = **active, .error = string_or(*body, "error")};
  }
  if (body && body->contains("error")) {
    auto error = explain_error_response(*response, *body, clock.now());
    explain_sidecar(endpoint, identity_provider, error);
    return fail(std::move(error));
  }
  return fail(ErrorKind::network,
              "unexpected response from " + endpoint + " (status " +
                  std::to_string(response->status) + "): it has no \"active\"",
              {"check that NAIS_TOKEN_INTROSPECTION_ENDPOINT names the sidecar"});
}

}  // namespace entra_auth::oauth
