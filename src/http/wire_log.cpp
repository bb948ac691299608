// SPDX-License-Identifier: MIT
#include "http/wire_log.hpp"

#include "base/json.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "base/url.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <string>

namespace entra_auth::http {
namespace {

// Only what is listed here is shown with its value. Never list anything that can hold a credential,
// a code, an assertion or a user's name.
constexpr std::array<std::string_view, 11> kFormFields = {
    "grant_type",
    "scope",
    "client_id",
    "client_assertion_type",
    "requested_token_use",
    "resource",
    "response_type",
    "audience",
    "target",
    "skip_cache",
    "identity_provider",
};
constexpr std::array<std::string_view, 14> kHeaders = {
    "accept",          "client-request-id",
    "connection",      "content-length",
    "content-type",    "date",
    "metadata",        "retry-after",
    "server",          "transfer-encoding",
    "user-agent",      "x-ms-ests-server",
    "x-ms-request-id", "return-client-request-id",
};
constexpr std::array<std::string_view, 12> kResponseMembers = {
    "token_type", "expires_in", "ext_expires_in", "refresh_in", "scope",          "error",
    "suberror",   "interval",   "error_codes",    "trace_id",   "correlation_id", "timestamp",
};

constexpr std::size_t kLongestValue = 200;
constexpr std::size_t kLongestName = 60;
constexpr std::size_t kMaxMembers = 40;

bool contains(std::span<const std::string_view> names, std::string_view name) {
  return std::ranges::any_of(
      names, [&](std::string_view listed) { return equals_ignoring_case(listed, name); });
}

std::string shown(std::span<const std::string_view> names, std::string_view name,
                  std::string_view separator, std::string_view value) {
  std::string line = for_terminal(name, kLongestName) + std::string(separator);
  if (contains(names, name)) return line + for_terminal(value, kLongestValue);
  return line + "<" + std::to_string(value.size()) + " bytes>";
}

std::string url_without_query(std::string_view text) {
  const auto url = parse_url(text);
  return url ? origin(*url) + url->path : "<invalid URL>";
}

/// Numbers and booleans are shown, and arrays of numbers only: they cannot hide anything else.
std::string shown_member(const std::string& name, const Json& value) {
  if (value.is_string())
    return shown(kResponseMembers, name, "=", value.get_ref<const std::string&>());
  const bool plain = value.is_number() || value.is_boolean() ||
                     (value.is_array() && std::ranges::all_of(value, [](const Json& element) {
                        return element.is_number();
                      }));
  return shown(plain ? std::span<const std::string_view>(kResponseMembers)
                     : std::span<const std::string_view>(),
               name, "=", value.dump(-1, ' ', true, Json::error_handler_t::replace));
}

void log_body(std::string_view body) {
  const auto object = parse_json_object(body);
  const std::string size = "< body of " + std::to_string(body.size()) + " bytes";
  if (!object) {
    log::wire(size + (body.empty() ? "" : ": not a JSON object: " + object.error().message));
    return;
  }
  log::wire(size);
  std::size_t lines = 0;
  for (const auto& [name, value] : object->items()) {
    if (++lines > kMaxMembers) return log::wire("<   …");
    log::wire("<   " + shown_member(name, value));
  }
}

}  // namespace

void log_request(const HttpRequest& request, const Form& form, std::string_view proxy_origin) {
  const std::string via =
      proxy_origin.empty() ? "" : " through the proxy " + std::string(proxy_origin);
  log::wire(std::string(request.method == HttpMethod::post ? "> POST " : "> GET ") +
            url_without_query(request.url) + via);
  for (const auto& header : request.headers) {
    log::wire("> " + shown(kHeaders, header.name, ": ", header.value.expose()));
  }
  for (const auto& field : form) {
    log::wire(">   " + shown(kFormFields, field.name, "=", field.value.expose()));
  }
}

void log_response(const HttpResponse& response, Milliseconds elapsed) {
  log::wire("< status " + std::to_string(response.status) + " after " +
            std::to_string(elapsed.count()) + " ms");
  for (const auto& header : response.headers) {
    log::wire("< " + shown(kHeaders, header.name, ": ", header.value.expose()));
  }
  log_body(response.body.expose());
}

}  // namespace entra_auth::http
