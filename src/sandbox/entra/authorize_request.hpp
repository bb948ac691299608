// SPDX-License-Identifier: MIT
// What an application asks of the authorization endpoint, read as strictly as Entra does or more.
#pragma once

#include "sandbox/redirect_answer.hpp"
#include "sandbox/sandbox.hpp"
#include "sandbox/user_grant.hpp"

#include <memory>
#include <optional>
#include <string>

namespace entra_auth::sandbox {

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

}  // namespace entra_auth::sandbox
