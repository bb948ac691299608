// SPDX-License-Identifier: MIT
#include "support/sandbox_process.hpp"

#include <httplib.h>

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <optional>
#include <stdexcept>
#include <thread>

namespace entra_auth::test {
namespace {

using Clock = std::chrono::steady_clock;

/// The first line that arrives within ten seconds.
std::string read_line(int fd) {
  const auto deadline = Clock::now() + std::chrono::seconds(10);
  std::string line;
  while (Clock::now() < deadline) {
    pollfd polled{fd, POLLIN, 0};
    if (::poll(&polled, 1, 100) <= 0) continue;
    char character = 0;
    if (::read(fd, &character, 1) <= 0) break;
    if (character == '\n') return line;
    line.push_back(character);
  }
  throw std::runtime_error("the sandbox printed no endpoints: " + line);
}

/// The exit status. Returns nullopt if the process has not ended within `limit`.
std::optional<int> reap(pid_t pid, std::chrono::milliseconds limit) {
  const auto deadline = Clock::now() + limit;
  while (true) {
    int status = 0;
    if (::waitpid(pid, &status, WNOHANG) == pid) {
      return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    }
    if (Clock::now() >= deadline) return std::nullopt;
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
}

}  // namespace

SandboxProcess::SandboxProcess(const std::string& executable, std::vector<std::string> arguments) {
  std::vector<std::string> argv = {executable, "--port", "0", "--quiet"};
  argv.insert(argv.end(), arguments.begin(), arguments.end());
  std::vector<char*> pointers;
  for (auto& argument : argv) pointers.push_back(argument.data());
  pointers.push_back(nullptr);
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("pipe2 failed");

  pid_ = ::fork();
  if (pid_ == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    ::dup2(ends[1], STDOUT_FILENO);
    ::execv(pointers.front(), pointers.data());
    ::_exit(127);
  }
  ::close(ends[1]);
  stdout_ = ends[0];
  try {
    if (pid_ < 0) throw std::runtime_error("fork failed");
    endpoints_ = nlohmann::json::parse(read_line(stdout_));
  } catch (...) {
    stop();
    throw;
  }
}

SandboxProcess::~SandboxProcess() { stop(); }

int SandboxProcess::stop() {
  if (stdout_ >= 0) ::close(stdout_);
  stdout_ = -1;
  if (pid_ <= 0) return -1;
  ::kill(pid_, SIGTERM);
  auto status = reap(pid_, std::chrono::seconds(5));
  if (!status) {
    ::kill(pid_, SIGKILL);
    status = reap(pid_, std::chrono::seconds(5));
  }
  pid_ = -1;
  return status.value_or(-1);
}

std::string SandboxProcess::operator[](const std::string& name) const {
  return endpoints_.at(name).get<std::string>();
}

nlohmann::json SandboxProcess::client(const std::string& note) const {
  for (const auto& client : endpoints_.at("clients")) {
    if (client.at("note") == note) return client;
  }
  throw std::runtime_error("the sandbox has no built-in client '" + note + "'");
}

void SandboxProcess::reset() const {
  control("DELETE", "/requests");
  control("DELETE", "/faults");
  control("DELETE", "/settings");
  control("DELETE", "/policies");
}

void SandboxProcess::fault(const nlohmann::json& fault) const { control("POST", "/faults", fault); }
void SandboxProcess::clear_faults() const { control("DELETE", "/faults"); }
void SandboxProcess::settings(const nlohmann::json& settings) const {
  control("PUT", "/settings", settings);
}
void SandboxProcess::register_client(const nlohmann::json& client) const {
  control("POST", "/clients", client);
}
void SandboxProcess::register_maskinporten_client(const nlohmann::json& client) const {
  control("POST", "/maskinporten/clients", client);
}
std::string SandboxProcess::user_token(const nlohmann::json& wishes) const {
  return control("POST", "/user-tokens", wishes).at("token").get<std::string>();
}
void SandboxProcess::policies(const nlohmann::json& policies) const {
  control("PUT", "/policies", {{"policies", policies}});
}
void SandboxProcess::approve_device(const std::string& user_code,
                                    const std::string& username) const {
  control("POST", "/device/approve", {{"user_code", user_code}, {"username", username}});
}
void SandboxProcess::decline_device(const std::string& user_code) const {
  control("POST", "/device/decline", {{"user_code", user_code}});
}
void SandboxProcess::revoke_refresh_tokens(const std::string& username) const {
  nlohmann::json whose = nlohmann::json::object();
  if (!username.empty()) whose["username"] = username;
  control("POST", "/refresh-tokens/revoke", whose);
}
void SandboxProcess::arc_challenge(const std::string& file, const std::string& key) const {
  control("PUT", "/arc", {{"key_file", file}, {"key", key}});
}
nlohmann::json SandboxProcess::environment(const std::string& platform) const {
  return control("GET", "/environment/" + platform);
}
nlohmann::json SandboxProcess::directory() const { return control("GET", "/directory"); }
nlohmann::json SandboxProcess::requests() const { return control("GET", "/requests"); }
nlohmann::json SandboxProcess::counters() const { return control("GET", "/counters"); }

nlohmann::json SandboxProcess::control(const std::string& method, const std::string& path,
                                       const nlohmann::json& body) const {
  httplib::Client client((*this)["base_url"]);
  // The test chooses its certificate, and this connection is not what is tested.
  client.enable_server_certificate_verification(false);
  httplib::Request request;
  request.method = method;
  request.path = "/sandbox" + path;
  if (!body.is_null()) {
    request.body = body.dump();
    request.set_header("Content-Type", "application/json");
  }
  const auto result = client.send(request);
  const std::string what = method + " " + request.path;
  if (!result) throw std::runtime_error(what + ": " + httplib::to_string(result.error()));
  if (result->status / 100 != 2) throw std::runtime_error(what + ": " + result->body);
  return result->body.empty() ? nlohmann::json() : nlohmann::json::parse(result->body);
}

}  // namespace entra_auth::test
