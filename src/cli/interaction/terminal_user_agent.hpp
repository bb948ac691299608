// SPDX-License-Identifier: MIT
#pragma once

#include "cli/command.hpp"
#include "cli/interaction/sign_in_flags.hpp"
#include "cli/options/token_settings.hpp"
#include "http/redirect/listener.hpp"
#include "os/environment.hpp"
#include "service/sign_in/user_tokens.hpp"
#include <entra_auth/user_agent.hpp>

#include <optional>
#include <string>

namespace entra_auth::cli {

/// How the user may be asked to sign in: at `terminal` if one is there, and for how long. Empty for
/// flows without a user.
[[nodiscard]] service::SignInOptions sign_in_options(const SignInFlags& flags,
                                                     const TokenTimes& times,
                                                     const Profile& profile, UserAgent& terminal,
                                                     const Context& context);

/// The user at the terminal. All texts go to standard error.
class TerminalUserAgent final : public UserAgent {
 public:
  /// `use_browser`: false for --no-browser.
  TerminalUserAgent(const os::Environment& environment, std::string profile, bool use_browser)
      : environment_(environment), profile_(std::move(profile)), use_browser_(use_browser) {}

  Result<Redirect> open_redirect(const RedirectSettings& settings) override;
  Result<void> authorize(const std::string& url, const RedirectHandler& handler,
                         Deadline deadline) override;
  void show_device_code(const DeviceCodePrompt& prompt) override;
  void say(std::string_view text) override;

 private:
  const os::Environment& environment_;
  std::string profile_;
  bool use_browser_;
  std::optional<http::RedirectListener> listener_{};
};

}  // namespace entra_auth::cli
