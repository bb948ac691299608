// SPDX-License-Identifier: MIT
#include "profiles/keys/readers.hpp"

#include "base/json.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "base/url.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace entra_auth::profiles {
namespace {

bool has_control_character(std::string_view text) {
  return std::ranges::any_of(text, [](char c) { return (c >= 0 && c < ' ') || c == '\x7f'; });
}

/// RFC 6749 section 3.3, `scope-token`.
bool is_scope_token(std::string_view text) {
  return std::ranges::all_of(text,
                             [](char c) { return c > ' ' && c < '\x7f' && c != '"' && c != '\\'; });
}

/// Parameters that the program sets itself, sorted.
constexpr std::array<std::string_view, 22> kOwnParameters = {
    "assertion",
    "claims",
    "client_assertion",
    "client_assertion_type",
    "client_id",
    "client_info",
    "client_secret",
    "code",
    "code_challenge",
    "code_challenge_method",
    "code_verifier",
    "device_code",
    "grant_type",
    "nonce",
    "redirect_uri",
    "refresh_token",
    "requested_token_use",
    "resource",
    "response_mode",
    "response_type",
    "scope",
    "state",
};
static_assert(std::ranges::is_sorted(kOwnParameters));

std::optional<Url> report_bad_url(const KeyContext& context, Result<Url> url) {
  if (url) return *std::move(url);
  const Error& error = url.error();
  context.problem("is not usable: " + error.message, error.hints.empty() ? "" : error.hints[0]);
  return std::nullopt;
}

}  // namespace

std::optional<std::string> read_text(const KeyContext& context) {
  const auto* text = std::get_if<std::string>(&context.value.content);
  if (text == nullptr) {
    context.problem("must be a string");
  } else if (text->empty()) {
    context.problem("is empty", "give it a value or remove the line");
  } else if (has_control_character(*text)) {
    context.problem("holds a line break or another control character");
  } else {
    return *text;
  }
  return std::nullopt;
}

std::optional<bool> read_bool(const KeyContext& context) {
  if (const auto* value = std::get_if<bool>(&context.value.content)) return *value;
  context.problem("must be true or false", "without quotes");
  return std::nullopt;
}

std::optional<long long> read_integer(const KeyContext& context, long long least, long long most) {
  const auto* value = std::get_if<std::int64_t>(&context.value.content);
  if (value != nullptr && *value >= least && *value <= most) return *value;
  context.problem(
      "must be a whole number from " + std::to_string(least) + " to " + std::to_string(most),
      value == nullptr ? "without quotes" : "");
  return std::nullopt;
}

std::optional<std::chrono::seconds> read_duration(const KeyContext& context) {
  std::string text;
  if (const auto* number = std::get_if<std::int64_t>(&context.value.content)) {
    text = std::to_string(*number);
  } else if (const auto* string = std::get_if<std::string>(&context.value.content)) {
    text = *string;
  }
  if (const auto duration = parse_duration(text)) return duration;
  context.problem("must be a duration of at most 30 days",
                  "for example 90 (seconds), \"90s\", \"5m\" or \"1h\"");
  return std::nullopt;
}

std::optional<std::vector<std::string>> read_words(const KeyContext& context) {
  std::vector<std::string> words;
  const auto add = [&](const TomlValue& value) {
    const auto* text = std::get_if<std::string>(&value.content);
    if (text == nullptr) return false;
    for (auto& word : split(*text, " ,\t\r\n")) words.push_back(std::move(word));
    return true;
  };
  const auto* array = std::get_if<TomlArray>(&context.value.content);
  if (array == nullptr ? !add(context.value) : !std::ranges::all_of(*array, add)) {
    context.problem("must be an array of strings, or one string");
  } else if (words.empty()) {
    context.problem("is empty", "give it a value or remove the line");
  } else if (!std::ranges::all_of(words, is_scope_token)) {
    context.problem("holds a character that is not allowed there",
                    "printable ASCII without quotes and backslashes is");
  } else {
    return words;
  }
  return std::nullopt;
}

std::optional<std::string> read_any_url(const KeyContext& context) {
  auto text = read_text(context);
  if (!text || !report_bad_url(context, parse_url(*text))) return std::nullopt;
  return text;
}

std::optional<std::string> read_url(const KeyContext& context) {
  auto text = read_text(context);
  if (!text || !report_bad_url(context, check_request_url(*text))) return std::nullopt;
  return text;
}

std::optional<std::string> read_base_url(const KeyContext& context) {
  auto text = read_text(context);
  if (!text || !report_bad_url(context, check_request_url(*text))) return std::nullopt;
  if (text->find('?') != std::string::npos) {
    context.problem("must not have a query (`?`)");
    return std::nullopt;
  }
  return std::string(without_trailing_slashes(*text));
}

std::optional<std::string> read_redirect_uri(const KeyContext& context) {
  auto text = read_text(context);
  if (!text) return std::nullopt;
  const auto url = report_bad_url(context, parse_url(*text));
  if (!url) return std::nullopt;
  const bool is_ours = url->host == "localhost" || url->host == "127.0.0.1" || url->host == "::1";
  if (url->scheme == "http" && is_ours && text->find('?') == std::string::npos) return text;
  context.problem("must be a URL of this machine without a query",
                  "for example http://localhost:8400/callback, as registered for the application");
  return std::nullopt;
}

std::optional<std::string> read_json_array(const KeyContext& context) {
  const auto* text = std::get_if<std::string>(&context.value.content);
  if (text != nullptr) {
    const auto json = parse_json(*text);
    if (json && json->is_array() && !json->empty() &&
        std::ranges::all_of(*json, [](const Json& item) { return item.is_object(); })) {
      return *text;
    }
  }
  context.problem("must be a string that holds a JSON array of objects without duplicate keys",
                  "for example '[{\"type\": \"urn:example\"}]', in single quotes");
  return std::nullopt;
}

std::optional<std::map<std::string, std::string>> read_parameters(const KeyContext& context) {
  const auto* table = std::get_if<TomlTable>(&context.value.content);
  if (table == nullptr) {
    context.problem("must be a table of strings", "for example { audience = \"api\" }");
    return std::nullopt;
  }
  std::map<std::string, std::string> parameters;
  for (const auto& [key, line, value] : *table) {
    const std::string full_key = std::string(context.key) + "." + for_terminal(key, 64);
    const KeyContext member{full_key, value, context.file, context.profile, context.problems};
    if (key.empty() || !is_scope_token(key)) {
      member.problem("is not a parameter name");
    } else if (std::ranges::binary_search(kOwnParameters, std::string_view(to_lower(key)))) {
      member.problem("is a parameter that entra-auth-cli sets by itself", "remove it");
    } else if (auto text = read_text(member)) {
      parameters.emplace(key, *std::move(text));
    }
  }
  return parameters;
}

}  // namespace entra_auth::profiles
