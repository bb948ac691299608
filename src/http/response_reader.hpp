// SPDX-License-Identifier: MIT
// Collects one response as libcurl receives it, within our own limits: libcurl 7.88 does not
// enforce CURLOPT_MAXFILESIZE on bodies of unknown length.
#pragma once

#include <entra_auth/transport.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace entra_auth::http {

/// Status lines and headers of one exchange, including interim responses.
inline constexpr std::size_t kMaxHeaderBytes = 64 * 1024;

class ResponseReader {
 public:
  enum class Excess : std::uint8_t { none, headers, body };

  explicit ResponseReader(std::size_t max_body_bytes);
  ~ResponseReader();
  ResponseReader(const ResponseReader&) = delete;
  ResponseReader& operator=(const ResponseReader&) = delete;

  /// Callbacks for CURLOPT_HEADERFUNCTION and CURLOPT_WRITEFUNCTION, with the reader as their user
  /// data. Anything but size * count as their result ends the transfer.
  static std::size_t on_header(char* bytes, std::size_t size, std::size_t count,
                               void* reader) noexcept;
  static std::size_t on_body(char* bytes, std::size_t size, std::size_t count,
                             void* reader) noexcept;

  /// The limit that ended the transfer, if one did.
  [[nodiscard]] Excess excess() const { return excess_; }

  /// Whether the whole head of a final response has arrived: libcurl takes a connection that closes
  /// within the headers for their end.
  [[nodiscard]] bool head_is_complete() const { return head_is_complete_; }

  /// The final response, without headers of interim (1xx) responses and without trailers.
  [[nodiscard]] HttpResponse take(int status);

 private:
  bool accept_header_line(std::string_view line);
  bool accept_body(std::string_view bytes);

  std::size_t max_body_bytes_;
  std::size_t header_bytes_ = 0;
  bool is_interim_ = false;
  bool head_is_complete_ = false;
  std::vector<HttpHeader> headers_;
  std::string body_;
  Excess excess_ = Excess::none;
};

}  // namespace entra_auth::http
