// SPDX-License-Identifier: MIT
#include "sandbox/state/faults.hpp"

#include "base/json.hpp"
#include "base/try.hpp"

#include <algorithm>

namespace entra_auth::sandbox {
namespace {

constexpr long long kMaxDelay = 600'000;
constexpr long long kMaxCount = 1'000'000'000;

Result<NamedValues> parse_headers(const Json& json) {
  NamedValues headers;
  if (const auto found = json.find("headers"); found != json.end()) {
    if (!found->is_object()) return fail(ErrorKind::usage, "headers is not an object");
    for (const auto& [name, value] : found->items()) {
      if (!value.is_string()) return fail(ErrorKind::usage, "a header's value is not a string");
      headers.emplace_back(name, value.get<std::string>());
    }
  }
  if (const auto retry_after = json.find("retry_after"); retry_after != json.end()) {
    headers.emplace_back("Retry-After", retry_after->is_string() ? retry_after->get<std::string>()
                                                                 : retry_after->dump());
  }
  return headers;
}

}  // namespace

Result<Fault> parse_fault(const Json& json) {
  Fault fault;
  TRY(const auto endpoint, optional_string(json, "endpoint"));
  TRY(const auto times, optional_integer(json, "times", 0, kMaxCount));
  TRY(const auto status, optional_integer(json, "status", 200, 599));
  TRY(const auto body, optional_string(json, "body"));
  TRY(const auto content_type, optional_string(json, "content_type"));
  TRY(const auto delay, optional_integer(json, "delay_ms", 0, kMaxDelay));
  TRY(const auto close, optional_bool(json, "close"));
  TRY(const auto cut_after, optional_integer(json, "after_bytes", 0, kMaxCount));
  TRY(auto headers, parse_headers(json));
  fault.endpoint = endpoint.value_or("");
  fault.times = static_cast<std::size_t>(times.value_or(1));
  fault.delay = std::chrono::milliseconds(delay.value_or(0));
  fault.close_unanswered = close.value_or(false);
  if (cut_after) fault.cut_after = static_cast<std::size_t>(*cut_after);
  if (status || body) {
    fault.reply = Reply{.status = static_cast<int>(status.value_or(200)),
                        .content_type = content_type.value_or("text/plain"),
                        .body = body.value_or(""),
                        .headers = std::move(headers)};
  }
  return fault;
}

void Faults::add(Fault fault) {
  const std::scoped_lock lock(mutex_);
  faults_.push_back(std::move(fault));
}

void Faults::clear() {
  const std::scoped_lock lock(mutex_);
  faults_.clear();
}

std::optional<Fault> Faults::take(std::string_view endpoint) {
  const std::scoped_lock lock(mutex_);
  const auto found = std::ranges::find(faults_, endpoint, &Fault::endpoint);
  if (found == faults_.end()) return std::nullopt;
  Fault fault = *found;
  if (found->times > 0 && --found->times == 0) faults_.erase(found);
  return fault;
}

void Faults::delay(std::chrono::milliseconds duration) {
  std::unique_lock lock(mutex_);
  stopping_.wait_for(lock, duration, [this] { return stopped_; });
}

void Faults::stop() {
  {
    const std::scoped_lock lock(mutex_);
    stopped_ = true;
  }
  stopping_.notify_all();
}

}  // namespace entra_auth::sandbox
