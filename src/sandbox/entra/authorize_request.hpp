// SPDX-License-Identifier: MIT
// The request of an application to the authorization endpoint, read at least as strictly as by
// Entra, and the response, which reaches the application through the user's browser.
#pragma once

#include "sandbox/entra/terms/issued_grants.hpp"
#include "sandbox/http/message.hpp"
#include "sandbox/sandbox.hpp"

#include <memory>
#include <optional>
#include <string>

namespace entra_auth::sandbox {

/// Where the response goes. The URI is registered.
struct RedirectTarget {
  std::string uri;
  bool form_post = false;  // otherwise in the query
  std::string state{};     // empty: not sent back
};

struct AuthorizeRequest {
  NamedValues parameters;  // hidden fields of the page
  std::shared_ptr<const Client> client;
  UserGrant grant;  // without the user
  RedirectTarget target;
  std::string code_challenge;
  std::string prompt;
  std::string login_hint;
};

struct AuthorizeRefusal {
  Refusal refusal;
  /// nullopt: the browser must not be redirected, and the user reads the error on a page.
  std::optional<RedirectTarget> target{};
};

[[nodiscard]] tl::expected<AuthorizeRequest, AuthorizeRefusal> read_authorize_request(
    const Sandbox& sandbox, std::string_view tenant, const NamedValues& parameters);

/// A response with these parameters, and `state`: a redirect, or a form that submits itself.
[[nodiscard]] Reply redirect_reply(const RedirectTarget& target, NamedValues parameters);

}  // namespace entra_auth::sandbox
