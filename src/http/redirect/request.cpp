// SPDX-License-Identifier: MIT
#include "http/redirect/request.hpp"

#include "base/form.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <utility>

namespace entra_auth::http {
namespace {

constexpr std::string_view kEndOfHead = "\r\n\r\n";
constexpr std::string_view kFormType = "application/x-www-form-urlencoded";
constexpr std::size_t kMaxParameters = 64;

bool is_visible_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= 0x21 && c <= 0x7E; });
}

struct Head {
  std::string method;
  std::string target;
  std::optional<std::string> host;
  std::string content_type;
  std::optional<std::size_t> content_length;
};

bool read_request_line(std::string_view line, Head& head) {
  const auto first = line.find(' ');
  const auto second = line.rfind(' ');
  if (first == std::string_view::npos || first == second) return false;
  if (!line.substr(second + 1).starts_with("HTTP/1.")) return false;
  head.method = line.substr(0, first);
  head.target = line.substr(first + 1, second - first - 1);
  // The absolute form is for proxies only.
  return !head.method.empty() && is_visible_ascii(head.method) && is_visible_ascii(head.target) &&
         head.target.starts_with('/');
}

/// Returns false for a malformed header, and for a repeated or invalid header that decides where
/// the request ends or whom it is for.
bool read_header(std::string_view line, Head& head) {
  const auto colon = line.find(':');
  if (colon == std::string_view::npos || colon == 0 || !is_visible_ascii(line.substr(0, colon)) ||
      line.find('\0') != std::string_view::npos) {
    return false;
  }
  const auto name = to_lower(line.substr(0, colon));
  const auto value = trim(line.substr(colon + 1));
  if (name == "host") {
    if (head.host) return false;
    head.host = to_lower(value);
  } else if (name == "content-type") {
    head.content_type = to_lower(value.substr(0, value.find(';')));
  } else if (name == "content-length") {
    const auto length = parse_digits(value);
    if (head.content_length || !length) return false;
    head.content_length = static_cast<std::size_t>(*length);
  } else if (name == "transfer-encoding") {
    return false;  // no browser posts a form in chunks
  }
  return true;
}

bool read_head(std::string_view text, Head& head) {
  bool is_first = true;
  while (!text.empty()) {
    const auto end = std::min(text.find("\r\n"), text.size());
    const auto line = text.substr(0, end);
    if (line.find('\n') != std::string_view::npos || line.find('\r') != std::string_view::npos) {
      return false;
    }
    if (!(is_first ? read_request_line(line, head) : read_header(line, head))) return false;
    is_first = false;
    text.remove_prefix(std::min(end + 2, text.size()));
  }
  return !is_first;
}

}  // namespace

std::optional<Form> parse_form(std::string_view text) {
  Form form;
  const bool is_valid = read_form(text, [&](std::string name, std::string value) {
    if (form.size() == kMaxParameters) return false;
    form.push_back({std::move(name), Secret(std::move(value))});
    return true;
  });
  return is_valid ? std::optional(std::move(form)) : std::nullopt;
}

ParsedRequest parse_redirect_request(std::string_view bytes) {
  const auto end = bytes.find(kEndOfHead);
  if (std::min(end, bytes.size()) >= kMaxRequestBytes) return {.state = RequestState::broken};
  if (end == std::string_view::npos) return {.state = RequestState::incomplete};
  Head head;
  if (!read_head(bytes.substr(0, end), head)) return {.state = RequestState::broken};
  const auto body = bytes.substr(end + kEndOfHead.size());
  const std::size_t length = head.content_length.value_or(0);
  if (length > kMaxRequestBytes) return {.state = RequestState::broken};
  if (body.size() < length) return {.state = RequestState::incomplete};

  const auto question = std::min(head.target.find('?'), head.target.size());
  ParsedRequest parsed{.state = RequestState::complete};
  parsed.request = {.method = head.method,
                    .path = head.target.substr(0, question),
                    .host = head.host.value_or(""),
                    .parameters = {}};
  if (head.method == "GET") {
    parsed.request.parameters = parse_form(
        std::string_view(head.target).substr(std::min(question + 1, head.target.size())));
  } else if (head.method == "POST" && head.content_type == kFormType) {
    parsed.request.parameters = parse_form(body.substr(0, length));
  }
  return parsed;
}

}  // namespace entra_auth::http
