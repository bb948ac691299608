// SPDX-License-Identifier: MIT
#include "oauth/grants/device_code.hpp"

#include "base/json.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "base/url.hpp"
#include "oauth/authority.hpp"
#include "oauth/error_response.hpp"

#include <algorithm>

namespace entra_auth::oauth {
namespace {

using std::chrono::seconds;

constexpr seconds kDefaultInterval{5};
constexpr seconds kSlowDown{5};
constexpr seconds kLongestInterval{60};
constexpr seconds kDefaultLifetime{900};
constexpr seconds kLongestLifetime{24 * 3600};
/// A poll that hangs must not use up the lifetime of the code.
constexpr seconds kOnePoll{30};

Error unusable(const std::string& reason) {
  return Error{.kind = ErrorKind::network,
               .message = "unexpected response from the device authorization endpoint: " + reason,
               .hints = {"check the profile's authority, issuer or device_authorization_endpoint"}};
}

/// A number that is missing or odd is replaced: the sign-in must not fail because of it.
seconds seconds_member(const Json& body, std::string_view name, seconds fallback, seconds most) {
  const auto value = optional_integer(body, name, 1, most.count());
  if (value) return seconds(value->value_or(fallback.count()));
  const auto any = body.find(name);
  const auto digits = any->is_string() ? parse_digits(any->get_ref<const std::string&>()) : 0;
  const bool is_large =
      digits.value_or(0) > most.count() || (any->is_number() && *any > most.count());
  return is_large ? most : fallback;
}

Result<DeviceAuthorization> read_authorization(const Json& body, Deadline now) {
  DeviceAuthorization authorization;
  authorization.device_code = Secret(string_or(body, "device_code"));
  authorization.user_code = string_or(body, "user_code");
  // Some servers still use the draft's name, `verification_url`.
  authorization.verification_uri =
      string_or(body, "verification_uri", string_or(body, "verification_url"));
  authorization.message = string_or(body, "message");
  if (authorization.device_code.empty() || authorization.user_code.empty()) {
    return fail(unusable("it has no device_code or no user_code"));
  }
  if (!parse_url(authorization.verification_uri)) {
    return fail(unusable("its verification_uri is not an http URL"));
  }
  const auto complete = string_or(body, "verification_uri_complete");
  if (parse_url(complete)) authorization.verification_uri_complete = complete;
  authorization.interval = seconds_member(body, "interval", kDefaultInterval, kLongestInterval);
  authorization.expires_at =
      now + seconds_member(body, "expires_in", kDefaultLifetime, kLongestLifetime);
  return authorization;
}

Form poll_form(const DeviceCode& grant) {
  return {{"grant_type", Secret("urn:ietf:params:oauth:grant-type:device_code")},
          {"device_code", grant.authorization.device_code}};
}

tl::unexpected<Error> too_late(const std::string& what) {
  return fail(Error{.kind = ErrorKind::timeout,
                    .message = what,
                    .hints = {"run the command again and use the new code at once"},
                    .error = "expired_token"});
}

bool is_transient(const Error& error) {
  return error.kind == ErrorKind::network || error.kind == ErrorKind::timeout;
}

}  // namespace

Result<DeviceAuthorization> request_device_authorization(const ClientRequest& request,
                                                         const std::string& endpoint,
                                                         Transport& transport, const Clock& clock,
                                                         Deadline deadline) {
  HttpRequest http;
  http.method = HttpMethod::post;
  http.url = endpoint;
  http.headers = client_authentication_headers(request.client);
  http.expected_body = ExpectedBody::json_object;
  http.deadline = deadline;
  http.make_form = [&]() -> Result<Form> {
    Form form;
    TRY_VOID(add_client_authentication(request.client, clock, form));
    append_requested(request, form);
    return form;
  };
  TRY(const auto response, transport.send(http));
  const auto body = parse_json_object(response.body.expose());
  if (!body) {
    return fail(
        unusable("status " + std::to_string(response.status) + ", " + body.error().message));
  }
  if (body->contains("error")) {
    return fail(explain_error_response(response, *body, clock.now(), std::chrono::minutes(1)));
  }
  if (response.status != 200) return fail(unusable("status " + std::to_string(response.status)));
  return read_authorization(*body, clock.steady_now());
}

Result<TokenSet> acquire(const DeviceCode& grant, Transport& transport, Clock& clock,
                         Deadline deadline) {
  seconds interval = grant.authorization.interval;
  seconds pause = interval;
  // The authorization request has settled what is requested: section 3.4 sends no scope again.
  ClientRequest poll = grant;
  poll.scopes.clear();
  poll.claims.clear();
  while (true) {
    const Deadline next = clock.steady_now() + pause;
    if (next >= grant.authorization.expires_at) {
      return too_late("the code expired before the sign-in was finished");
    }
    if (next >= deadline) {
      return fail(ErrorKind::timeout, "the sign-in was not finished in time",
                  {"run the command again, with a longer --timeout if needed"});
    }
    clock.sleep_for(pause);
    const Deadline until =
        std::min({deadline, grant.authorization.expires_at, clock.steady_now() + kOnePoll});
    auto tokens = request_tokens(poll, poll_form(grant), Attempts::once, transport, clock, until);
    if (tokens) {
      if (tokens->token.scope.empty()) tokens->token.scope = scope_parameter(grant.scopes);
      return tokens;
    }
    Error& error = tokens.error();
    if (!is_transient(error)) pause = interval;
    if (error.error == "slow_down") {
      pause = interval += kSlowDown;
    } else if (error.error == "expired_token" || error.error == "code_expired") {
      return too_late("the code has expired");
    } else if (error.error == "authorization_declined" || error.error == "access_denied") {
      error.message = "the sign-in was declined: " + error.message;
      return tokens;
    } else if (is_transient(error)) {
      pause = std::min(pause * 2, std::max(kLongestInterval, interval));
    } else if (error.error != "authorization_pending") {
      return tokens;
    }
  }
}

}  // namespace entra_auth::oauth
