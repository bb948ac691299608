// SPDX-License-Identifier: MIT
#include "oauth/tokens/incoming_token.hpp"

#include "base/text.hpp"
#include "base/time.hpp"
#include "base/try.hpp"
#include "oauth/tokens/jwt.hpp"

#include <algorithm>

namespace entra_auth::oauth {
namespace {

tl::unexpected<Error> broken(std::string message, std::string hint) {
  return fail(ErrorKind::invalid_token, "the incoming token " + std::move(message),
              {std::move(hint)});
}

Result<void> check_dates(const Json& claims, Timestamp now) {
  const auto expires = optional_integer(claims, "exp", 0, kLastSecond);
  if (!expires || !*expires) {
    return broken("has no usable `exp`", "pass an access token, as the caller sent it");
  }
  const Timestamp expiry{std::chrono::seconds(**expires)};
  if (now >= expiry) {
    return broken(
        "expired " + describe_duration(now - expiry) + " ago (" + to_rfc3339(expiry) + ")",
        "have the caller get a new one; check this machine's clock");
  }
  const auto not_before = optional_integer(claims, "nbf", 0, kLastSecond);
  if (not_before && *not_before &&
      Timestamp(std::chrono::seconds(**not_before)) > now + std::chrono::minutes(5)) {
    return broken("is not valid yet", "check this machine's clock");
  }
  return {};
}

bool names_audience(const Json& claims, const std::vector<std::string>& audiences) {
  const auto is_one = [&](const Json& value) {
    return value.is_string() &&
           std::ranges::find(audiences, value.get_ref<const std::string&>()) != audiences.end();
  };
  const auto claim = claims.find("aud");
  if (claim == claims.end()) return false;
  return claim->is_array() ? std::ranges::any_of(*claim, is_one) : is_one(*claim);
}

Result<void> check_user(const Json& claims) {
  if (string_or(claims, "idtyp") != "app" && !string_or(claims, "scp").empty()) return {};
  if (string_or(claims, "idtyp") == "app" || claims.contains("roles")) {
    return broken("speaks for an application, not for a user",
                  "an application's token cannot be exchanged on behalf of anybody: use the "
                  "client-credentials flow");
  }
  return broken("has no `scp`: it is no access token, rather an id_token",
                "pass the access token that the caller sent in its Authorization header");
}

}  // namespace

Result<void> check_incoming_token(const Secret& token, const IncomingTokenRules& rules,
                                  Timestamp now) {
  auto jwt = decode_jwt(token.expose());
  if (!jwt) {
    jwt.error().message = "the incoming token is no JWT: " + jwt.error().message;
    return fail(std::move(jwt).error());
  }
  TRY_VOID(check_dates(jwt->claims, now));
  if (!rules.audiences.empty() && !names_audience(jwt->claims, rules.audiences)) {
    return broken("is not for this application: its audience is " +
                      for_terminal(string_or(jwt->claims, "aud", "not one string"), 200) +
                      ", not " + join(rules.audiences, " or "),
                  "pass the token that the caller sent to this application; if that audience is "
                  "another App ID URI of it, add it to `identifier_uris` of the profile");
  }
  return rules.needs_user_scope ? check_user(jwt->claims) : Result<void>();
}

}  // namespace entra_auth::oauth
