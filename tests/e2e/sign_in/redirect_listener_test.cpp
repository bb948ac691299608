// SPDX-License-Identifier: MIT
// What else may come to the port that waits for the browser, while the real binary waits there.
#include "e2e/sign_in/person.hpp"

#include <catch2/catch.hpp>

#include <sys/wait.h>

#include <chrono>
#include <future>

using namespace entra_auth::test;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace {

struct Waiting {
  SandboxProcess sandbox{ENTRA_AUTH_SANDBOX};
  Home home{};
  Person person{home};

  Waiting() {
    home.profiles(Home::profile(sandbox, "me", "00000000-0000-0000-0000-000000000003",
                                "flow = \"interactive-browser\""));
  }
};

int port_of(const std::string& url) {
  const auto redirect = parameter(url, "redirect_uri");
  return std::stoi(redirect.substr(redirect.rfind(':') + 1));
}

std::string get(int port, const std::string& target, const std::string& host) {
  return raw_request(port, "GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
}

}  // namespace

TEST_CASE("redirect listener: only the response to this sign-in ends the wait") {
  Waiting f;
  BrowserPage page;
  const auto result = f.person.at_terminal({"get-token", "-p", "me"}, [&] {
    const auto url = f.person.opened();
    const int port = port_of(url);
    const auto local = "localhost:" + std::to_string(port);
    const auto state = parameter(url, "state");
    CHECK_THAT(get(port, "/favicon.ico", local), StartsWith("HTTP/1.1 404"));
    CHECK_THAT(get(port, "/?code=x&state=wrong", local), StartsWith("HTTP/1.1 400"));
    CHECK_THAT(get(port, "/?error=access_denied", local), StartsWith("HTTP/1.1 400"));
    CHECK_THAT(get(port, "/?code=x&state=" + state, "evil.example"), StartsWith("HTTP/1.1 421"));
    CHECK_THAT(get(port, "/?code=x&state=" + state, "localhost.evil"), StartsWith("HTTP/1.1 421"));
    CHECK_THAT(get(port, "/?code=x&state=" + state + "&state=" + state, local),
               StartsWith("HTTP/1.1 400"));
    CHECK_THAT(get(port, "//?code=x&state=" + state, local), StartsWith("HTTP/1.1 404"));
    CHECK_THAT(raw_request(port, "OPTIONS / HTTP/1.1\r\nHost: " + local + "\r\nOrigin: x\r\n\r\n"),
               StartsWith("HTTP/1.1 405") && !Contains("Access-Control"));
    CHECK_THAT(raw_request(port, "nonsense\r\n\r\n"), StartsWith("HTTP/1.1 400"));
    page = Person::follow(Person::choose(url, "ada@contoso.onmicrosoft.com"));
  });
  CAPTURE(result.err);
  CHECK(result.exit_status == 0);
  CHECK(page.status == 200);
  CHECK(f.sandbox.counters()["token"] == 1);
}

TEST_CASE("redirect listener: an error from elsewhere is escaped on the page and the terminal") {
  Waiting f;
  std::string answer;
  const auto result = f.person.at_terminal({"get-token", "-p", "me"}, [&] {
    const auto url = f.person.opened();
    const int port = port_of(url);
    answer = get(port,
                 "/?error=access_denied&error_description=%3Cscript%3Ealert(1)%3C/script%3E%1B%5D0;"
                 "x%07&state=" +
                     parameter(url, "state"),
                 "localhost:" + std::to_string(port));
  });
  CHECK(result.exit_status == 3);
  CHECK_THAT(answer, Contains("&lt;script&gt;") && Contains("default-src 'none'") &&
                         Contains("Cache-Control: no-store") && !Contains("<script>"));
  CHECK(result.err.find('\x1b') == std::string::npos);
  CHECK(result.err.find('\x07') == std::string::npos);
}

TEST_CASE(
    "redirect listener: a second process on the same port gets an error, and the first one goes "
    "on") {
  Waiting f;
  const auto result = f.person.at_terminal({"get-token", "-p", "me"}, [&] {
    const auto url = f.person.opened();
    const auto port = std::to_string(port_of(url));
    Home other;
    Person somebody(other);
    other.profiles(Home::profile(f.sandbox, "me", "00000000-0000-0000-0000-000000000003",
                                 "flow = \"interactive-browser\""));
    const auto second = somebody.at_terminal({"get-token", "-p", "me", "--port", port}, [] {});
    CHECK(second.exit_status == 7);
    CHECK_THAT(second.err, Contains("port " + port));
    Person::follow(Person::choose(url, "ada@contoso.onmicrosoft.com"));
  });
  CHECK(result.exit_status == 0);
}

TEST_CASE("redirect listener: Ctrl-C ends the wait at once and frees the port") {
  Waiting f;
  int port = 0;
  const auto started = std::chrono::steady_clock::now();
  auto running = std::async(std::launch::async, [&] {
    return run({"/usr/bin/timeout", "--preserve-status", "-s", "INT", "2", ENTRA_AUTH_CLI,
                "get-token", "-p", "me"},
               {.env = f.home.environment(), .terminal = true});
  });
  port = port_of(f.person.opened());
  const auto result = running.get();
  CHECK(result.exit_status == 130);
  CHECK(result.out.empty());
  CHECK(std::chrono::steady_clock::now() - started < std::chrono::seconds(6));
  const auto again = f.person.signs_in({"get-token", "-p", "me", "--port", std::to_string(port)});
  CHECK(again.exit_status == 0);
}

TEST_CASE("redirect listener: the lock and the port are free after an interrupted wait") {
  Waiting f;
  auto arguments = std::vector<std::string>{"get-token", "-p", "me", "--timeout", "1s"};
  int port = 0;
  const auto late = f.person.at_terminal(arguments, [&] { port = port_of(f.person.opened()); });
  CHECK(late.exit_status == 5);
  CHECK_THAT(late.err, Contains("the sign-in was not completed in time"));
  const auto again = f.person.signs_in({"get-token", "-p", "me", "--port", std::to_string(port)});
  CAPTURE(again.err);
  CHECK(again.exit_status == 0);
}
