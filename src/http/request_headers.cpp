// SPDX-License-Identifier: MIT
#include "http/request_headers.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <utility>

namespace entra_auth::http {
namespace {

/// A token (RFC 9110 section 5.6.2).
bool is_name(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
  });
}

bool is_value(std::string_view text) {
  return std::ranges::all_of(text, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte == '\t' || (byte >= 0x20 && byte != 0x7f);
  });
}

/// "Name: value"; libcurl takes "Name:" as a wish to leave the header out, "Name;" as an empty one.
std::string line_of(const HttpHeader& header) {
  std::string line;
  line.reserve(header.name.size() + header.value.size() + 2);
  line += header.name;
  line += header.value.empty() ? ";" : ": ";
  line += header.value.expose();
  return line;
}

}  // namespace

Result<RequestHeaders> RequestHeaders::make(const std::vector<HttpHeader>& headers,
                                            BodyFormat body_format) {
  const auto broken = std::ranges::find_if_not(headers, [](const HttpHeader& header) {
    return is_name(header.name) && is_value(header.value.expose());
  });
  if (broken != headers.end()) {
    return fail(ErrorKind::invalid_configuration,
                "the request header " + for_terminal(broken->name, 60) +
                    " holds a line break or another character that is not allowed there");
  }

  std::vector<std::string> lines;
  lines.reserve(headers.size() + 3);
  lines.emplace_back("Expect:");  // no 100-continue: one round trip, not two
  const auto is_accept = [](const HttpHeader& header) {
    return equals_ignoring_case(header.name, "accept");
  };
  if (std::ranges::none_of(headers, is_accept)) lines.emplace_back("Accept: application/json");
  if (body_format == BodyFormat::json) lines.emplace_back("Content-Type: application/json");
  std::ranges::transform(headers, std::back_inserter(lines), line_of);
  return RequestHeaders(std::move(lines));
}

RequestHeaders::RequestHeaders(std::vector<std::string> lines)
    : lines_(std::move(lines)), nodes_(lines_.size()) {
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    nodes_[i].data = lines_[i].data();
    nodes_[i].next = i + 1 < nodes_.size() ? &nodes_[i + 1] : nullptr;
  }
}

RequestHeaders::~RequestHeaders() {
  std::ranges::for_each(lines_, [](auto& line) { wipe(line); });
}

}  // namespace entra_auth::http
