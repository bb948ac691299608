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

/// Where the authorization server sends the browser back to.
struct RedirectSettings {
  std::string redirect_uri;   // as registered: http to a loopback host, with or without a port
  std::optional<int> port{};  // replaces that of the URI; without either the system chooses
};

struct Redirect {
  std::string uri;             // with the actual port
  bool may_be_pasted = false;  // the user may paste the URL of the redirect instead
};

/// How a redirect was handled, for the page that the browser shows.
struct RedirectOutcome {
  bool is_ours = false;  // false: it does not belong to this sign-in, and the wait continues
  bool succeeded = false;
  std::string message{};  // one sentence for the user; made safe when it is shown
};
using RedirectHandler = std::function<RedirectOutcome(const Form& parameters)>;

/// The code that the user enters in a browser (RFC 8628 section 3.3). All texts are the server's.
struct DeviceCodePrompt {
  std::string user_code;
  std::string verification_uri;
  std::string verification_uri_complete;  // may be empty, like `message`
  std::string message;
};

/// The user in front of this process, and the user's browser. Not thread-safe.
class UserAgent {
 public:
  virtual ~UserAgent() = default;

  /// Starts to listen. No other program gets the port until this object is destroyed. Fails with
  /// `invalid_configuration` if it is impossible to listen on the URI or the port is taken.
  virtual Result<Redirect> open_redirect(const RedirectSettings& settings) = 0;

  /// Shows the URL, opens it in a browser and passes every redirect to the handler until it accepts
  /// one as ours. Fails with `timeout` at the deadline.
  virtual Result<void> authorize(const std::string& url, const RedirectHandler& handler,
                                 Deadline deadline) = 0;

  virtual void show_device_code(const DeviceCodePrompt& prompt) = 0;

  /// One line about progress.
  virtual void say(std::string_view text) = 0;
};

}  // namespace entra_auth
