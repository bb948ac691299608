// SPDX-License-Identifier: MIT
#include "sandbox/http/server.hpp"

#include "base/text.hpp"

#include <httplib.h>

#include <netinet/in.h>
#include <sys/socket.h>

#include <chrono>
#include <exception>
#include <filesystem>
#include <thread>

namespace entra_auth::sandbox {
namespace {

constexpr std::size_t kThreads = 64;
constexpr std::size_t kMaxBodyBytes = 1024 * 1024;
constexpr int kBacklog = 1024;

std::uint16_t port_of(const sockaddr_storage& address) {
  if (address.ss_family == AF_INET6) {
    return ntohs(reinterpret_cast<const sockaddr_in6&>(address).sin6_port);
  }
  return ntohs(reinterpret_cast<const sockaddr_in&>(address).sin_port);
}

/// Ends the connection of a request. cpp-httplib does not give the socket to its handlers, so this
/// looks for the open socket with the request's two ports. It stays open while the handler runs.
void disconnect(const httplib::Request& request) {
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd", ignored)) {
    const auto fd = parse_digits(entry.path().filename().string());
    if (!fd) continue;
    sockaddr_storage peer{};
    sockaddr_storage own{};
    socklen_t peer_size = sizeof peer;
    socklen_t own_size = sizeof own;
    const int socket = static_cast<int>(*fd);
    if (::getpeername(socket, reinterpret_cast<sockaddr*>(&peer), &peer_size) == 0 &&
        ::getsockname(socket, reinterpret_cast<sockaddr*>(&own), &own_size) == 0 &&
        port_of(peer) == request.remote_port && port_of(own) == request.local_port) {
      ::shutdown(socket, SHUT_RDWR);
    }
  }
}

Request to_request(const httplib::Request& from, std::string body) {
  Request request{.method = from.method, .path = {}, .query = {}, .headers = {}, .body = {}};
  const auto question = from.target.find('?');
  request.path = from.target.substr(0, question);
  if (question != std::string::npos) request.query = from.target.substr(question + 1);
  for (const auto& [name, value] : from.headers) {
    // cpp-httplib adds these four to the headers that were sent.
    if (name == "REMOTE_ADDR" || name == "REMOTE_PORT" || name == "LOCAL_ADDR" ||
        name == "LOCAL_PORT") {
      continue;
    }
    request.headers.emplace_back(to_lower(name), value);
  }
  request.body = std::move(body);
  return request;
}

void answer(const httplib::Request& request, Reply reply, httplib::Response& response) {
  if (reply.close_unanswered) disconnect(request);
  response.status = reply.status;
  for (const auto& [name, value] : reply.headers) response.set_header(name, value);
  if (reply.cut_after && *reply.cut_after < reply.body.size()) {
    const std::size_t whole = reply.body.size();
    reply.body.resize(*reply.cut_after);
    response.set_content_provider(
        whole, reply.content_type,
        [part = std::move(reply.body)](std::size_t, std::size_t, httplib::DataSink& sink) {
          if (!part.empty()) sink.write(part.data(), part.size());
          return false;
        });
  } else {
    response.set_content(reply.body, reply.content_type);
  }
}

}  // namespace

struct HttpServer::Implementation {
  std::unique_ptr<httplib::Server> server;
  Handler handler;
  std::thread thread;
  int listening_socket = -1;
  std::uint16_t port = 0;

  void handle(const httplib::Request& request, httplib::Response& response, std::string body) {
    try {
      answer(request, handler(to_request(request, std::move(body))), response);
    } catch (const std::exception& error) {
      answer(request, text_reply(500, std::string("the sandbox failed: ") + error.what()),
             response);
    }
  }

  /// Reads the body itself, because cpp-httplib refuses forms above 8 KiB.
  void read_and_handle(const httplib::Request& request, httplib::Response& response,
                       const httplib::ContentReader& read) {
    std::string body;
    const auto append = [&](const char* data, std::size_t size) {
      body.append(data, size);
      return true;
    };
    const bool complete = request.is_multipart_form_data()
                              ? read([](const httplib::MultipartFormData&) { return true; }, append)
                              : read(append);
    if (complete) handle(request, response, std::move(body));
  }

  void route_everything() {
    const auto plain = [this](const httplib::Request& request, httplib::Response& response) {
      handle(request, response, {});
    };
    const auto with_body = [this](const httplib::Request& request, httplib::Response& response,
                                  const httplib::ContentReader& read) {
      read_and_handle(request, response, read);
    };
    server->Get(".*", plain);
    server->Options(".*", plain);
    server->Delete(".*", plain);
    server->Post(".*", with_body);
    server->Put(".*", with_body);
    server->Patch(".*", with_body);
  }
};

HttpServer::HttpServer(std::unique_ptr<Implementation> implementation)
    : implementation_(std::move(implementation)) {}
HttpServer::HttpServer(HttpServer&&) noexcept = default;
HttpServer::~HttpServer() {
  if (implementation_) stop();
}

Result<HttpServer> HttpServer::bind(const ListenOptions& options) {
  auto implementation = std::make_unique<Implementation>();
  const bool tls = !options.tls_certificate.empty();
  implementation->server = tls ? std::make_unique<httplib::SSLServer>(
                                     options.tls_certificate.c_str(), options.tls_key.c_str())
                               : std::make_unique<httplib::Server>();
  auto& server = *implementation->server;
  if (!server.is_valid()) {
    return fail(ErrorKind::unexpected, "cannot use the TLS certificate or its key");
  }
  // Unlike cpp-httplib's default, SO_REUSEADDR never shares the port with another process.
  server.set_socket_options([kept = implementation.get()](int socket) {
    const int on = 1;
    ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    kept->listening_socket = socket;
  });
  server.set_keep_alive_max_count(1);
  server.set_tcp_nodelay(true);
  server.set_payload_max_length(kMaxBodyBytes);
  server.new_task_queue = [] { return new httplib::ThreadPool(kThreads); };
  const int port = options.port == 0 ? server.bind_to_any_port(options.host)
                   : server.bind_to_port(options.host, options.port) ? options.port
                                                                     : -1;
  if (port <= 0) return fail(ErrorKind::unexpected, "cannot listen on " + options.host);
  // cpp-httplib queues only five connections. In a burst, the sixth client would wait a second.
  ::listen(implementation->listening_socket, kBacklog);
  implementation->port = static_cast<std::uint16_t>(port);
  return HttpServer(std::move(implementation));
}

std::uint16_t HttpServer::port() const { return implementation_->port; }

void HttpServer::start(Handler handler) {
  implementation_->handler = std::move(handler);
  implementation_->route_everything();
  implementation_->thread =
      std::thread([this_ = implementation_.get()] { this_->server->listen_after_bind(); });
  // `stop` has no effect on a server that has not started yet.
  while (!implementation_->server->is_running()) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
}

void HttpServer::stop() {
  implementation_->server->stop();
  if (implementation_->thread.joinable()) implementation_->thread.join();
}

}  // namespace entra_auth::sandbox
