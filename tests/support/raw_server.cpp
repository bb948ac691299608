// SPDX-License-Identifier: MIT
#include "support/raw_server.hpp"

#include "base/text.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <stdexcept>
#include <utility>

namespace entra_auth::test {
namespace {

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  return address;
}

int bound_socket() {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const sockaddr_in address = loopback(0);
  if (fd < 0 || ::bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    throw std::runtime_error("cannot bind to 127.0.0.1");
  }
  return fd;
}

std::uint16_t port_of(int fd) {
  sockaddr_in address{};
  socklen_t size = sizeof address;
  if (::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
    throw std::runtime_error("getsockname failed");
  }
  return ntohs(address.sin_port);
}

bool send_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto sent = ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

std::size_t content_length(std::string_view head) {
  const std::string lower = to_lower(head);
  constexpr std::string_view kName = "\r\ncontent-length:";
  const auto at = lower.find(kName);
  if (at == std::string::npos) return 0;
  const auto value = std::string_view(lower).substr(at + kName.size());
  return static_cast<std::size_t>(
      parse_digits(trim(value.substr(0, value.find('\r')))).value_or(0));
}

}  // namespace

RawConnection::~RawConnection() {
  if (fd_ >= 0) ::close(fd_);
}

bool RawConnection::wait_readable(int timeout_milliseconds) {
  std::array<pollfd, 2> descriptors = {pollfd{fd_, POLLIN, 0}, pollfd{stop_fd_, POLLIN, 0}};
  return ::poll(descriptors.data(), descriptors.size(), timeout_milliseconds) > 0 &&
         descriptors[1].revents == 0;
}

std::string RawConnection::receive() {
  if (fd_ < 0 || !wait_readable(-1)) return {};
  std::array<char, 16384> buffer{};
  const auto count = ::recv(fd_, buffer.data(), buffer.size(), 0);
  if (count <= 0) return {};
  std::string bytes(buffer.data(), static_cast<std::size_t>(count));
  record_(bytes);
  return bytes;
}

std::string RawConnection::read_request() {
  std::string request;
  while (true) {
    const auto head_end = request.find("\r\n\r\n");
    if (head_end != std::string::npos &&
        request.size() >= head_end + 4 + content_length(request.substr(0, head_end + 2))) {
      return request;
    }
    const std::string part = receive();
    if (part.empty()) return request;
    request += part;
  }
}

bool RawConnection::send(std::string_view bytes) { return fd_ >= 0 && send_all(fd_, bytes); }

void RawConnection::wait_for_close() {
  while (!receive().empty()) {
  }
}

bool RawConnection::pause(int milliseconds) {
  return fd_ >= 0 && (!wait_readable(milliseconds) || !receive().empty());
}

void RawConnection::reset() {
  const linger discard{.l_onoff = 1, .l_linger = 0};
  ::setsockopt(fd_, SOL_SOCKET, SO_LINGER, &discard, sizeof discard);
  ::close(std::exchange(fd_, -1));
}

void RawConnection::relay_to(std::uint16_t port) {
  const int other = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const sockaddr_in address = loopback(port);
  if (::connect(other, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) {
    std::array<pollfd, 3> descriptors = {pollfd{fd_, POLLIN, 0}, pollfd{other, POLLIN, 0},
                                         pollfd{stop_fd_, POLLIN, 0}};
    std::array<char, 16384> buffer{};
    bool open = true;
    while (open && ::poll(descriptors.data(), descriptors.size(), -1) > 0 &&
           descriptors[2].revents == 0) {
      for (const auto& [from, to] : {std::pair(0, 1), std::pair(1, 0)}) {
        if (descriptors[static_cast<std::size_t>(from)].revents == 0) continue;
        const auto count =
            ::recv(descriptors[static_cast<std::size_t>(from)].fd, buffer.data(), buffer.size(), 0);
        open = open && count > 0 &&
               send_all(descriptors[static_cast<std::size_t>(to)].fd,
                        {buffer.data(), static_cast<std::size_t>(count)});
      }
    }
  }
  ::close(other);
}

RawServer::RawServer(Script script)
    : script_(std::move(script)),
      listener_(bound_socket()),
      stop_fd_(::eventfd(0, EFD_CLOEXEC)),
      port_(port_of(listener_)) {
  if (stop_fd_ < 0 || ::listen(listener_, 16) != 0) throw std::runtime_error("cannot listen");
  thread_ = std::thread([this] { serve(); });
}

RawServer::~RawServer() {
  const std::uint64_t one = 1;
  if (::write(stop_fd_, &one, sizeof one) == sizeof one) thread_.join();
  ::close(listener_);
  ::close(stop_fd_);
}

std::string RawServer::url(std::string_view path) const {
  return "http://127.0.0.1:" + std::to_string(port_) + std::string(path);
}

std::vector<std::string> RawServer::received() const {
  const std::lock_guard lock(mutex_);
  return received_;
}

void RawServer::serve() {
  while (true) {
    std::array<pollfd, 2> descriptors = {pollfd{listener_, POLLIN, 0}, pollfd{stop_fd_, POLLIN, 0}};
    if (::poll(descriptors.data(), descriptors.size(), -1) < 0 || descriptors[1].revents != 0)
      return;
    const int fd = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (fd < 0) continue;
    std::size_t index = 0;
    {
      const std::lock_guard lock(mutex_);
      index = received_.size();
      received_.emplace_back();
    }
    RawConnection connection(fd, stop_fd_, [this, index](std::string_view bytes) {
      const std::lock_guard lock(mutex_);
      received_[index] += bytes;
    });
    script_(connection);
  }
}

RawServer::Script answering(std::string answer) {
  return [answer = std::move(answer)](RawConnection& connection) {
    connection.read_request();
    connection.send(answer);
  };
}

std::string http_response(int status, std::string_view body, std::string_view header_lines) {
  return "HTTP/1.1 " + std::to_string(status) + " X\r\n" + std::string(header_lines) +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
}

ClosedPort::ClosedPort() : fd_(bound_socket()) {}

ClosedPort::~ClosedPort() { ::close(fd_); }

std::uint16_t ClosedPort::port() const { return port_of(fd_); }

}  // namespace entra_auth::test
