// SPDX-License-Identifier: MIT
// The device flow: the code is shown, the server is asked as RFC 8628 says, and a person is quick
// or slow or says no.
#include "e2e/sign_in/person.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <future>
#include <regex>
#include <thread>

using namespace entra_auth::test;
using Catch::Matchers::Contains;

namespace {

struct Device {
  SandboxProcess sandbox{ENTRA_AUTH_SANDBOX};
  Home home{};
  Person person{home};

  Device() {
    home.profiles(Home::profile(sandbox, "me", "00000000-0000-0000-0000-000000000003",
                                "flow = \"device-code\""));
    sandbox.settings({{"device_code_interval", 1}});
  }

  /// The code that the server has shown last; waits for one.
  [[nodiscard]] std::string code() const {
    static const std::regex kCode(R"(enter the code ([A-Z0-9]+))");
    for (int i = 0; i < 500; ++i) {
      const auto err = read_text(home.dir() / "err");
      std::smatch match;
      if (std::regex_search(err, match, kCode)) return match[1];
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return {};
  }

  /// Runs get-token with its standard error in a file, and `act` once the code is shown.
  [[nodiscard]] RunResult get(const std::function<void(const std::string&)>& act,
                              const std::vector<std::string>& more = {}) const {
    home.dir().write("err", "");
    std::vector<std::string> argv = {
        "/bin/sh", "-c", "exec \"$0\" \"$@\" 2>err", ENTRA_AUTH_CLI, "get-token", "-p", "me"};
    argv.insert(argv.end(), more.begin(), more.end());
    auto running = std::async(std::launch::async, [&] {
      return run(argv, {.env = home.environment(), .terminal = true, .cwd = home.dir().path()});
    });
    act(code());
    auto result = running.get();
    result.err = read_text(home.dir() / "err");
    return result;
  }
};

}  // namespace

TEST_CASE("device-code: the user enters the code elsewhere, and the token arrives") {
  const Device device;
  const auto result = device.get([&](const std::string& code) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1500));
    device.sandbox.approve_device(code, "bob@contoso.onmicrosoft.com");
  });
  CAPTURE(result.err);
  REQUIRE(result.exit_status == 0);
  CHECK(is_one_token(result.out));
  CHECK_THAT(result.err, Contains("address: ") && Contains("code:    "));
  CHECK(device.home.cli({"get-token", "-p", "me"}).out == result.out);

  const auto renewed = device.home.cli({"refresh", "-p", "me"});
  CHECK(is_one_token(renewed.out));
  CHECK(device.sandbox.counters()["devicecode"] == 1);
}

TEST_CASE("device-code: a user who declines gets exit code 3") {
  const Device device;
  const auto result =
      device.get([&](const std::string& code) { device.sandbox.decline_device(code); });
  CHECK(result.exit_status == 3);
  CHECK(result.out.empty());
  CHECK_THAT(result.err, Contains("error: the sign-in was declined"));
}

TEST_CASE("device-code: failures while waiting do not end the wait") {
  const Device device;
  const auto result = device.get([&](const std::string& code) {
    device.sandbox.fault({{"endpoint", "token"}, {"status", 503}, {"body", "<html>"}});
    device.sandbox.fault({{"endpoint", "token"}, {"close", true}});
    device.sandbox.approve_device(code, "ada@contoso.onmicrosoft.com");
  });
  CAPTURE(result.err);
  CHECK(result.exit_status == 0);
  CHECK(is_one_token(result.out));
}

TEST_CASE("device-code: the wait ends when the code expires, and after --timeout") {
  const Device device;
  device.sandbox.settings({{"device_code_interval", 1}, {"device_code_lifetime", 3}});
  const auto expired = device.get([](const std::string&) {});
  CHECK(expired.exit_status == 5);
  CHECK(expired.seconds < 6);
  CHECK_THAT(expired.err, Contains("the code expired before"));

  device.sandbox.settings({{"device_code_interval", 1}, {"device_code_lifetime", 60}});
  const auto late = device.get([](const std::string&) {}, {"--timeout", "2s"});
  CHECK(late.exit_status == 5);
  CHECK(late.seconds < 4);
}
