// SPDX-License-Identifier: MIT
// Two hundred processes and one cold cache: one request, equal tokens, none failed.
#include "e2e/home.hpp"

#include <catch2/catch.hpp>

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <set>
#include <thread>

using namespace entra_auth::test;

namespace {

constexpr int kProcesses = 200;

struct Crowd {
  std::set<std::string> tokens;
  int failed = 0;
  std::string complaint;
};

Crowd run_crowd(const Home& home, int size, const std::vector<std::string>& arguments) {
  std::vector<RunResult> results(static_cast<std::size_t>(size));
  std::vector<std::thread> threads;
  threads.reserve(results.size());
  for (auto& result : results) {
    threads.emplace_back([&] {
      try {
        result = home.cli(arguments);
      } catch (const std::exception& failure) {
        result.exit_status = -1;
        result.err = failure.what();
      }
    });
  }
  for (auto& thread : threads) thread.join();
  Crowd crowd;
  for (const auto& result : results) {
    crowd.tokens.insert(result.out);
    if (result.exit_status != 0 || !is_one_token(result.out) || !result.err.empty()) {
      ++crowd.failed;
      crowd.complaint = std::to_string(result.exit_status) + ": " + result.err;
    }
  }
  return crowd;
}

/// A get-token whose fate we decide.
pid_t start(const Home& home) {
  std::vector<std::string> entries = home.environment();
  std::vector<char*> environment;
  for (auto& entry : entries) environment.push_back(entry.data());
  environment.push_back(nullptr);
  std::string program = ENTRA_AUTH_CLI;
  std::string command = "get-token";
  char* arguments[] = {program.data(), command.data(), nullptr};
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
  pid_t child = -1;
  REQUIRE(::posix_spawn(&child, program.c_str(), &actions, nullptr, arguments,
                        environment.data()) == 0);
  posix_spawn_file_actions_destroy(&actions);
  return child;
}

void wait_for_requests(const SandboxProcess& server, int count) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (server.counters()["token"] < count) {
    REQUIRE(std::chrono::steady_clock::now() < deadline);
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
}

}  // namespace

TEST_CASE("single flight: 200 processes with a cold cache make one token request") {
  const SandboxProcess server(ENTRA_AUTH_SANDBOX);
  const Home home(server);
  server.fault({{"endpoint", "token"}, {"times", 0}, {"delay_ms", 300}});
  const auto crowd = run_crowd(home, kProcesses, {"get-token"});
  INFO(crowd.complaint);
  CHECK(crowd.failed == 0);
  CHECK(crowd.tokens.size() == 1);
  CHECK(server.counters()["token"] == 1);
}

TEST_CASE("single flight: one token request too if the holder of the lock is killed") {
  const SandboxProcess server(ENTRA_AUTH_SANDBOX);
  const Home home(server);
  server.fault({{"endpoint", "token"}, {"times", 1}, {"delay_ms", 30000}});
  const pid_t holder = start(home);
  wait_for_requests(server, 1);
  Crowd crowd;
  std::thread others([&] { crowd = run_crowd(home, kProcesses - 1, {"get-token"}); });
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  ::kill(holder, SIGKILL);
  ::waitpid(holder, nullptr, 0);
  others.join();
  INFO(crowd.complaint);
  CHECK(crowd.failed == 0);
  CHECK(crowd.tokens.size() == 1);
  CHECK(server.counters()["token"] == 2);  // the dead holder's and one more
}

TEST_CASE("single flight: a stopped holder of the lock does not block the waiters") {
  const SandboxProcess server(ENTRA_AUTH_SANDBOX);
  const Home home(server);
  server.fault({{"endpoint", "token"}, {"times", 1}, {"delay_ms", 30000}});
  const pid_t holder = start(home);
  wait_for_requests(server, 1);
  ::kill(holder, SIGSTOP);
  const auto result = home.cli({"get-token", "--timeout", "4s"});
  ::kill(holder, SIGKILL);
  ::waitpid(holder, nullptr, 0);
  CHECK(result.exit_status == 0);
  CHECK(is_one_token(result.out));
  CHECK(result.seconds < 4.5);
}

TEST_CASE("single flight: concurrent profiles never get each other's token") {
  const SandboxProcess server(ENTRA_AUTH_SANDBOX);
  Home home(server);
  std::string profiles;
  for (int i = 0; i < 8; ++i) {
    const std::string id = "00000000-0000-0000-0000-0000000001" + std::to_string(10 + i);
    server.register_client({{"client_id", id}, {"secrets", {"s" + std::to_string(i)}}});
    home.set("S" + std::to_string(i), "s" + std::to_string(i));
    profiles += Home::profile(server, "p" + std::to_string(i), id,
                              "client_secret = { env = \"S" + std::to_string(i) + "\" }");
  }
  home.profiles(profiles);
  std::vector<std::string> seen(48);
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < seen.size(); ++i) {
    threads.emplace_back([&, i] {
      seen[i] = home.cli({"get-token", "-p", "p" + std::to_string(i % 8)}).out;
    });
  }
  for (auto& thread : threads) thread.join();
  for (std::size_t i = 0; i < seen.size(); ++i) {
    RunOptions options;
    options.in = seen[i];
    CHECK(home.cli({"inspect", "--claim", "azp"}, options).out ==
          "00000000-0000-0000-0000-0000000001" + std::to_string(10 + i % 8) + "\n");
  }
  CHECK(server.counters()["token"] == 8);
}
