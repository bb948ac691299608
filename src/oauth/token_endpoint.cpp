// SPDX-License-Identifier: MIT

#include "oauth/token_endpoint.hpp"

#include "base/json.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "base/url.hpp"
#include "oauth/error_response.hpp"

#include <algorithm>
#include <string_view>

namespace entra_auth::oauth {
namespace {

constexpr std::size_t kLongestToken = 65536;
constexpr long long kLongestLifetime = 10LL * 366 * 24 * 3600;

/// RFC 6750 section 2.1 allows fewer characters than this; a token is opaque to a client, but it
/// must survive a header line and a shell.
bool is_visible_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= 0x21 && c <= 0x7E; });
}

bool is_token(const std::string& text) {
  return !text.empty() && text.size() <= kLongestToken && is_visible_ascii(text);
}

Secret other_token(const Json& body, std::string_view name) {
  auto text = string_or(body, name);
  return is_token(text) ? Secret(std::move(text)) : Secret();
}

Error unusable_response(std::string_view url, int status, const std::string& reason) {
  const auto parsed = parse_url(url);
  return Error{.kind = ErrorKind::network,
               .message = "unexpected response from " +
                          (parsed ? origin(*parsed) : "the token endpoint") + " (status " +
                          std::to_string(status) + "): " + reason,
               .hints = {"check the profile's authority or token_endpoint; "
                         "the response may also come from a proxy"}};
}

}  // namespace

Result<Token> read_token_response(const Json& body, Timestamp now,
                                  const std::string& requested_scope) {
  TRY(auto access_token, optional_string(body, "access_token"));
  TRY(auto token_type, optional_string(body, "token_type"));
  TRY(auto expires_in, optional_integer(body, "expires_in", 0, kLongestLifetime));
  TRY(auto scope, optional_string(body, "scope"));
  if (!access_token) return fail(ErrorKind::network, "there is no \"access_token\"");
  if (!is_token(*access_token)) {
    return fail(ErrorKind::network,
                "\"access_token\" is empty, too long, or has characters no token has");
  }
  if (!token_type || !equals_ignoring_case(*token_type, "Bearer")) {
    return fail(ErrorKind::network, "\"token_type\" is not Bearer");
  }
  Token token;
  token.access_token = Secret(std::move(*access_token));
  token.acquired_at = now;
  token.expires_at = now + std::chrono::seconds(expires_in.value_or(0));
  token.scope = scope.value_or(requested_scope);
  // Advice only: an unusable value must not cost the token.
  const auto refresh_in = optional_integer(body, "refresh_in", 1, expires_in.value_or(0));
  if (refresh_in && *refresh_in) token.refresh_at = now + std::chrono::seconds(**refresh_in);
  return token;
}

Result<TokenSet> read_token_set(const Json& body, Timestamp now,
                                const std::string& requested_scope) {
  TRY(auto token, read_token_response(body, now, requested_scope));
  return TokenSet{.token = std::move(token),
                  .refresh_token = other_token(body, "refresh_token"),
                  .id_token = other_token(body, "id_token")};
}

Result<TokenSet> post_token_request(Transport& transport, const Clock& clock,
                                    const TokenRequest& request) {
  HttpRequest http = request.http;
  http.method = HttpMethod::post;
  http.expected_body = ExpectedBody::json_object;
  TRY(const auto response, transport.send(http));

  const auto unusable = [&](const std::string& reason) {
    return unusable_response(http.url, response.status, reason);
  };
  if (response.status >= 300 && response.status < 400) {
    return fail(unusable("a redirect, which is never followed"));
  }
  const auto body = parse_json_object(response.body.expose());
  if (!body) return fail(unusable(body.error().message));
  if (body->contains("error")) {
    return fail(explain_error_response(response, *body, clock.now(), request.clock_tolerance));
  }
  if (response.status != 200) return fail(unusable("there is no \"error\" in it"));
  auto tokens = read_token_set(*body, clock.now(), request.requested_scope);
  if (!tokens) return fail(unusable(tokens.error().message));
  return tokens;
}

}  // namespace entra_auth::oauth
