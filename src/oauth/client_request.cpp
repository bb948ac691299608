// SPDX-License-Identifier: MIT
#include "oauth/client_request.hpp"

#include "base/json.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "oauth/authority.hpp"
#include "oauth/token_endpoint.hpp"
#include "oauth/tokens/jwt.hpp"

#include <algorithm>
#include <variant>

namespace entra_auth::oauth {
namespace {

/// The grant_type first, then the client, the rest of the grant, and what is requested.
Result<Form> make_form(const ClientRequest& request, const Form& grant, const Clock& clock) {
  Form form{grant.front()};
  TRY_VOID(add_client_authentication(request.client, clock, form));
  form.insert(form.end(), grant.begin() + 1, grant.end());
  append_requested(request, form);
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
    error.hints.push_back("the federated assertion cannot be read: " + jwt.error().message);
    return;
  }
  error.hints.push_back("the federated assertion has issuer " + shown(jwt->claims, "iss") +
                        ", subject " + shown(jwt->claims, "sub") + ", audience " +
                        shown(jwt->claims, "aud"));
}

/// The client assertion of the form; empty if there is none.
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

void append_requested(const ClientRequest& request, Form& form) {
  if (!request.scopes.empty()) form.push_back({"scope", Secret(scope_parameter(request.scopes))});
  if (!request.resource.empty()) form.push_back({"resource", Secret(request.resource)});
  if (!request.claims.empty()) form.push_back({"claims", Secret(request.claims)});
  for (const auto& [name, value] : request.extra_parameters) form.push_back({name, Secret(value)});
}

Result<TokenSet> request_tokens(const ClientRequest& request, const Form& grant, Attempts attempts,
                                Transport& transport, const Clock& clock, Deadline deadline) {
  TokenRequest token_request;
  token_request.http.url = request.token_endpoint;
  token_request.http.headers = client_authentication_headers(request.client);
  token_request.http.attempts = attempts;
  token_request.http.deadline = deadline;
  token_request.requested_scope = scope_parameter(request.scopes);
  // The assertion sent last: fetching it again would run a command or read a descriptor twice.
  Secret sent_assertion;
  token_request.http.make_form = [&] {
    auto form = make_form(request, grant, clock);
    if (form) sent_assertion = assertion_of(*form);
    return form;
  };
  auto tokens = post_token_request(transport, clock, token_request);
  const auto refused_with = [&](std::string_view error) {
    return !tokens && tokens.error().error == error;
  };
  if (refused_with("invalid_client") || refused_with("invalid_request")) {
    const auto& authentication = request.client.authentication;
    if (std::holds_alternative<FederatedAssertion>(authentication)) {
      explain_federated_assertion(sent_assertion, tokens.error());
    } else if (const auto* certificate = std::get_if<CertificateKey>(&authentication)) {
      explain_certificate(*certificate, tokens.error());
    }
  }
  return tokens;
}

}  // namespace entra_auth::oauth
