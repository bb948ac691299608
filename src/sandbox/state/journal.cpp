// SPDX-License-Identifier: MIT
#include "sandbox/state/journal.hpp"

#include "base/json.hpp"
#include "sandbox/http/parameters.hpp"

#include <algorithm>

namespace entra_auth::sandbox {
namespace {

constexpr std::size_t kMaxEntries = 10'000;

OrderedJson headers_of(const Request& request) {
  auto headers = OrderedJson::object();
  for (const auto& [name, value] : request.headers) {
    const auto earlier = headers.find(name);
    if (earlier == headers.end()) {
      headers[name] = value;
    } else {
      *earlier = earlier->get<std::string>() + ", " + value;
    }
  }
  return headers;
}

OrderedJson form_of(const Request& request) {
  const auto form = is_form(request) ? parse_form(request.body) : std::nullopt;
  if (!form) return nullptr;
  auto pairs = OrderedJson::array();
  for (const auto& [name, value] : *form) pairs.push_back(OrderedJson::array({name, value}));
  return pairs;
}

}  // namespace

std::uint64_t Journal::receive(std::string_view endpoint, const Request& request) {
  const std::scoped_lock lock(mutex_);
  if (!endpoint.empty()) ++counts_[std::string(endpoint)];
  entries_.push_back({next_number_, request, 0, {}});
  if (entries_.size() > kMaxEntries) entries_.pop_front();
  return next_number_++;
}

void Journal::answered(std::uint64_t number, const Reply& reply) {
  const std::scoped_lock lock(mutex_);
  const auto entry = std::ranges::find(entries_, number, &Entry::number);
  if (entry == entries_.end()) return;
  entry->status = reply.close_unanswered ? 0 : reply.status;
  entry->code = reply.code;
}

void Journal::reset() {
  const std::scoped_lock lock(mutex_);
  entries_.clear();
  counts_.clear();
}

OrderedJson Journal::requests() const {
  const std::scoped_lock lock(mutex_);
  auto result = OrderedJson::array();
  for (const auto& entry : entries_) {
    result.push_back({{"method", entry.request.method},
                      {"path", entry.request.path},
                      {"query", entry.request.query},
                      {"headers", headers_of(entry.request)},
                      {"form", form_of(entry.request)},
                      {"body", entry.request.body},
                      {"status", entry.status == 0 ? OrderedJson() : OrderedJson(entry.status)},
                      {"code", entry.code.empty() ? OrderedJson() : OrderedJson(entry.code)}});
  }
  return result;
}

std::uint64_t Journal::count(std::string_view endpoint) const {
  const std::scoped_lock lock(mutex_);
  const auto found = counts_.find(endpoint);
  return found == counts_.end() ? 0 : found->second;
}

}  // namespace entra_auth::sandbox
