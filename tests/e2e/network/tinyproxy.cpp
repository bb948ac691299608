// SPDX-License-Identifier: MIT
#include "e2e/network/tinyproxy.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <spawn.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <sstream>
#include <stdexcept>
#include <thread>

namespace entra_auth::test {
namespace {

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

/// One that was free a moment ago: tinyproxy cannot be told to choose.
std::uint16_t free_port() {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  auto address = loopback(0);
  socklen_t size = sizeof address;
  const bool bound = ::bind(fd, reinterpret_cast<sockaddr*>(&address), size) == 0 &&
                     ::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size) == 0;
  ::close(fd);
  if (!bound) throw std::runtime_error("no free port");
  return ntohs(address.sin_port);
}

bool accepts(std::uint16_t port) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const auto address = loopback(port);
  const bool connected =
      ::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  ::close(fd);
  return connected;
}

pid_t start(const std::string& configuration) {
  const pid_t parent = ::getpid();
  const pid_t pid = ::fork();
  if (pid != 0) return pid;
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent) ::_exit(1);
  const int null = ::open("/dev/null", O_RDWR | O_CLOEXEC);
  for (const int fd : {0, 1, 2}) ::dup2(null, fd);
  ::execl("/usr/bin/tinyproxy", "tinyproxy", "-d", "-c", configuration.c_str(), nullptr);
  ::_exit(127);
}

}  // namespace

Tinyproxy::Tinyproxy() : port_(free_port()) {
  const std::string log = (dir_ / "log").string();
  const auto configuration = dir_.write(
      "tinyproxy.conf", "Port " + std::to_string(port_) +
                            "\nListen 127.0.0.1\nAllow 127.0.0.1\nTimeout 20\nMaxClients 20\n"
                            "LogLevel Connect\nLogFile \"" +
                            log + "\"\nBasicAuth " + kUser + " " + kPassword + "\n");
  pid_ = start(configuration.string());
  for (int i = 0; i < 500; ++i) {
    if (accepts(port_)) return;
    if (::waitpid(pid_, nullptr, WNOHANG) != 0) break;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  throw std::runtime_error("tinyproxy does not start: is the package tinyproxy-bin installed?");
}

Tinyproxy::~Tinyproxy() {
  if (pid_ <= 0) return;
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
}

std::string Tinyproxy::url(const std::string& password) const {
  return std::string("http://") + kUser + ":" + password + "@127.0.0.1:" + std::to_string(port_);
}

std::vector<std::string> Tinyproxy::requests() const {
  std::vector<std::string> found;
  std::istringstream log(read_text(dir_ / "log"));
  for (std::string line; std::getline(log, line);) {
    constexpr std::string_view kMark = "): ";
    if (line.find("Request (file descriptor") == std::string::npos) continue;
    found.push_back(line.substr(line.rfind(kMark) + kMark.size()));
  }
  return found;
}

}  // namespace entra_auth::test
