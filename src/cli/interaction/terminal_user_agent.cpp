// SPDX-License-Identifier: MIT
#include "cli/interaction/terminal_user_agent.hpp"

#include "base/text.hpp"
#include "base/try.hpp"
#include "cli/interaction/user_prompt.hpp"
#include "cli/output/qr_code.hpp"
#include "http/redirect/request.hpp"
#include "os/browser.hpp"
#include "os/descriptor.hpp"
#include "os/terminal.hpp"
#include "service/requested_token.hpp"

#include <algorithm>

namespace entra_auth::cli {
namespace {

constexpr std::size_t kMaxUrlBytes = 32 * 1024;

void tell(const std::string& text) {
  // If stderr is closed, there is no way to report that.
  (void)os::write_descriptor(2, text);
}

/// The parameters of a URL that was copied from a browser, or of its query alone.
std::optional<Form> pasted_parameters(std::string_view line) {
  auto text = trim(line);
  if (const auto question = text.find('?'); question != std::string_view::npos) {
    text.remove_prefix(question + 1);
  }
  text = text.substr(0, text.find('#'));
  return http::parse_form(text);
}

}  // namespace

service::SignInOptions sign_in_options(const SignInFlags& flags, const TokenTimes& times,
                                       const Profile& profile, UserAgent& terminal,
                                       const Context& context) {
  // A cached token of an application must not wait for system calls about the terminal.
  if (!service::has_user(profile.flow)) return {};
  service::SignInOptions options{.sign_in_anew = !flags.prompt.empty()};
  options.no_prompt_reason = find_no_prompt_reason(flags.no_interaction, context.environment);
  if (options.no_prompt_reason.empty()) options.user_agent = &terminal;
  // A user takes longer than a server; a device code expires by itself in less than a day.
  const std::chrono::seconds patience = !times.has_default_timeout ? times.timeout
                                        : profile.flow == Flow::device_code
                                            ? std::chrono::hours(24)
                                            : std::chrono::minutes(5);
  options.deadline = context.started + patience;
  return options;
}

Result<Redirect> TerminalUserAgent::open_redirect(const RedirectSettings& settings) {
  TRY(auto listener, http::RedirectListener::open(settings));
  listener_.emplace(std::move(listener));
  const bool has_browser =
      use_browser_ && !os::browser_commands(environment_, "http://localhost/").empty();
  use_browser_ = has_browser;
  return Redirect{.uri = listener_->uri(), .may_be_pasted = !has_browser};
}

Result<void> TerminalUserAgent::authorize(const std::string& url, const RedirectHandler& handler,
                                          Deadline deadline) {
  const std::string shown = for_terminal(url, kMaxUrlBytes);
  if (use_browser_) {
    tell("Sign in for profile " + profile_ + " in the browser that opens now, or at:\n\n  " +
         shown + "\n\n");
    if (!os::open_browser(environment_, url)) {
      tell("No browser could be started. Open the address yourself.\n");
    }
    return listener_->wait(handler, {}, deadline);
  }
  tell("To sign in for profile " + profile_ + ", open this address in a browser:\n\n  " + shown +
       "\n\nIf the browser is on another machine, it will end on a page that it cannot open.\nCopy "
       "the full address from its address bar, paste it here and press Enter.\n(Or use --flow "
       "device-code.)\n");
  const http::LineInput input{
      .fd = 0, .take = [&](std::string_view line) {
        if (trim(line).empty()) return false;
        const auto parameters = pasted_parameters(line);
        const auto outcome = parameters ? handler(*parameters) : RedirectOutcome{};
        if (!outcome.is_ours) {
          tell("That is not the address of this sign-in. Paste the full address.\n");
        }
        return outcome.is_ours;
      }};
  return listener_->wait(handler, input, deadline);
}

void TerminalUserAgent::show_device_code(const DeviceCodePrompt& prompt) {
  const auto address = for_terminal(prompt.verification_uri, kMaxUrlBytes);
  const auto code = for_terminal(prompt.user_code, 200);
  std::string text;
  if (!prompt.message.empty()) {
    text = for_terminal_multiline(prompt.message, 2000) + "\n";
  } else {
    text = "To sign in for profile " + profile_ +
           ", open this address in any browser and enter the code:\n";
  }
  const auto& complete = prompt.verification_uri_complete;
  if (os::stderr_is_terminal()) {  // first, so that it cannot scroll the code away
    const auto qr = render_qr_code(complete.empty() ? prompt.verification_uri : complete,
                                   environment_, os::terminal_columns());
    if (!qr.empty()) text += "\n" + qr;
  }
  text += "\n  address: " + address + "\n  code:    " + code + "\n";
  if (!complete.empty()) {
    text += "\nor open: " + for_terminal(complete, kMaxUrlBytes) + "\n";
  }
  tell(text + "\n");
}

void TerminalUserAgent::say(std::string_view text) { tell(for_terminal(text) + "\n"); }

}  // namespace entra_auth::cli
