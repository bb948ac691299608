// SPDX-License-Identifier: MIT
#include "oauth/token_endpoint.hpp"

#include "base/json.hpp"
#include "base/try.hpp"
#include "base/url.hpp"
#include "oauth/error_answer.hpp"
#include "oauth/token_answer.hpp"

namespace entra_auth::oauth {
namespace {

Error unusable_answer(std::string_view url, int status, const std::string& reason) {
  const auto parsed = parse_url(url);
  return Error{
      .kind = ErrorKind::network,
      .message = "unexpected answer from " + (parsed ? origin(*parsed) : "the token endpoint") +
                 " (status " + std::to_string(status) + "): " + reason,
      .hints = {"check that the profile's authority or token_endpoint is a token endpoint; "
                "a proxy may also have answered in its place"}};
}

}  // namespace

Result<TokenSet> request_tokens(Transport& transport, const Clock& clock,
                                const TokenRequest& request) {
  HttpRequest http = request.http;
  http.method = HttpMethod::post;
  http.expected_body = ExpectedBody::json_object;
  TRY(const auto response, transport.send(http));

  const auto unusable = [&](const std::string& reason) {
    return unusable_answer(http.url, response.status, reason);
  };
  if (response.status >= 300 && response.status < 400) {
    return fail(unusable("a redirect, which is never followed"));
  }
  const auto body = parse_json_object(response.body.expose());
  if (!body) return fail(unusable(body.error().message));
  if (body->contains("error")) {
    return fail(explain_error_answer(response, *body, clock.now(), request.clock_tolerance));
  }
  if (response.status != 200) return fail(unusable("there is no \"error\" in it"));
  auto tokens = read_token_set(*body, clock.now(), request.requested_scope);
  if (!tokens) return fail(unusable(tokens.error().message));
  return tokens;
}

Result<Token> request_token(Transport& transport, const Clock& clock, const TokenRequest& request) {
  TRY(auto tokens, request_tokens(transport, clock, request));
  return std::move(tokens.token);
}

}  // namespace entra_auth::oauth
