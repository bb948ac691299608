// SPDX-License-Identifier: MIT
// The listener where somebody pastes the address at which the browser ended.
#include "http/loopback_client.hpp"
#include "http/redirect/listener.hpp"
#include "http/redirect/request.hpp"
#include "os/descriptor.hpp"

#include <catch2/catch.hpp>

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <mutex>
#include <stdexcept>
#include <string>
#include <vector>

using namespace entra_auth;
using namespace entra_auth::http;
using namespace entra_auth::test;
using std::chrono::seconds;
using std::chrono::steady_clock;

namespace {

/// What somebody types, and what of it was the answer.
class Keyboard {
 public:
  Keyboard() {
    if (::pipe2(ends_.data(), O_CLOEXEC) != 0) throw std::runtime_error("pipe2 failed");
  }
  ~Keyboard() {
    close();
    ::close(ends_[0]);
  }
  Keyboard(const Keyboard&) = delete;
  Keyboard& operator=(const Keyboard&) = delete;

  void type(std::string_view text) const {
    if (os::write_all(ends_[1], text) != 0) throw std::runtime_error("write failed");
  }
  void close() {
    if (ends_[1] >= 0) ::close(std::exchange(ends_[1], -1));
  }
  LineInput input() {
    return {.fd = ends_[0], .take = [this](std::string_view line) {
              const std::lock_guard lock(mutex_);
              lines_.emplace_back(line);
              return line == "right";
            }};
  }
  std::vector<std::string> lines() const {
    const std::lock_guard lock(mutex_);
    return lines_;
  }

 private:
  std::array<int, 2> ends_{};
  mutable std::mutex mutex_;
  std::vector<std::string> lines_;
};

const RedirectSettings kSettings{.redirect_uri = "http://localhost/cb"};

}  // namespace

TEST_CASE("RedirectListener: accepts a pasted line after others that were refused") {
  Keyboard keyboard;
  WaitingListener waiting(kSettings, keyboard.input());
  keyboard.type("junk\n\nri");
  keyboard.type("ght\nmore\n");
  CHECK(waiting.finish());
  CHECK(keyboard.lines() == std::vector<std::string>{"junk", "", "right"});
  CHECK(waiting.counting.calls == 0);
}

TEST_CASE("RedirectListener: accepts a last line without a line break") {
  Keyboard keyboard;
  WaitingListener waiting(kSettings, keyboard.input());
  keyboard.type("right");
  keyboard.close();
  CHECK(waiting.finish());
}

TEST_CASE("RedirectListener: the end of the input does not end the wait for the browser") {
  Keyboard keyboard;
  WaitingListener waiting(kSettings, keyboard.input());
  keyboard.type("junk\n");
  keyboard.close();
  CHECK(status_of(waiting.ask(get("/favicon.ico", waiting.host()))) == "404");
  CHECK(status_of(waiting.ask(waiting.right())) == "200");
  CHECK(waiting.finish());
}

TEST_CASE("RedirectListener: drops an endless line and still waits for the browser") {
  Keyboard keyboard;
  WaitingListener waiting(kSettings, keyboard.input());
  keyboard.type(std::string(kMaxRequestBytes + 4096, 'x'));
  CHECK(status_of(waiting.ask(waiting.right())) == "200");
  CHECK(waiting.finish());
  for (const auto& line : keyboard.lines()) CHECK(line.size() <= kMaxRequestBytes + 4097);
}

TEST_CASE("RedirectListener: reads no line after the redirect has arrived") {
  auto listener = RedirectListener::open(kSettings);
  REQUIRE(listener);
  const auto port = port_in(listener->uri());
  const LoopbackClient client(port);
  client.send(get("/cb?state=right", "localhost:" + std::to_string(port)));
  Keyboard keyboard;
  const RedirectHandler handler = [&](const Form&) {
    keyboard.type("right\n");  // somebody pastes while the code is exchanged
    return RedirectOutcome{.is_ours = true, .succeeded = true};
  };
  CHECK(listener->wait(handler, keyboard.input(), steady_clock::now() + seconds(20)));
  CHECK(keyboard.lines().empty());
}
