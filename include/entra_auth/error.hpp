// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <exception>
#include <string>
#include <utility>
#include <vector>

namespace entra_auth {

/// What went wrong, in terms that a caller can act on. The exit code is a function of the kind.
enum class ErrorKind : std::uint8_t {
  unexpected,  // a bug, or output that could not be written
  profile_not_found,
  server_refused,  // an OAuth error response: invalid_client, invalid_grant, ...
  network,         // DNS, connect, TLS, proxy, 5xx or 429 after retries, unusable response
  timeout,
  interaction_required,  // a user is needed, and there is none or asking is not allowed
  invalid_configuration,
  secret_unavailable,
  invalid_token,  // an inspected or incoming token
  usage,
  interrupted,  // SIGINT
  terminated,   // SIGTERM
};

/// A failure as a value. No member ever holds a secret. Text from outside (server, token, file) is
/// stored unchanged and made safe when it is shown (`for_terminal`).
struct Error {
  ErrorKind kind = ErrorKind::unexpected;
  std::string message{};             // what happened: lower case, no full stop
  std::vector<std::string> hints{};  // what to do about it, most useful first
  std::string error{};               // OAuth `error` (RFC 6749 section 5.2), or empty
  std::string suberror{};            // Entra `suberror`, or empty
  std::string code{};                // "AADSTS7000215", "MP-200", or empty
  std::string correlation_id{};      // Entra `correlation_id`, or empty
  std::string trace_id{};            // Entra `trace_id`, or empty
  std::string claims{};              // claims challenge as JSON text, or empty
  std::string www_authenticate{};    // on-behalf-of: the challenge to send to our caller, or empty
  bool retryable = false;            // the same call may succeed later
};

/// For failures that only a broken installation has (a library that is opened late), in functions
/// that do not return a Result. Caught where errors are shown.
class ErrorException : public std::exception {
 public:
  explicit ErrorException(Error error) : error_(std::move(error)) {}
  [[nodiscard]] const Error& error() const { return error_; }
  [[nodiscard]] const char* what() const noexcept override { return error_.message.c_str(); }

 private:
  Error error_;
};

/// The documented exit code (docs/errors.md).
[[nodiscard]] int exit_code(ErrorKind kind);

/// The kind as a stable snake_case name, used as `error` in JSON output when no server named one.
[[nodiscard]] const char* kind_name(ErrorKind kind);

}  // namespace entra_auth
