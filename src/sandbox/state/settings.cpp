// SPDX-License-Identifier: MIT
#include "sandbox/state/settings.hpp"

#include "base/json.hpp"
#include "base/try.hpp"

#include <array>

namespace entra_auth::sandbox {
namespace {

struct Duration {
  std::string_view name;
  long long TokenSettings::*member;  // seconds
};

constexpr std::array kDurations{
    Duration{"token_lifetime", &TokenSettings::lifetime},
    Duration{"maskinporten_token_lifetime", &TokenSettings::maskinporten_lifetime},
    Duration{"managed_identity_token_lifetime", &TokenSettings::managed_identity_lifetime},
    Duration{"authorization_code_lifetime", &TokenSettings::authorization_code_lifetime},
    Duration{"refresh_token_lifetime", &TokenSettings::refresh_token_lifetime},
    Duration{"device_code_lifetime", &TokenSettings::device_code_lifetime},
    Duration{"device_code_interval", &TokenSettings::device_code_interval}};

constexpr std::string_view kSingleUse = "revoke-reuse";

Result<void> change_graph(GraphSettings& graph, const GraphSettings& initial, const Json& json) {
  TRY(const auto size, optional_integer(json, "directory_size", 0, kMaxDirectorySize));
  TRY(const auto page_limit, optional_integer(json, "graph_page_limit", 1, 999));
  TRY(const auto host, optional_string(json, "graph_next_link_host"));
  if (host && host->empty()) return fail(ErrorKind::usage, "graph_next_link_host is empty");
  if (json.contains("directory_size")) graph.directory_size = size.value_or(initial.directory_size);
  if (json.contains("graph_page_limit")) graph.page_limit = page_limit;
  if (json.contains("graph_next_link_host")) graph.next_link_host = host;
  return {};
}

}  // namespace

Reply token_response(const TokenSettings& settings, OrderedJson members) {
  for (const auto& [name, value] : settings.response_overrides.items()) {
    if (value.is_null()) {
      members.erase(name);
    } else {
      members[name] = value;
    }
  }
  auto reply = json_reply(200, members);
  if (settings.raw_response) reply.body = *settings.raw_response;
  return reply;
}

TokenSettings Settings::get() const {
  const std::scoped_lock lock(mutex_);
  return current_;
}

Result<void> Settings::change(const Json& json) {
  std::array<std::optional<long long>, kDurations.size()> durations;
  for (std::size_t i = 0; i < kDurations.size(); ++i) {
    TRY(durations.at(i), optional_integer(json, kDurations.at(i).name, 0, kMaxLifetime));
  }
  TRY(const auto refresh_in, optional_integer(json, "refresh_in", 0, kMaxLifetime));
  TRY(const auto rotation, optional_string(json, "refresh_token_rotation"));
  TRY(const auto raw_response, optional_string(json, "raw_response"));
  if (rotation && *rotation != "keep" && *rotation != kSingleUse) {
    return fail(ErrorKind::usage, "refresh_token_rotation is neither keep nor revoke-reuse");
  }
  const auto overrides = json.value("response_overrides", Json());
  if (!overrides.is_null() && !overrides.is_object()) {
    return fail(ErrorKind::usage, "response_overrides is not an object");
  }
  const std::scoped_lock lock(mutex_);
  TRY_VOID(change_graph(current_.graph, initial_.graph, json));
  for (std::size_t i = 0; i < kDurations.size(); ++i) {
    const auto& [name, member] = kDurations.at(i);
    if (json.contains(name)) current_.*member = durations.at(i).value_or(initial_.*member);
  }
  if (json.contains("refresh_in")) {
    current_.refresh_in = refresh_in ? refresh_in : initial_.refresh_in;
  }
  if (json.contains("refresh_token_rotation")) {
    current_.refresh_tokens_are_single_use = rotation == kSingleUse;
  }
  if (json.contains("raw_response")) current_.raw_response = raw_response;
  if (json.contains("response_overrides")) {
    current_.response_overrides = overrides.is_null() ? Json::object() : overrides;
  }
  return {};
}

void Settings::reset() {
  const std::scoped_lock lock(mutex_);
  current_ = initial_;
}

}  // namespace entra_auth::sandbox
