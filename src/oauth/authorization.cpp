// SPDX-License-Identifier: MIT
#include "oauth/authorization.hpp"

#include "base/encoding.hpp"
#include "oauth/scopes.hpp"

#include <string_view>

namespace entra_auth::oauth {

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

}  // namespace entra_auth::oauth
