// SPDX-License-Identifier: MIT
#include "oauth/grants/client_credentials.hpp"

#include "base/text.hpp"
#include "base/try.hpp"
#include "oauth/jwt.hpp"
#include "oauth/scopes.hpp"
#include "oauth/token_endpoint.hpp"

#include <algorithm>
#include <variant>

namespace entra_auth::oauth {
namespace {

Result<Form> make_form(const ClientCredentials& grant, const Clock& clock) {
  Form form;
  form.push_back({"grant_type", Secret("client_credentials")});
  TRY_VOID(add_client_authentication(grant.client, clock, form));
  if (!grant.scopes.empty()) form.push_back({"scope", Secret(scope_parameter(grant.scopes))});
  if (!grant.resource.empty()) form.push_back({"resource", Secret(grant.resource)});
  for (const auto& [name, value] : grant.extra_parameters) form.push_back({name, Secret(value)});
  return form;
}

std::string shown(const Json& claims, std::string_view name) {
  const auto claim = claims.find(name);
  if (claim == claims.end()) return "(none)";
  return for_terminal(
      claim->is_string() ? claim->get_ref<const std::string&>() : claim->dump(-1, ' ', true), 300);
}

void explain_federated_assertion(const Secret& assertion, Error& error) {
  const auto jwt = decode_jwt(assertion.expose());
  if (!jwt) {
    error.hints.push_back("the federated assertion is no JWT: " + jwt.error().message);
    return;
  }
  error.hints.push_back("the federated assertion has issuer " + shown(jwt->claims, "iss") +
                        ", subject " + shown(jwt->claims, "sub") + ", audience " +
                        shown(jwt->claims, "aud"));
}

/// The client assertion of the form, or nothing.
Secret assertion_of(const Form& form) {
  const auto field = std::ranges::find(form, "client_assertion", &FormField::name);
  return field == form.end() ? Secret() : field->value;
}

void explain_certificate(const CertificateKey& credential, Error& error) {
  error.hints.push_back("the certificate used has thumbprint " +
                        credential.certificate.thumbprint() + " (" +
                        for_terminal(credential.certificate.subject, 200) + ")");
}

}  // namespace

Result<Token> acquire(const ClientCredentials& grant, Transport& transport, const Clock& clock,
                      Deadline deadline) {
  TokenRequest request;
  request.http.url = grant.token_endpoint;
  request.http.headers = client_authentication_headers(grant.client);
  request.http.deadline = deadline;
  request.requested_scope = scope_parameter(grant.scopes);
  // What was sent last: fetching an assertion again would run a command or read a descriptor twice.
  Secret sent_assertion;
  request.http.make_form = [&] {
    auto form = make_form(grant, clock);
    if (form) sent_assertion = assertion_of(*form);
    return form;
  };
  auto token = request_token(transport, clock, request);
  const auto refused_with = [&](std::string_view error) {
    return !token && token.error().error == error;
  };
  if (refused_with("invalid_client") || refused_with("invalid_request")) {
    if (std::holds_alternative<FederatedAssertion>(grant.client.authentication)) {
      explain_federated_assertion(sent_assertion, token.error());
    } else if (const auto* certificate =
                   std::get_if<CertificateKey>(&grant.client.authentication)) {
      explain_certificate(*certificate, token.error());
    }
  }
  return token;
}

}  // namespace entra_auth::oauth
