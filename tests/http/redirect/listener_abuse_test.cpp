// SPDX-License-Identifier: MIT
// The listener among programs and pages that mean it no good.
#include "http/loopback_client.hpp"
#include "http/redirect/listener.hpp"

#include <catch2/catch.hpp>

#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <memory>
#include <thread>
#include <vector>

using namespace entra_auth;
using namespace entra_auth::http;
using namespace entra_auth::test;
using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;

namespace {

using Idle = std::vector<std::unique_ptr<LoopbackClient>>;

bool contains(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

/// Room for that many descriptors more; false where the system does not give it.
bool allow_descriptors(rlim_t count) {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  if (limit.rlim_cur >= count) return true;
  limit.rlim_cur = limit.rlim_max;
  return ::setrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur >= count;
}

Idle connect_idle(std::uint16_t port, int count) {
  Idle clients;
  for (int i = 0; i < count; ++i) clients.push_back(std::make_unique<LoopbackClient>(port));
  return clients;
}

/// How long the right redirect waits for its answer behind that many silent connections.
steady_clock::duration response_time(int idle_connections) {
  WaitingListener waiting;
  const Idle idle = connect_idle(waiting.port(), idle_connections);
  for (const auto& client : idle) REQUIRE(client->connected());
  const auto start = steady_clock::now();
  CHECK(status_of(waiting.ask(waiting.right())) == "200");
  const auto elapsed = steady_clock::now() - start;
  CHECK(waiting.finish());
  return elapsed;
}

long resident_kib() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("VmRSS:")) return std::stol(line.substr(6));
  }
  return -1;
}

const RedirectSettings kSettings{.redirect_uri = "http://localhost/cb"};

}  // namespace

TEST_CASE("RedirectListener: refuses everything but the redirect and continues to wait") {
  WaitingListener waiting;
  const auto host = waiting.host();
  const auto to_cb = [&](const std::string& name) { return get("/cb?state=right", name); };
  const auto other_port = std::to_string(waiting.port() == 65535 ? 1 : waiting.port() + 1);
  const std::vector<std::pair<std::string, std::string>> refused = {
      {get("/favicon.ico", host), "404"},
      {get("/", host), "404"},
      {get("//cb?state=right", host), "404"},
      {get("/cb/../cb?state=right", host), "404"},
      {get("/cb/?state=right", host), "404"},
      {get("/%63b?state=right", host), "404"},
      {get("/CB?state=right", host), "404"},
      {get("/cb%3fstate=right", host), "404"},
      {"HEAD /cb?state=right HTTP/1.1\r\nHost: " + host + "\r\n\r\n", "405"},
      {"OPTIONS /cb HTTP/1.1\r\nHost: " + host + "\r\nOrigin: https://evil.example\r\n\r\n", "405"},
      {"PUT /cb?state=right HTTP/1.1\r\nHost: " + host + "\r\n\r\n", "405"},
      {to_cb("evil.example"), "421"},
      {to_cb("evil.example:" + std::to_string(waiting.port())), "421"},
      {to_cb("localhost.evil:" + std::to_string(waiting.port())), "421"},
      {to_cb("127.0.0.1:" + other_port), "421"},
      {to_cb("localhost"), "421"},
      {to_cb(host + ","), "421"},
      {"GET /cb?state=right HTTP/1.1\r\n\r\n", "421"},
      {"GET " + waiting.uri() + "?state=right HTTP/1.1\r\nHost: " + host + "\r\n\r\n", "400"},
      {get("/cb", host), "400"},
      {get("/cb?state=wrong", host), "400"},
      {get("/cb?state=right%", host), "400"},
      {get("/cb?x=\r\nSet-Cookie: a=b&state=right", host), "400"},
      {"POST /cb?state=right HTTP/1.1\r\nHost: " + host + "\r\nContent-Length: 0\r\n\r\n", "400"},
      {std::string("\x16\x03\x01\x02\x00\r\n\r\n", 9), "400"}};
  for (const auto& [request, status] : refused) {
    CAPTURE(request);
    const auto response = waiting.ask(request);
    CHECK(status_of(response) == status);
    CHECK_FALSE(contains(response, "Access-Control-"));
    CHECK_FALSE(contains(response, "Set-Cookie"));
  }
  CHECK(waiting.counting.taken == 0);
  CHECK(status_of(waiting.ask(waiting.right())) == "200");
  CHECK(waiting.finish());
  CHECK(waiting.counting.taken == 1);
  CHECK(waiting.counting.calls == 3);  // no state, a wrong one, the right one
}

TEST_CASE("RedirectListener: handles a repeated redirect once") {
  auto listener = RedirectListener::open(kSettings);
  REQUIRE(listener);
  const auto port = port_in(listener->uri());
  const auto request = get("/cb?state=right", "localhost:" + std::to_string(port));
  const LoopbackClient one(port);
  const LoopbackClient other(port);
  one.send(request);
  other.send(request);
  CountingHandler counting;
  CHECK(listener->wait(counting.handler(), {}, steady_clock::now() + seconds(20)));
  CHECK(counting.calls == 1);
  std::vector<std::string> answers = {one.read_all(), other.read_all()};
  std::ranges::sort(answers);
  CHECK(status_of(answers[0]) == "200");
  CHECK(status_of(answers[1]) == "400");
  CHECK(contains(answers[1], "already"));
}

TEST_CASE("RedirectListener: silent connections do not delay the redirect") {
  const int count = GENERATE(8, 64, 1000);
  if (!allow_descriptors(static_cast<rlim_t>(count) + 200)) {
    WARN("this system allows too few descriptors: not checked for " << count);
    return;
  }
  CAPTURE(count);
  auto best = response_time(count);
  // The machine may be busy with something else; the listener would be slow every time.
  for (int i = 0; i < 2 && best >= milliseconds(200); ++i) {
    best = std::min(best, response_time(count));
  }
  CHECK(best < milliseconds(200));
}

TEST_CASE("RedirectListener: a stalled connection delays no other") {
  WaitingListener waiting;
  const LoopbackClient stalled(waiting.port());
  stalled.send("G");
  const LoopbackClient partly(waiting.port(), "::1");
  partly.send("GET /cb?state=ri");
  const auto start = steady_clock::now();
  CHECK(status_of(waiting.ask(waiting.right())) == "200");
  CHECK(steady_clock::now() - start < seconds(1));
  CHECK(waiting.finish());
}

TEST_CASE("RedirectListener: closed and reset connections do not end the wait") {
  WaitingListener waiting;
  for (int i = 0; i < 200; ++i) {
    const LoopbackClient client(waiting.port());
    if (i % 2 == 0) client.send(get("/nothing", waiting.host()));  // its answer is never read
  }
  CHECK(status_of(waiting.ask(waiting.right())) == "200");
  CHECK(waiting.finish());
}

TEST_CASE("RedirectListener: cuts off 32 MiB without a line break") {
  WaitingListener waiting;
  const std::string chunk(64 * 1024, 'x');
  CHECK(status_of(waiting.ask(chunk)) == "400");
  const long before = resident_kib();
  long most = before;
  std::size_t cut_off = 0;
  for (int round = 0; round < 512;) {  // every chunk counts, sent or not
    const LoopbackClient client(waiting.port());
    bool open = client.connected();
    while (open && round++ < 512) open = client.send(chunk);
    cut_off += open ? 0 : 1;
    most = std::max(most, resident_kib());
  }
  CHECK(cut_off > 0);
  CHECK(most - before < 8 * 1024);
  CHECK(status_of(waiting.ask(waiting.right())) == "200");
  CHECK(waiting.finish());
}

TEST_CASE("RedirectListener: many large incomplete requests take bounded memory") {
  constexpr int kCount = 600;
  if (!allow_descriptors(kCount + 200)) {
    WARN("this system allows too few descriptors: not checked");
    return;
  }
  WaitingListener waiting;
  const std::string much = "GET /cb HTTP/1.1\r\nCookie: " + std::string(60 * 1024, 'x');
  CHECK(status_of(waiting.ask(much + std::string(4096, 'x'))) == "400");
  const long before = resident_kib();
  Idle clients;
  for (int i = 0; i < kCount; ++i) {
    clients.push_back(std::make_unique<LoopbackClient>(waiting.port()));
    clients.back()->send(much);
  }
  CHECK(status_of(waiting.ask(waiting.right())) == "200");
  CHECK(resident_kib() - before < 16 * 1024);
  CHECK(waiting.finish());
}

TEST_CASE("RedirectListener: constant requests do not delay the deadline") {
  auto listener = RedirectListener::open(kSettings);
  REQUIRE(listener);
  const auto port = port_in(listener->uri());
  std::atomic<bool> stop = false;
  std::thread noise([&] {
    const auto end = steady_clock::now() + seconds(10);
    while (!stop && steady_clock::now() < end) {
      LoopbackClient(port).send(get("/cb?state=wrong", "localhost:" + std::to_string(port)));
    }
  });
  CountingHandler counting;
  const auto start = steady_clock::now();
  const auto result = listener->wait(counting.handler(), {}, start + milliseconds(300));
  const auto elapsed = steady_clock::now() - start;
  stop = true;
  noise.join();
  REQUIRE_FALSE(result);
  CHECK(result.error().kind == ErrorKind::timeout);
  CHECK(elapsed < seconds(2));
  CHECK(counting.calls > 0);
}

TEST_CASE("RedirectListener: later connections do not push out a redirect that has arrived") {
  auto listener = RedirectListener::open(kSettings);
  REQUIRE(listener);
  const auto port = port_in(listener->uri());
  const LoopbackClient client(port);
  client.send(get("/cb?state=right", "localhost:" + std::to_string(port)));
  const Idle idle = connect_idle(port, 64);
  CountingHandler counting;
  CHECK(listener->wait(counting.handler(), {}, steady_clock::now() + seconds(1)));
  CHECK(counting.taken == 1);
}

TEST_CASE("RedirectListener: constant requests do not keep a sign-in from ending") {
  auto listener = RedirectListener::open(kSettings);
  REQUIRE(listener);
  const auto port = port_in(listener->uri());
  const auto host = "localhost:" + std::to_string(port);
  std::atomic<bool> stop = false;
  std::vector<std::thread> noise;
  const auto start = steady_clock::now();
  const RedirectHandler handler = [&](const Form&) {
    for (int i = 0; i < 4; ++i) {
      noise.emplace_back([&] {
        while (!stop && steady_clock::now() < start + seconds(8)) {
          LoopbackClient(port).send(get("/x", host));
        }
      });
    }
    std::this_thread::sleep_for(milliseconds(50));  // until they are at it
    return RedirectOutcome{.is_ours = true, .succeeded = true};
  };
  const LoopbackClient client(port);
  client.send(get("/cb?state=right", host));
  CHECK(listener->wait(handler, {}, start + seconds(20)));
  CHECK(steady_clock::now() - start < seconds(4));
  stop = true;
  for (auto& thread : noise) thread.join();
  CHECK(status_of(client.read_all()) == "200");
}
