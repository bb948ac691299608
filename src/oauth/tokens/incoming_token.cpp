// SPDX-License-Identifier: MIT
#include "oauth/tokens/incoming_token.hpp"

#include "base/json.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "base/try.hpp"
#include "oauth/tokens/claims.hpp"

#include <algorithm>

namespace entra_auth::oauth {
namespace {

tl::unexpected<Error> broken(std::string message, std::string hint) {
  return fail(ErrorKind::invalid_token, "the incoming token " + std::move(message),
              {std::move(hint)});
}

Result<void> check_dates(const Json& claims, Timestamp now) {
  const auto expiry = date_claim(claims, "exp");
  if (!expiry) {
    return broken("has no usable `exp`", "pass an access token, as the caller sent it");
  }
  if (now >= *expiry + kIncomingExpiryLeeway) {
    return broken(
        "expired " + describe_duration(now - *expiry) + " ago (" + to_rfc3339(*expiry) + ")",
        "have the caller get a new one; check this machine's clock");
  }
  if (!claims.contains("nbf")) return {};
  const auto start = date_claim(claims, "nbf");
  if (!start) return broken("has no usable `nbf`", "pass an access token, as the caller sent it");
  if (now + kIncomingStartLeeway < *start) {
    return broken("is not valid yet", "check this machine's clock");
  }
  return {};
}

Result<void> check_audience(const Json& claims, const std::vector<std::string>& accepted) {
  const auto audiences = audiences_of(claims);
  const auto is_accepted = [&](const std::string& each) {
    return std::ranges::find(accepted, each) != accepted.end();
  };
  if (accepted.empty() || std::ranges::any_of(audiences, is_accepted)) return {};
  const auto found = audiences.empty() ? std::string("missing") : join(audiences, ", ");
  return broken("is not for this application: its audience is " + for_terminal(found, 200) +
                    ", not " + join(accepted, " or "),
                "pass the token that the caller sent to this application; if that audience is "
                "another App ID URI of it, add it to `identifier_uris` of the profile");
}

Result<void> check_user(const Json& claims) {
  if (is_application(claims)) {
    return broken("speaks for an application, not for a user",
                  "an application's token cannot be exchanged on behalf of a user: use the "
                  "client-credentials flow");
  }
  if (!scopes_of(claims).empty()) return {};
  return broken("has no `scp`: this looks like an id_token, not an access token",
                "pass the access token that the caller sent in its Authorization header");
}

}  // namespace

Result<DecodedJwt> check_incoming_token(const Secret& token, const IncomingTokenRules& rules,
                                        Timestamp now) {
  auto jwt = decode_jwt(token.expose());
  if (!jwt) {
    jwt.error().message = "cannot use the incoming token: " + jwt.error().message;
    return jwt;
  }
  TRY_VOID(check_dates(jwt->claims, now));
  TRY_VOID(check_audience(jwt->claims, rules.audiences));
  if (rules.needs_user_scope) TRY_VOID(check_user(jwt->claims));
  return jwt;
}

}  // namespace entra_auth::oauth
