// SPDX-License-Identifier: MIT
#pragma once

#include "entra_auth/clock.hpp"
#include "entra_auth/result.hpp"
#include "entra_auth/transport.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace entra_auth {

/// Where the browser is to come back to.
struct RedirectSettings {
  std::string redirect_uri;   // as registered: http to a loopback host, with or without a port
  std::optional<int> port{};  // instead of the one in the URI; without either the system chooses
};

struct Redirect {
  std::string uri;             // with the port that is listened on
  bool may_be_pasted = false;  // a person may copy the address that the browser was sent to
};

/// What was made of a redirect, for the page that the browser shows.
struct RedirectOutcome {
  bool is_ours = false;  // false: somebody else's, and the wait goes on
  bool succeeded = false;
  std::string message{};  // one sentence for a person; from outside, made safe where it is shown
};
using RedirectHandler = std::function<RedirectOutcome(const Form& parameters)>;

/// A code to be entered at an address (RFC 8628 section 3.3). All texts are the server's.
struct DeviceCodePrompt {
  std::string user_code;
  std::string verification_uri;
  std::string verification_uri_complete;  // may be empty, as the next one
  std::string message;
};

/// The person in front of this process and the browser of theirs. Not thread-safe.
class UserAgent {
 public:
  virtual ~UserAgent() = default;

  /// Begins to listen; until this object is destroyed nobody else gets the port. Kind
  /// `invalid_configuration` where the URI cannot be listened on or the port is taken.
  virtual Result<Redirect> open_redirect(const RedirectSettings& settings) = 0;

  /// Shows the URL, has a browser open it and gives every redirect to the handler until it says
  /// that one is ours. Kind `timeout` at the deadline.
  virtual Result<void> authorize(const std::string& url, const RedirectHandler& handler,
                                 Deadline deadline) = 0;

  virtual void show_device_code(const DeviceCodePrompt& prompt) = 0;

  /// One line about what goes on.
  virtual void say(std::string_view text) = 0;
};

}  // namespace entra_auth
