// SPDX-License-Identifier: MIT
#include "http/unexpected_answer.hpp"

#include "base/text.hpp"
#include "base/url.hpp"

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace entra_auth::http {
namespace {

bool is_token_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '_' || c == '~' || c == '+' || c == '=' || c == '%';
}

/// Tokens, keys, codes and echoed form fields are long runs of such characters; prose is not.
bool has_the_shape_of_a_secret(std::string_view text) {
  constexpr std::size_t kLongestWord = 20;
  std::size_t run = 0;
  for (const char c : text) {
    run = is_token_character(c) ? run + 1 : 0;
    if (run > kLongestWord) return true;
  }
  return false;
}

/// The beginning of a page from a proxy, a gateway or a sign-in portal. Of a success only markup is
/// shown: anything else may be a token in a form that we did not understand.
std::string safe_beginning(const HttpResponse& response) {
  constexpr std::size_t kMaxBytes = 200;
  const auto body = trim(response.body.expose());
  if (body.empty()) return {};
  const bool is_success = response.status / 100 == 2;
  const bool is_markup = body.front() == '<';
  const bool looks_like_json =
      std::string_view("{[\"").find(body.front()) != std::string_view::npos;
  if (looks_like_json || (is_success && !is_markup)) return {};
  const auto beginning = body.substr(0, kMaxBytes);
  if (has_the_shape_of_a_secret(beginning)) return {};
  return for_terminal(beginning, kMaxBytes) + (body.size() > kMaxBytes ? "…" : "");
}

}  // namespace

Error describe_unexpected_answer(std::string_view url, const HttpResponse& response,
                                 std::string_view reason) {
  const auto parsed = parse_url(url);
  Error error{.kind = ErrorKind::network, .message = {}, .retryable = true};
  error.message = "unexpected answer from " +
                  (parsed ? origin(*parsed) : std::string("the server")) + ": status " +
                  std::to_string(response.status);
  if (const auto type = response.header("content-type")) {
    error.message += ", content type " + for_terminal(*type, 80);
  }
  if (!reason.empty()) error.message += ", " + std::string(reason);
  if (const auto beginning = safe_beginning(response); !beginning.empty()) {
    error.message += ", body: " + beginning;
  }
  if (response.status / 100 == 2) {
    error.hints.emplace_back(
        "a proxy or a sign-in page of the network may have answered; check the URL and `proxy`");
  } else if (response.status == 429) {
    error.hints.emplace_back("the server limits how often it may be asked; try again later");
  }
  return error;
}

}  // namespace entra_auth::http
