// SPDX-License-Identifier: MIT
#pragma once

#include "e2e/home.hpp"

#include <nlohmann/json.hpp>

#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace entra_auth::test {

/// Where a server sends the browser.
struct BrowserRedirect {
  std::string method;  // "GET", or "POST" for response_mode=form_post
  std::string url;     // for GET with its query
  std::vector<std::pair<std::string, std::string>> form{};
};

struct BrowserPage {
  int status = 0;  // 0: no response
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers{};
};

/// A user at a terminal with a browser: the binary starts it as $BROWSER, and this object does what
/// the user would do there. Throws std::runtime_error if an expected event does not happen.
class Person {
 public:
  /// Makes `home` use this person's browser. CI is unset.
  explicit Person(Home& home);

  /// Runs the binary with a terminal as standard input and calls `act` meanwhile.
  [[nodiscard]] RunResult at_terminal(const std::vector<std::string>& arguments,
                                      const std::function<void()>& act,
                                      const std::string& typed = {}) const;
  /// The same, signing in as that user at the sandbox.
  [[nodiscard]] RunResult signs_in(const std::vector<std::string>& arguments,
                                   const std::string& username = "ada@contoso.onmicrosoft.com");

  /// The address that the browser was started with next; waits for it.
  [[nodiscard]] std::string opened();
  /// How many addresses were opened in all.
  [[nodiscard]] int times_opened() const;

  /// Picks the user on the sandbox's sign-in page (empty: Cancel).
  [[nodiscard]] static BrowserRedirect choose(const std::string& url, const std::string& username);
  /// Goes where the server sends the browser.
  static BrowserPage follow(const BrowserRedirect& redirect);

 private:
  const Home& home_;
  int seen_ = 0;
};

/// One parameter of an address, decoded; empty if it is missing.
[[nodiscard]] std::string parameter(const std::string& url, const std::string& name);

/// A raw request to a loopback port; what came back until the other side closed, or empty.
[[nodiscard]] std::string raw_request(int port, const std::string& bytes);

}  // namespace entra_auth::test
