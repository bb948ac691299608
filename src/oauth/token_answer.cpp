// SPDX-License-Identifier: MIT
#include "oauth/token_answer.hpp"

#include "base/text.hpp"
#include "base/try.hpp"

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

}  // namespace

Result<Token> read_token_answer(const Json& body, Timestamp now,
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
  TRY(auto token, read_token_answer(body, now, requested_scope));
  return TokenSet{.token = std::move(token),
                  .refresh_token = other_token(body, "refresh_token"),
                  .id_token = other_token(body, "id_token")};
}

}  // namespace entra_auth::oauth
