// SPDX-License-Identifier: MIT

#include "http/retrying_transport.hpp"

#include "base/json.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "base/url.hpp"
#include "os/random.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace entra_auth::http {
namespace {

constexpr std::array kPauses = {Milliseconds(500), Milliseconds(1500)};
constexpr std::array kTransientStatuses = {408, 429, 500, 502, 503, 504};

constexpr std::array kMetadataPauses = {Milliseconds(0), Milliseconds(2'000), Milliseconds(6'000),
                                        Milliseconds(14'000), Milliseconds(30'000)};
/// 404: the identity does not exist yet; 410: the service is being updated, for 70 s at most.
constexpr std::array kTransientMetadataStatuses = {404, 408, 410, 429, 500, 502, 503, 504};

std::span<const Milliseconds> pauses_for(Attempts attempts) {
  switch (attempts) {
    case Attempts::retry:
      return kPauses;
    case Attempts::instance_metadata:
      return kMetadataPauses;
    case Attempts::once:
      break;
  }
  return {};
}

bool is_transient_status(int status, Attempts attempts) {
  const auto statuses = attempts == Attempts::instance_metadata
                            ? std::span<const int>(kTransientMetadataStatuses)
                            : std::span<const int>(kTransientStatuses);
  return std::ranges::find(statuses, status) != statuses.end();
}

/// The result of one attempt.
struct Outcome {
  Result<HttpResponse> result;  // for the caller, should this be the last attempt
  bool worth_repeating = false;
  std::optional<std::chrono::seconds> asked_pause{};
};

/// Retry-After (RFC 9110 section 10.2.3). Returns nullopt if it is absent, malformed or in the
/// past.
std::optional<std::chrono::seconds> retry_after(const HttpResponse& response, Timestamp now) {
  constexpr std::chrono::seconds kLongest = std::chrono::hours(24 * 365);
  const auto header = response.header("retry-after");
  if (!header) return std::nullopt;
  const auto text = trim(*header);
  if (!text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos) {
    const auto seconds = parse_digits(text).value_or(kLongest.count());  // too many digits
    return std::chrono::seconds(std::min<long long>(seconds, kLongest.count()));
  }
  const auto date = parse_http_date(text);
  if (!date || *date < now) return std::nullopt;
  return std::min(*date - now, kLongest);
}

bool names_an_error(const Json& object) {
  const auto member = object.find("error");
  return member != object.end() && !member->is_null();
}

Outcome judge(HttpResponse response, const HttpRequest& request, Timestamp now) {
  const bool is_transient = is_transient_status(response.status, request.attempts);
  const bool is_success = response.status / 100 == 2;
  const bool is_server_error = response.status / 100 == 5;
  const bool object_expected =
      request.expected_body == ExpectedBody::json_object && (is_success || is_server_error);
  if (!is_transient && !is_server_error && !object_expected) return {std::move(response)};

  const auto object = parse_json_object(response.body.expose());
  const bool is_unusable = object_expected && !object;
  const bool explains_itself = object && names_an_error(*object);
  const bool worth_repeating = is_transient || is_unusable;
  const auto asked_pause = retry_after(response, now);
  if (explains_itself || (is_success && !is_unusable)) {
    return {std::move(response), worth_repeating, asked_pause};
  }
  const std::string reason = is_success ? object.error().message : std::string();
  return {fail(describe_unexpected_response(request.url, response, reason)), worth_repeating,
          asked_pause};
}

Outcome judge(Result<HttpResponse> result, const HttpRequest& request, Timestamp now) {
  if (result) return judge(std::move(*result), request, now);
  const bool worth_repeating =
      result.error().retryable && request.attempts != Attempts::instance_metadata;
  return {std::move(result), worth_repeating};
}

Milliseconds jittered(Milliseconds pause) {
  const auto half = static_cast<std::uint32_t>(pause.count() / 2);
  return pause * 3 / 4 + Milliseconds(os::random_below(half + 1));
}

std::string describe(const Result<HttpResponse>& result) {
  return result ? "status " + std::to_string(result->status) : result.error().message;
}

Result<HttpResponse> give_up(Outcome outcome, std::size_t attempts) {
  if (!outcome.result) {
    Error& error = outcome.result.error();
    if (attempts > 1) error.message += " (" + std::to_string(attempts) + " attempts)";
    if (outcome.asked_pause && *outcome.asked_pause > std::chrono::seconds(0)) {
      error.hints.push_back("the server asks to wait " + describe_duration(*outcome.asked_pause) +
                            " before the next attempt");
    }
  }
  return std::move(outcome.result);
}

bool is_token_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '_' || c == '~' || c == '+' || c == '=' || c == '%';
}

/// Tokens, keys, codes and echoed form fields are long runs of these characters; prose is not.
bool has_the_shape_of_a_secret(std::string_view text) {
  constexpr std::size_t kLongestWord = 20;
  std::size_t run = 0;
  for (const char c : text) {
    run = is_token_character(c) ? run + 1 : 0;
    if (run > kLongestWord) return true;
  }
  return false;
}

/// The beginning of a page from a proxy, a gateway or a sign-in portal. A successful response is
/// shown only if it is markup: anything else may be a token in a form that we did not understand.
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

Result<HttpResponse> RetryingTransport::send(const HttpRequest& request) {
  // Making the form may send other requests, which have already been repeated.
  bool form_failed = false;
  HttpRequest watched = request;
  if (request.make_form) {
    watched.make_form = [&]() -> Result<Form> {
      auto form = request.make_form();
      form_failed = !form;
      return form;
    };
  }

  const auto pauses = pauses_for(request.attempts);
  for (std::size_t attempt = 1;; ++attempt) {
    Outcome outcome = judge(inner_.send(watched), request, clock_.now());
    if (form_failed || !outcome.worth_repeating) return std::move(outcome.result);
    if (attempt > pauses.size()) return give_up(std::move(outcome), attempt);
    const Milliseconds pause =
        outcome.asked_pause ? Milliseconds(*outcome.asked_pause) : jittered(pauses[attempt - 1]);
    if (pause >= request.deadline - clock_.steady_now())
      return give_up(std::move(outcome), attempt);
    log::reason(describe(outcome.result) + ": attempt " + std::to_string(attempt + 1) + " of " +
                std::to_string(pauses.size() + 1) + " in " + std::to_string(pause.count()) + " ms");
    clock_.sleep_for(pause);
  }
}

Error describe_unexpected_response(std::string_view url, const HttpResponse& response,
                                   std::string_view reason) {
  const auto parsed = parse_url(url);
  Error error{.kind = ErrorKind::network, .message = {}, .retryable = true};
  error.message = "unexpected response from " +
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
        "a proxy or a sign-in page of the network may have sent this response; check the URL and "
        "`proxy`");
  } else if (response.status == 429) {
    error.hints.emplace_back("the server limits the number of requests; try again later");
  }
  return error;
}

}  // namespace entra_auth::http
