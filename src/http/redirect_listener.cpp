// SPDX-License-Identifier: MIT
#include "http/redirect_listener.hpp"

#include "base/try.hpp"
#include "base/url.hpp"
#include "http/redirect_page.hpp"
#include "http/redirect_request.hpp"
#include "os/files.hpp"
#include "os/input_buffer.hpp"
#include "os/loopback_socket.hpp"

#include <poll.h>

#include <algorithm>
#include <cerrno>

namespace entra_auth::http {
namespace {

using os::Descriptor;
using os::LoopbackAddress;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr std::size_t kMostConnections = 64;
constexpr std::chrono::seconds kMostSilence{10};
constexpr std::uint16_t kDefaultPort = 80;
constexpr const char* kOtherPort = "end that program, or choose another port with --port";

tl::unexpected<Error> cannot_listen(std::uint16_t port, int error_number) {
  if (error_number == EADDRINUSE) {
    return fail(ErrorKind::invalid_configuration,
                "port " + std::to_string(port) +
                    ", where the browser should come back to, is in use by another program",
                {kOtherPort});
  }
  return fail(ErrorKind::unexpected,
              "cannot listen for the browser on port " + std::to_string(port) + ": " +
                  os::errno_text(error_number),
              {"use flow device-code, which needs no port"});
}

bool is_missing_address(int error_number) {
  return error_number == EADDRNOTAVAIL || error_number == EAFNOSUPPORT;
}

/// Sockets on the same port of every address that the host stands for.
Result<std::vector<Descriptor>> listen_on(const std::string& host, std::uint16_t port) {
  constexpr int kAttempts = 20;
  for (int attempt = 1;; ++attempt) {
    std::vector<Descriptor> sockets;
    if (host != "::1") {
      sockets.push_back(os::listen_on_loopback(LoopbackAddress::ipv4, port));
      if (!sockets.back().valid()) return cannot_listen(port, errno);
    }
    if (host == "127.0.0.1") return sockets;
    const auto chosen = sockets.empty() ? port : os::port_of(sockets.front());
    Descriptor ipv6 = os::listen_on_loopback(LoopbackAddress::ipv6, chosen);
    const int error_number = errno;
    if (ipv6.valid()) {
      sockets.push_back(std::move(ipv6));
      return sockets;
    }
    if (!sockets.empty() && is_missing_address(error_number)) return sockets;
    // The other half of a port that the system chose may be somebody else's: choose again.
    if (port != 0 || error_number != EADDRINUSE || attempt == kAttempts) {
      return cannot_listen(chosen, error_number);
    }
  }
}

/// The redirect URI as it was registered, with the port put in: the rest to the letter.
std::string with_port(const std::string& uri, const Url& parsed, std::uint16_t port) {
  const std::string host = parsed.host == "::1" ? "[::1]" : parsed.host;
  const auto start = parsed.scheme.size() + 3;
  const auto end = std::min(uri.find_first_of("/?", start), uri.size());
  return "http://" + host + ":" + std::to_string(port) + uri.substr(end);
}

/// What somebody types or pastes, line by line.
class PastedLines {
 public:
  explicit PastedLines(const LineInput& input) : input_(input), fd_(input.fd) {}
  PastedLines(const PastedLines&) = delete;
  PastedLines& operator=(const PastedLines&) = delete;
  ~PastedLines() { wipe(text_); }

  /// -1 once there is no more input.
  [[nodiscard]] int fd() const { return fd_; }

  /// Reads what is there. True once a line was the answer.
  [[nodiscard]] bool read() {
    os::InputBuffer chunk(kMostRequestBytes);
    const auto step = chunk.read_from(fd_);
    const bool ended =
        step != os::InputBuffer::Step::more && step != os::InputBuffer::Step::would_block;
    text_ += chunk.take().expose();
    if (ended || text_.size() > kMostRequestBytes) {
      fd_ = -1;
      text_ += '\n';
    }
    for (auto end = text_.find('\n'); end != std::string::npos; end = text_.find('\n')) {
      const bool taken = input_.take(std::string_view(text_).substr(0, end));
      text_.erase(0, end + 1);
      if (taken) return true;
    }
    return false;
  }

 private:
  const LineInput& input_;
  int fd_;
  std::string text_;
};

}  // namespace

struct RedirectListener::Connection {
  Descriptor socket;
  steady_clock::time_point since;
  std::string received{};

  Connection(Descriptor accepted, steady_clock::time_point now)
      : socket(std::move(accepted)), since(now) {}
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection() { wipe(received); }
};

RedirectListener::RedirectListener(std::vector<Descriptor> sockets, std::string uri,
                                   std::string path)
    : sockets_(std::move(sockets)),
      port_(os::port_of(sockets_.front())),
      uri_(std::move(uri)),
      path_(std::move(path)) {}
RedirectListener::RedirectListener(RedirectListener&&) noexcept = default;
RedirectListener::~RedirectListener() = default;

Result<RedirectListener> RedirectListener::open(const RedirectSettings& settings) {
  const auto url = parse_url(settings.redirect_uri);
  if (!url || url->scheme != "http" || !is_loopback_host(url->host)) {
    return fail(ErrorKind::invalid_configuration,
                "the redirect URI cannot be listened on: " + settings.redirect_uri,
                {"use http://localhost, with the path that is registered"});
  }
  std::uint16_t port = url->port == kDefaultPort ? 0 : url->port;
  if (settings.port) port = static_cast<std::uint16_t>(*settings.port);
  TRY(auto sockets, listen_on(url->host, port));
  auto uri = with_port(settings.redirect_uri, *url, os::port_of(sockets.front()));
  return RedirectListener(std::move(sockets), std::move(uri), url->path);
}

void RedirectListener::accept_all(const Descriptor& socket) {
  while (true) {
    Descriptor accepted = os::accept_connection(socket);
    if (!accepted.valid()) return;
    // Browsers open connections that they never use; whoever waits longest makes room.
    if (connections_.size() == kMostConnections) connections_.erase(connections_.begin());
    connections_.push_back(std::make_unique<Connection>(std::move(accepted), steady_clock::now()));
  }
}

/// Empty while the request is not complete.
std::string RedirectListener::answer_to(std::string_view received, const RedirectHandler& handler) {
  const auto parsed = parse_redirect_request(received);
  if (parsed.state == RequestState::incomplete) return {};
  if (parsed.state == RequestState::broken) return plain_answer(400, "Not a request.");
  const auto& request = parsed.request;
  const std::string port = ":" + std::to_string(port_);
  // A page elsewhere that has its own name resolve to this machine sends that name.
  if (request.host != "localhost" + port && request.host != "127.0.0.1" + port &&
      request.host != "[::1]" + port) {
    return plain_answer(421, "Not this host.");
  }
  if (request.path != path_) return plain_answer(404, "Nothing here.");
  if (request.method != "GET" && request.method != "POST") {
    return plain_answer(405, "Not this method.");
  }
  if (!request.parameters) return plain_answer(400, "Not a redirect.");
  if (finished_) return plain_answer(400, "The sign-in has ended already.");
  const auto outcome = handler(*request.parameters);
  if (!outcome.is_ours) {
    return plain_answer(400, "Not the answer to the sign-in that is waited for.");
  }
  finished_ = true;
  return redirect_page(outcome);
}

/// True once the connection is done with.
bool RedirectListener::serve(Connection& connection, const RedirectHandler& handler) {
  const bool open = os::receive_into(connection.socket, connection.received);
  const std::string answer = answer_to(connection.received, handler);
  if (!answer.empty()) os::send_and_finish(connection.socket, answer);
  return !open || !answer.empty();
}

Result<void> RedirectListener::wait(const RedirectHandler& handler, const LineInput& input,
                                    Deadline deadline) {
  PastedLines pasted(input);
  while (true) {
    const auto now = steady_clock::now();
    if (!finished_ && now >= deadline) {
      return fail(ErrorKind::timeout, "nobody finished the sign-in in time",
                  {"run the command again; --timeout gives more time"});
    }
    std::erase_if(connections_, [&](const auto& each) { return now - each->since > kMostSilence; });

    std::vector<pollfd> events{{pasted.fd(), POLLIN, 0}};
    for (const auto& socket : sockets_) events.push_back({socket.get(), POLLIN, 0});
    const auto first_connection = events.size();
    for (const auto& each : connections_) events.push_back({each->socket.get(), POLLIN, 0});
    // Once the answer is there, only those are told who have come already.
    const auto pause =
        finished_ ? milliseconds(0)
                  : std::min(std::chrono::ceil<milliseconds>(deadline - now), milliseconds(1000));
    const int ready = ::poll(events.data(), events.size(), static_cast<int>(pause.count()));
    if (ready <= 0) {
      if (finished_) return {};
      continue;
    }

    if (events[0].revents != 0 && pasted.read()) return {};
    for (auto i = connections_.size(); i-- > 0;) {
      if (events[first_connection + i].revents != 0 && serve(*connections_[i], handler)) {
        connections_.erase(connections_.begin() + static_cast<std::ptrdiff_t>(i));
      }
    }
    for (std::size_t i = 0; i < sockets_.size(); ++i) {
      if (events[1 + i].revents != 0) accept_all(sockets_[i]);
    }
  }
}

}  // namespace entra_auth::http
