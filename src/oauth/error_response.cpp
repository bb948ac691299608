// SPDX-License-Identifier: MIT
#include "oauth/error_response.hpp"

#include "base/json.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "oauth/hints/entra.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace entra_auth::oauth {
namespace {

/// The errors that only a user at a browser can resolve.
bool needs_interaction(std::string_view error, std::string_view suberror, std::string_view claims) {
  static constexpr std::array kErrors = {"interaction_required", "login_required",
                                         "consent_required"};
  static constexpr std::array kSuberrors = {"basic_action", "additional_action", "consent_required",
                                            "user_password_expired"};
  return std::ranges::find(kErrors, error) != kErrors.end() ||
         std::ranges::find(kSuberrors, suberror) != kSuberrors.end() || !claims.empty();
}

ErrorKind kind_of(int status, const Error& error) {
  if (status == 408 || status == 429 || status >= 500 || error.error == "temporarily_unavailable") {
    return ErrorKind::network;
  }
  if (needs_interaction(error.error, error.suberror, error.claims)) {
    return ErrorKind::interaction_required;
  }
  return ErrorKind::server_refused;
}

/// The prefix with the digits after it, if it is a separate word of the text.
std::string find_code(std::string_view text, std::string_view prefix) {
  for (auto at = text.find(prefix); at != std::string_view::npos; at = text.find(prefix, at + 1)) {
    const bool is_word = at == 0 || std::isalnum(static_cast<unsigned char>(text[at - 1])) == 0;
    const auto digits = text.substr(at + prefix.size());
    const auto length = std::min(digits.find_first_not_of("0123456789"), digits.size());
    if (is_word && length > 0 && length < 12) {
      return std::string(text.substr(at, prefix.size() + length));
    }
  }
  return {};
}

/// "AADSTS7000215" or "MP-200" from the description, otherwise from Entra's `error_codes`.
std::string code_of(const Json& body, std::string_view description) {
  for (const auto prefix : {kEntraPrefix, kMaskinportenPrefix}) {
    if (auto code = find_code(description, prefix); !code.empty()) return code;
  }
  const auto codes = body.find("error_codes");
  if (codes != body.end() && codes->is_array() && !codes->empty() &&
      codes->front().is_number_unsigned()) {
    return std::string(kEntraPrefix) + codes->front().dump();
  }
  return {};
}

/// The sentence of a description, without the code before it and the ids after it.
std::string_view sentence(std::string_view description, std::string_view code) {
  if (!code.empty() && description.starts_with(code)) {
    description.remove_prefix(code.size());
    if (description.starts_with(':')) description.remove_prefix(1);
  }
  return trim(description.substr(0, std::min(description.find("Trace ID:"), description.size())));
}

}  // namespace

std::optional<std::chrono::seconds> clock_offset(const HttpResponse& response, Timestamp sent,
                                                 Timestamp received) {
  const auto date = parse_http_date(response.header("date").value_or(""));
  if (!date) return std::nullopt;
  constexpr long long kMaxAge = 86400;
  const auto age = parse_digits(response.header("age").value_or("0")).value_or(0);
  const Timestamp server = *date + std::chrono::seconds(std::min(age, kMaxAge));
  return std::min(received - server, std::max(sent - server, std::chrono::seconds(0)));
}

Error explain_error_response(const HttpResponse& response, const Json& body, Timestamp now,
                             std::chrono::seconds clock_tolerance) {
  const std::string description = string_or(body, "error_description");
  Error error;
  error.error = string_or(body, "error", "error");
  error.suberror = string_or(body, "suberror");
  error.code = code_of(body, description);
  error.correlation_id = string_or(body, "correlation_id");
  error.trace_id = string_or(body, "trace_id");
  error.claims = string_or(body, "claims");
  error.kind = kind_of(response.status, error);
  error.retryable = error.kind == ErrorKind::network;

  error.message = "the server refused: " + error.error;
  if (!error.code.empty()) error.message += " (" + error.code + ")";
  if (const auto text = sentence(description, error.code); !text.empty()) {
    error.message += ": " + std::string(text);
  }
  if (const auto hint = find_hint(error.code)) {
    error.hints.push_back(std::string(hint->meaning) + ": " + std::string(hint->action));
  }
  const auto offset = clock_offset(response, now, now);
  if (offset && std::chrono::abs(*offset) > clock_tolerance) {
    error.hints.push_back("this machine's clock is " + describe_duration(*offset) +
                          (offset->count() > 0 ? " ahead of" : " behind") +
                          " the server's; correct it (NTP)");
  }
  return error;
}

}  // namespace entra_auth::oauth
