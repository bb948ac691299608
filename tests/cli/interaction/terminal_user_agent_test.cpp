// SPDX-License-Identifier: MIT
#include "cli/interaction/terminal_user_agent.hpp"

#include "http/captured_stderr.hpp"
#include "http/loopback_client.hpp"
#include "support/temp_dir.hpp"

#include <catch2/catch.hpp>

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>

using namespace entra_auth;
using namespace entra_auth::test;
using cli::TerminalUserAgent;
using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;

namespace {

const std::string kUrl = "https://login.example/authorize?client_id=c&state=s";
const RedirectSettings kSettings{.redirect_uri = "http://localhost/cb"};

bool contains(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

os::Environment environment(std::vector<std::string> entries = {}) {
  entries.emplace_back("PATH=/usr/bin:/bin");
  return os::Environment(std::move(entries));
}

Deadline in(Milliseconds duration) { return steady_clock::now() + duration; }

/// While this lives, standard input is that text and then ends.
class Typed {
 public:
  explicit Typed(std::string_view text) : original_(::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3)) {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0 || os::write_all(ends[1], text) != 0) {
      throw std::runtime_error("cannot type");
    }
    ::close(ends[1]);
    ::dup2(ends[0], STDIN_FILENO);
    ::close(ends[0]);
  }
  ~Typed() {
    ::dup2(original_, STDIN_FILENO);
    ::close(original_);
  }
  Typed(const Typed&) = delete;
  Typed& operator=(const Typed&) = delete;

 private:
  int original_;
};

/// Signs in without a browser on this machine, with these lines typed. Returns what was said.
struct Pasted {
  std::string said;
  Result<void> result;
  int calls = 0;
};
Pasted paste(std::string_view lines, Milliseconds patience = seconds(10)) {
  const Typed typed(lines);
  const auto nothing_set = environment();
  TerminalUserAgent agent(nothing_set, "mine", true);
  REQUIRE(agent.open_redirect(kSettings));
  CountingHandler counting;
  CapturedStderr captured;
  auto result = agent.authorize(kUrl, counting.handler(), in(patience));
  return {captured.take(), std::move(result), counting.calls};
}

/// What is said about a device code.
std::string said_about(const DeviceCodePrompt& prompt) {
  const auto nothing_set = environment({"LANG=C.UTF-8"});
  TerminalUserAgent agent(nothing_set, "mine", true);
  CapturedStderr captured;
  agent.show_device_code(prompt);
  return captured.take();
}

bool is_harmless(const std::string& text) {
  return std::ranges::none_of(text, [](char c) { return (c >= 0 && c < ' ' && c != '\n'); }) &&
         !contains(text, "\u202e") && !contains(text, "\x7f");
}

}  // namespace

TEST_CASE("TerminalUserAgent: takes a pasted URL if no browser is started") {
  const auto with_browser = environment({"BROWSER=/bin/true"});
  const auto without = environment();
  const auto may_be_pasted = [](const os::Environment& env, bool use_browser) {
    TerminalUserAgent agent(env, "mine", use_browser);
    const auto redirect = agent.open_redirect(kSettings);
    REQUIRE(redirect);
    CHECK(redirect->uri.starts_with("http://localhost:"));
    return redirect->may_be_pasted;
  };
  CHECK_FALSE(may_be_pasted(with_browser, true));
  CHECK(may_be_pasted(with_browser, false));
  CHECK(may_be_pasted(without, true));
}

TEST_CASE("TerminalUserAgent: fails before it shows anything if the port is in use") {
  const auto env = environment();
  TerminalUserAgent first(env, "mine", false);
  const auto redirect = first.open_redirect(kSettings);
  REQUIRE(redirect);
  TerminalUserAgent second(env, "mine", false);
  CapturedStderr captured;
  const auto refused =
      second.open_redirect({.redirect_uri = "http://localhost/", .port = port_in(redirect->uri)});
  CHECK(captured.take().empty());
  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind == ErrorKind::invalid_configuration);
}

TEST_CASE("TerminalUserAgent: shows the URL on standard error before it starts the browser") {
  const TempDir folder;
  const auto seen = folder / "seen";
  const auto script = folder.write("browser",
                                   "#!/bin/sh\ncp /proc/" + std::to_string(::getpid()) + "/fd/2 '" +
                                       (folder / "part").string() + "'\nmv '" +
                                       (folder / "part").string() + "' '" + seen.string() + "'\n",
                                   0700);
  const auto env = environment({"BROWSER=" + script.string()});
  TerminalUserAgent agent(env, "mine", true);
  REQUIRE(agent.open_redirect(kSettings));
  CountingHandler counting;
  CapturedStderr captured;
  const auto result = agent.authorize(kUrl, counting.handler(), in(milliseconds(200)));
  const auto end = in(seconds(10));  // the copy is taken of the capture, so wait with it
  while (!std::filesystem::exists(seen) && steady_clock::now() < end) ::usleep(5000);
  const auto said = captured.take();
  REQUIRE_FALSE(result);
  CHECK(result.error().kind == ErrorKind::timeout);
  CHECK(contains(said, "profile mine"));
  REQUIRE(std::filesystem::exists(seen));
  CHECK(contains(read_text(seen), "\n  " + kUrl + "\n"));
}

TEST_CASE("TerminalUserAgent: says that the browser did not start, and goes on waiting") {
  const auto env = environment({"BROWSER=/nonexistent/browser"});
  TerminalUserAgent agent(env, "mine", true);
  const auto redirect = agent.open_redirect(kSettings);
  REQUIRE(redirect);
  const auto port = port_in(redirect->uri);
  const LoopbackClient client(port);
  client.send(get("/cb?state=right", "localhost:" + std::to_string(port)));
  CountingHandler counting;
  CapturedStderr captured;
  const auto result = agent.authorize(kUrl, counting.handler(), in(seconds(10)));
  const auto said = captured.take();
  CHECK(result);
  CHECK(contains(said, "No browser could be started"));
  CHECK(contains(said, kUrl));
}

TEST_CASE("TerminalUserAgent: a pasted URL, or its query alone, completes the sign-in") {
  for (const char* line :
       {"http://localhost:8400/cb?code=c&state=right", "  http://localhost/?state=right \r",
        "code=c&state=right", "?state=right", "http://localhost/cb?state=right#_=_",
        "http://localhost/cb?code=a%20b&state=%72ight"}) {
    CAPTURE(line);
    const auto pasted = paste(line + std::string("\n"));
    CHECK(pasted.result);
    CHECK(pasted.calls == 1);
    CHECK(contains(pasted.said, "\n  " + kUrl + "\n"));
    CHECK(contains(pasted.said, "paste it here"));
    CHECK_FALSE(contains(pasted.said, "That is not the address"));
  }
}

TEST_CASE("TerminalUserAgent: refuses each wrong paste once, and ignores blank lines") {
  const auto pasted =
      paste("hello\n\n   \nhttp://localhost/cb?state=wrong\nhttp://x/?state=%zz\nstate=right\n");
  CHECK(pasted.result);
  std::size_t refusals = 0;
  constexpr std::string_view kRefusal = "That is not the address";
  for (auto at = pasted.said.find(kRefusal); at != std::string::npos;
       at = pasted.said.find(kRefusal, at + 1)) {
    ++refusals;
  }
  CHECK(refusals == 3);
}

TEST_CASE("TerminalUserAgent: never shows what was pasted") {
  const auto pasted = paste("http://localhost/cb?code=canary&state=wrong\ncanary\nstate=right\n");
  CHECK(pasted.result);
  CHECK_FALSE(contains(pasted.said, "canary"));
}

TEST_CASE("TerminalUserAgent: goes on waiting at the end of standard input") {
  const auto pasted = paste("", milliseconds(150));
  REQUIRE_FALSE(pasted.result);
  CHECK(pasted.result.error().kind == ErrorKind::timeout);
  CHECK_FALSE(contains(pasted.said, "That is not the address"));
}

TEST_CASE(
    "TerminalUserAgent: shows the device code and its URL, with the server's message if any") {
  const auto plain = said_about({"ABCD-EFGH", "https://login.example/device", "", ""});
  CHECK(contains(plain, "profile mine"));
  CHECK(contains(plain, "https://login.example/device\n"));
  CHECK(contains(plain, "ABCD-EFGH\n"));
  CHECK_FALSE(contains(plain, "or open"));
  const auto full = said_about({"ABCD-EFGH", "https://login.example/device",
                                "https://login.example/device?c=ABCD-EFGH", "First.\nSecond."});
  CHECK(full.starts_with("First.\nSecond.\n"));
  CHECK(contains(full, "https://login.example/device\n"));
  CHECK(contains(full, "or open: https://login.example/device?c=ABCD-EFGH\n"));
  CHECK(contains(full, "ABCD-EFGH\n"));
}

TEST_CASE("TerminalUserAgent: escapes control characters of the server's texts") {
  const std::string hostile = "x\x1b]0;owned\x07\x1b[2J\r\x7f\u202e\xc2\x9b" + std::string(1, '\0');
  const auto harmless_in = [&](std::string DeviceCodePrompt::*field) {
    DeviceCodePrompt prompt{"CODE", "https://x/", "https://x/?c", "Message"};
    prompt.*field = hostile;
    const auto said = said_about(prompt);
    CHECK(contains(said, R"(x\x1b]0;owned\x07\x1b[2J\x0d\x7f\u{202e}\x9b\x00)"));
    CHECK(is_harmless(said));
  };
  harmless_in(&DeviceCodePrompt::user_code);
  harmless_in(&DeviceCodePrompt::verification_uri);
  harmless_in(&DeviceCodePrompt::verification_uri_complete);
  harmless_in(&DeviceCodePrompt::message);
}

TEST_CASE("TerminalUserAgent: say writes one escaped line") {
  const auto env = environment();
  TerminalUserAgent agent(env, "mine", true);
  CapturedStderr captured;
  agent.say("one\ntwo\x1b[31m");
  CHECK(captured.take() == "one\\x0atwo\\x1b[31m\n");
}
