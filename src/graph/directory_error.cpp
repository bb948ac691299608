// SPDX-License-Identifier: MIT
#include "graph/directory_error.hpp"

namespace entra_auth::graph {
namespace {

std::string hint_for(int status, const std::string& code) {
  if (status == 403 || code == "Authorization_RequestDenied") {
    return "grant the application (or, signed in, the client) the Microsoft Graph permission "
           "Application.Read.All, have an administrator consent, and get a new token with "
           "`entra-auth-cli refresh`";
  }
  if (status == 401) {
    return "the token is not one for Microsoft Graph in this cloud: check cloud, authority and "
           "graph_endpoint of the profile";
  }
  if (status == 429) return "the tenant is throttled: wait and try again";
  if (status == 400) return "this is a request that Graph should have understood: please report it";
  return {};
}

}  // namespace

Error explain_directory_error(const HttpResponse& response, const Json& body) {
  static const Json kNothing = Json::object();
  const auto member = body.find("error");
  const Json& details = member != body.end() && member->is_object() ? *member : kNothing;
  Error error;
  error.error = string_or(details, "code", "error");
  error.message = "Microsoft Graph refused: " + error.error + " (status " +
                  std::to_string(response.status) + ")";
  if (const auto text = string_or(details, "message"); !text.empty()) error.message += ": " + text;
  if (const auto inner = details.find("innerError"); inner != details.end() && inner->is_object()) {
    error.correlation_id = string_or(*inner, "client-request-id");
    error.trace_id = string_or(*inner, "request-id");
  }
  error.retryable = response.status == 429 || response.status >= 500;
  error.kind = error.retryable ? ErrorKind::network : ErrorKind::server_refused;
  if (auto hint = hint_for(response.status, error.error); !hint.empty()) {
    error.hints.push_back(std::move(hint));
  }
  return error;
}

}  // namespace entra_auth::graph
