// SPDX-License-Identifier: MIT
#include "oauth/authorization.hpp"

#include "base/encoding.hpp"
#include "base/json.hpp"
#include "crypto/digest.hpp"
#include "oauth/authority.hpp"
#include "oauth/error_response.hpp"
#include "os/random.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace entra_auth::oauth {
namespace {

/// The field of that name, or null.
const Secret* find_field(const Form& form, std::string_view name) {
  const auto field = std::ranges::find(form, name, &FormField::name);
  return field == form.end() ? nullptr : &field->value;
}

bool has_repeated_name(const Form& form) {
  for (auto field = form.begin(); field != form.end(); ++field) {
    if (std::any_of(field + 1, form.end(),
                    [&](const FormField& other) { return other.name == field->name; })) {
      return true;
    }
  }
  return false;
}

tl::unexpected<Error> refuse(const Form& parameters) {
  Json body = Json::object();
  for (const auto* name : {"error", "error_description", "error_subcode", "claims"}) {
    if (const auto* value = find_field(parameters, name)) body[name] = value->expose();
  }
  // There is no Date header, so clocks are not compared.
  HttpResponse response;
  response.status = 400;
  Error error = explain_error_response(response, body, Timestamp{}, std::chrono::seconds::max());
  if (error.error == "access_denied") {
    if (string_or(body, "error_subcode") == "cancel") error.message = "the sign-in was cancelled";
    error.hints.emplace_back("run the command again to sign in");
  }
  return fail(std::move(error));
}

tl::unexpected<Error> foreign_issuer(const std::string& message) {
  return fail(
      ErrorKind::server_refused, "the redirect from the browser was refused: " + message,
      {"it may come from another server than the profile's; check authorization_endpoint and "
       "issuer"});
}

}  // namespace

std::string authorization_url(const AuthorizationRequest& request) {
  std::string url = request.endpoint;
  char separator = url.find('?') == std::string::npos ? '?' : '&';
  const auto add = [&](std::string_view name, const std::string& value) {
    if (value.empty()) return;
    url += separator + percent_encode(name) + "=" + percent_encode(value);
    separator = '&';
  };
  add("client_id", request.client_id);
  add("response_type", "code");
  add("redirect_uri", request.redirect_uri);
  add("response_mode", request.response_mode == ResponseMode::form_post ? "form_post" : "query");
  add("scope", scope_parameter(request.scopes));
  add("resource", request.resource);
  add("state", request.state);
  add("nonce", request.nonce);
  add("code_challenge", request.code_challenge);
  add("code_challenge_method", "S256");
  add("prompt", request.prompt);
  add("login_hint", request.login_hint);
  add("domain_hint", request.domain_hint);
  add("claims", request.claims);
  for (const auto& [name, value] : request.extra_parameters) add(name, value);
  return url;
}

std::optional<Result<Secret>> read_authorization_response(const Form& parameters,
                                                          const ExpectedResponse& expected) {
  const Secret* state = find_field(parameters, "state");
  if (state == nullptr || has_repeated_name(parameters) ||
      !equal_in_constant_time(state->expose(), expected.state)) {
    return std::nullopt;
  }
  const bool is_error = find_field(parameters, "error") != nullptr;
  const Secret* code = find_field(parameters, "code");
  if (!is_error && (code == nullptr || code->empty())) return std::nullopt;
  const Secret* issuer = find_field(parameters, "iss");
  if (issuer == nullptr && expected.issuer_required) {
    return foreign_issuer("it does not say which issuer sent it (iss)");
  }
  if (issuer != nullptr && !expected.issuer.empty() && issuer->expose() != expected.issuer) {
    return foreign_issuer("it comes from another issuer (iss)");
  }
  if (is_error) return refuse(parameters);
  return *code;
}

Pkce make_pkce() {
  Pkce pkce{.verifier = Secret(os::random_handle()), .challenge = {}};
  pkce.challenge = base64url_encode(crypto::sha256(pkce.verifier.expose()));
  return pkce;
}

}  // namespace entra_auth::oauth
