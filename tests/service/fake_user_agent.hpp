// SPDX-License-Identifier: MIT
// A person who does at once what the test says, and what a browser would see and bring back.
#pragma once

#include "base/encoding.hpp"
#include "base/form.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include <entra_auth/user_agent.hpp>

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace entra_auth::test {

class FakeUserAgent final : public UserAgent {
 public:
  using Browser = std::function<void(const std::string& url, const RedirectHandler& handler)>;

  Browser browser;  // what happens once the address is open; nothing: nobody comes back
  Redirect redirect{.uri = "http://localhost:8400"};
  std::optional<Error> no_redirect;  // nobody can listen

  // What was asked of it.
  std::vector<RedirectSettings> opened;
  std::vector<std::string> urls;
  std::vector<DeviceCodePrompt> prompts;
  std::vector<std::string> said;
  Deadline deadline{};

  Result<Redirect> open_redirect(const RedirectSettings& settings) override {
    opened.push_back(settings);
    if (no_redirect) return fail(*no_redirect);
    return redirect;
  }

  Result<void> authorize(const std::string& url, const RedirectHandler& handler,
                         Deadline until) override {
    urls.push_back(url);
    deadline = until;
    bool is_done = false;
    if (browser) {
      browser(url, [&](const Form& parameters) {
        auto outcome = handler(parameters);
        is_done = is_done || outcome.is_ours;
        return outcome;
      });
    }
    if (is_done) return {};
    return fail(ErrorKind::timeout, "nobody came back");
  }

  void show_device_code(const DeviceCodePrompt& prompt) override { prompts.push_back(prompt); }
  void say(std::string_view text) override { said.emplace_back(text); }

  /// Whether anybody was bothered.
  [[nodiscard]] bool was_asked() const { return !opened.empty() || !prompts.empty(); }
};

/// The parameters of an address.
inline std::map<std::string, std::string> query_of(const std::string& url) {
  std::map<std::string, std::string> query;
  for (const auto& part : split(url.substr(url.find('?') + 1), "&")) {
    const auto at = part.find('=');
    query[form_decode(part.substr(0, at)).value()] = form_decode(part.substr(at + 1)).value();
  }
  return query;
}

/// Claims as an unsigned id_token.
inline std::string id_token(const Json& claims) {
  return base64url_encode(R"({"alg":"RS256"})") + "." + base64url_encode(claims.dump()) + ".c2ln";
}

}  // namespace entra_auth::test
