// SPDX-License-Identifier: MIT
#include "cli/interaction/terminal_user_agent.hpp"

#include "http/captured_stderr.hpp"
#include "http/loopback_client.hpp"
#include "support/forked.hpp"
#include "support/temp_dir.hpp"

#include <catch2/catch.hpp>

#include <fcntl.h>
#include <pty.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>

using namespace entra_auth;
using namespace entra_auth::test;
using cli::find_no_prompt_reason;
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

/// Why nobody can be asked, in a process with these variables and standard descriptors.
/// `terminal` is the descriptor that is one, -1 for none.
std::string reason(int terminal, std::vector<std::string> entries = {}) {
  int controller = -1;
  int pty = -1;
  REQUIRE(::openpty(&controller, &pty, nullptr, nullptr, nullptr) == 0);
  std::array<int, 2> ends{};
  REQUIRE(::pipe2(ends.data(), O_CLOEXEC) == 0);
  const int status = run_forked([&] {
    const int null = ::open("/dev/null", O_RDWR | O_CLOEXEC);
    for (int fd = 0; fd < 3; ++fd) ::dup2(fd == terminal ? pty : null, fd);
    return os::write_all(ends[1], find_no_prompt_reason(false, environment(entries)));
  });
  ::close(ends[1]);
  std::array<char, 256> buffer{};
  const auto count = ::read(ends[0], buffer.data(), buffer.size());
  for (const int fd : {ends[0], controller, pty}) ::close(fd);
  REQUIRE(status == 0);
  REQUIRE(count >= 0);
  return {buffer.data(), static_cast<std::size_t>(count)};
}

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

TEST_CASE("the flag --no-interaction is a reason to ask nobody") {
  CHECK(find_no_prompt_reason(true, environment()) == "--no-interaction");
  CHECK(find_no_prompt_reason(true, environment({"CI=true"})) == "--no-interaction");
}

TEST_CASE("CI is a reason to ask nobody, also at a terminal, unless it says that it is none") {
  for (const char* value : {"true", "1", "yes", "woodpecker"}) {
    CAPTURE(value);
    CHECK(reason(0, {"CI=" + std::string(value)}) == "CI is set");
  }
  for (const char* value : {"false", "0", ""}) {
    CAPTURE(value);
    CHECK(reason(0, {"CI=" + std::string(value)}).empty());
    CHECK(reason(-1, {"CI=" + std::string(value)}) == "there is no terminal");
  }
}

TEST_CASE("a terminal at standard input or standard error is enough, one at standard output not") {
  CHECK(reason(0).empty());
  CHECK(reason(2).empty());
  CHECK(reason(1) == "there is no terminal");
  CHECK(reason(-1) == "there is no terminal");
}

TEST_CASE("an address may be pasted where no browser is started here") {
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

TEST_CASE("a port that is taken is told before anything is shown") {
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

TEST_CASE("the address is shown on standard error before a browser starts") {
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

TEST_CASE("a browser that does not start is told, and the sign-in goes on") {
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

TEST_CASE("a pasted address ends the sign-in, whole or as its query alone") {
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

TEST_CASE(
    "what is pasted and is not the answer is refused once each, and blank lines are nothing") {
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

TEST_CASE("what is pasted is never shown again") {
  const auto pasted = paste("http://localhost/cb?code=canary&state=wrong\ncanary\nstate=right\n");
  CHECK(pasted.result);
  CHECK_FALSE(contains(pasted.said, "canary"));
}

TEST_CASE("the end of standard input refuses nothing and ends nothing") {
  const auto pasted = paste("", milliseconds(150));
  REQUIRE_FALSE(pasted.result);
  CHECK(pasted.result.error().kind == ErrorKind::timeout);
  CHECK_FALSE(contains(pasted.said, "That is not the address"));
}

TEST_CASE("a device code is shown with its address, in the server's words where it has some") {
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

TEST_CASE("escape sequences of a server never reach standard error as they are") {
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

TEST_CASE("a line about what goes on is one line, whatever is in it") {
  const auto env = environment();
  TerminalUserAgent agent(env, "mine", true);
  CapturedStderr captured;
  agent.say("one\ntwo\x1b[31m");
  CHECK(captured.take() == "one\\x0atwo\\x1b[31m\n");
}
