// SPDX-License-Identifier: MIT
#include "oauth/authorization_response.hpp"

#include "base/json.hpp"
#include "oauth/error_answer.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace entra_auth::oauth {
namespace {

/// The only field of that name, or nothing.
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
  // No Date header came along, so there is no clock to compare.
  HttpResponse response;
  response.status = 400;
  Error error = explain_error_answer(response, body, Timestamp{}, std::chrono::seconds::max());
  if (error.error == "access_denied") {
    if (string_or(body, "error_subcode") == "cancel") error.message = "the sign-in was cancelled";
    error.hints.emplace_back("run the command again to sign in");
  }
  return fail(std::move(error));
}

tl::unexpected<Error> foreign_issuer(const std::string& message) {
  return fail(ErrorKind::server_refused, "the answer of the browser was refused: " + message,
              {"another server may have answered in place of the profile's; check what "
               "authorization_endpoint and issuer name"});
}

}  // namespace

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
    return foreign_issuer("it is another issuer's (iss)");
  }
  if (is_error) return refuse(parameters);
  return *code;
}

}  // namespace entra_auth::oauth
