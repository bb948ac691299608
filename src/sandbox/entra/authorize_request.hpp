// SPDX-License-Identifier: MIT
// What an application asks of the authorization endpoint, read as strictly as Entra does or more.
// How the authorization endpoint answers an application: through the user's browser.
#pragma once

#include "sandbox/entra/terms/issued_grants.hpp"
#include "sandbox/http/message.hpp"
#include "sandbox/sandbox.hpp"

#include <memory>
#include <optional>
#include <string>

namespace entra_auth::sandbox {

/// Where to; the URI is a registered one.
struct RedirectTarget {
  std::string uri;
  bool form_post = false;  // else in the query
  std::string state{};     // sent back where it is not empty
};

struct AuthorizeRequest {
  NamedValues parameters;  // for the form of the page
  std::shared_ptr<const Client> client;
  UserGrant grant;  // for a user yet to come
  RedirectTarget target;
  std::string code_challenge;
  std::string prompt;
  std::string login_hint;
};

struct AuthorizeRefusal {
  Refusal refusal;
  /// Nothing: the browser must not be sent anywhere, the user reads it on a page.
  std::optional<RedirectTarget> target{};
};

[[nodiscard]] tl::expected<AuthorizeRequest, AuthorizeRefusal> read_authorize_request(
    const Sandbox& sandbox, std::string_view tenant, const NamedValues& parameters);

[[nodiscard]] Reply redirect_answer(const RedirectTarget& target, NamedValues parameters);

}  // namespace entra_auth::sandbox
