// SPDX-License-Identifier: MIT
#include "http/response_reader.hpp"

#include "base/text.hpp"

#include <utility>

namespace entra_auth::http {

ResponseReader::ResponseReader(std::size_t max_body_bytes) : max_body_bytes_(max_body_bytes) {
  // Reserved at once: growth would leave unwiped copies behind. Pages are used only when written
  // to.
  body_.reserve(max_body_bytes);
}

ResponseReader::~ResponseReader() { wipe(body_); }

std::size_t ResponseReader::on_header(char* bytes, std::size_t size, std::size_t count,
                                      void* reader) noexcept {
  const std::string_view line(bytes, size * count);
  return static_cast<ResponseReader*>(reader)->accept_header_line(line) ? line.size() : 0;
}

std::size_t ResponseReader::on_body(char* bytes, std::size_t size, std::size_t count,
                                    void* reader) noexcept {
  const std::string_view part(bytes, size * count);
  // libcurl calls with 0 bytes for an empty body; then 0 means success.
  return static_cast<ResponseReader*>(reader)->accept_body(part) ? part.size() : 0;
}

bool ResponseReader::accept_header_line(std::string_view line) {
  header_bytes_ += line.size();
  if (header_bytes_ > kMaxHeaderBytes) {
    excess_ = Excess::headers;
    return false;
  }
  if (head_is_complete_) return true;  // trailers
  if (line.starts_with("HTTP/")) {
    headers_.clear();  // what came before was an interim response
    const auto space = line.find(' ');
    is_interim_ = space != std::string_view::npos && line.substr(space + 1, 1) == "1";
    return true;
  }
  if (trim(line).empty()) {
    head_is_complete_ = !is_interim_;
    return true;
  }
  const auto colon = line.find(':');
  if (colon == std::string_view::npos || line.find_first_of(" \t") == 0) return true;  // folded
  headers_.push_back({to_lower(trim(line.substr(0, colon))), Secret(trim(line.substr(colon + 1)))});
  return true;
}

bool ResponseReader::accept_body(std::string_view bytes) {
  if (bytes.size() > max_body_bytes_ - body_.size()) {
    excess_ = Excess::body;
    return false;
  }
  body_ += bytes;
  return true;
}

HttpResponse ResponseReader::take(int status) {
  return {.status = status, .headers = std::move(headers_), .body = Secret(std::move(body_))};
}

}  // namespace entra_auth::http
