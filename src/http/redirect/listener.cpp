// SPDX-License-Identifier: MIT
#include "http/redirect/listener.hpp"

#include "base/try.hpp"
#include "base/url.hpp"
#include "http/redirect/page.hpp"
#include "http/redirect/request.hpp"
#include "os/descriptor.hpp"
#include "os/input.hpp"
#include "os/loopback_socket.hpp"

#include <algorithm>
#include <array>
#include <cerrno>

namespace entra_auth::http {
namespace {

using os::Descriptor;
using os::LoopbackAddress;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr std::size_t kMaxConnections = 64;
constexpr std::chrono::seconds kMaxSilence{10};
constexpr std::uint16_t kDefaultPort = 80;
const std::array<std::string, 3> kHosts = {"localhost", "127.0.0.1", "[::1]"};
constexpr const char* kOtherPort = "end that program, or choose another port with --port";

tl::unexpected<Error> cannot_listen(std::uint16_t port, int error_number) {
  if (error_number == EADDRINUSE) {
    return fail(
        ErrorKind::invalid_configuration,
        "port " + std::to_string(port) + ", which the redirect uses, is in use by another program",
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

/// Sockets on the same port of every address of the host.
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
    // The system chose the port for IPv4; another program may have it for IPv6: choose again.
    if (port != 0 || error_number != EADDRINUSE || attempt == kAttempts) {
      return cannot_listen(chosen, error_number);
    }
  }
}

/// The registered redirect URI with the port, and otherwise unchanged.
std::string with_port(const std::string& uri, const Url& parsed, std::uint16_t port) {
  const std::string host = parsed.host == "::1" ? "[::1]" : parsed.host;
  const auto start = parsed.scheme.size() + 3;
  const auto end = std::min(uri.find_first_of("/?", start), uri.size());
  return "http://" + host + ":" + std::to_string(port) + uri.substr(end);
}

/// Whether the URI has an explicit port.
bool names_port(std::string_view uri) {
  const auto start = uri.find("//") + 2;
  const auto authority = uri.substr(start, std::min(uri.find('/', start), uri.size()) - start);
  const auto colon = authority.rfind(':');
  return colon != std::string_view::npos && authority.find(']', colon) == std::string_view::npos;
}

/// The lines that the user types or pastes.
class PastedLines {
 public:
  explicit PastedLines(const LineInput& input) : input_(input), fd_(input.fd) {}
  PastedLines(const PastedLines&) = delete;
  PastedLines& operator=(const PastedLines&) = delete;
  ~PastedLines() { wipe(text_); }

  /// -1 after the end of the input.
  [[nodiscard]] int fd() const { return fd_; }

  /// Reads what has arrived. Returns true if a line was accepted.
  [[nodiscard]] bool read() {
    os::InputBuffer chunk(kMaxRequestBytes);
    const auto step = chunk.read_from(fd_);
    const bool ended =
        step != os::InputBuffer::Step::more && step != os::InputBuffer::Step::would_block;
    text_ += chunk.take().expose();
    if (ended || text_.size() > kMaxRequestBytes) {
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

bool is_redirect_uri(const std::string& text) {
  const auto url = parse_url(text);
  return url && url->scheme == "http" && url->query.empty() &&
         text.find('?') == std::string::npos &&
         (url->host == "localhost" || url->host == "127.0.0.1" || url->host == "::1");
}

Result<RedirectListener> RedirectListener::open(const RedirectSettings& settings) {
  const auto url = parse_url(settings.redirect_uri);
  if (!is_redirect_uri(settings.redirect_uri)) {
    return fail(ErrorKind::invalid_configuration,
                "cannot listen on the redirect URI " + settings.redirect_uri,
                {"use http://localhost with the registered path"});
  }
  std::uint16_t port = names_port(settings.redirect_uri) ? url->port : 0;
  if (settings.port) port = static_cast<std::uint16_t>(*settings.port);
  TRY(auto sockets, listen_on(url->host, port));
  auto uri = with_port(settings.redirect_uri, *url, os::port_of(sockets.front()));
  return RedirectListener(std::move(sockets), std::move(uri), url->path);
}

/// Its request is read first: it may be the redirect.
void RedirectListener::evict_oldest(const RedirectHandler& handler) {
  (void)serve(*connections_.front(), handler);
  connections_.erase(connections_.begin());
}

/// Browsers open connections that they never use, so the number of connections is limited, and so
/// is the number that are accepted at once.
void RedirectListener::accept_some(const Descriptor& socket, const RedirectHandler& handler) {
  for (std::size_t count = 0; count < kMaxConnections; ++count) {
    Descriptor accepted = os::accept_connection(socket);
    if (!accepted.valid()) {
      const bool is_full = errno == EMFILE || errno == ENFILE;
      if (is_full && !connections_.empty()) evict_oldest(handler);
      return;
    }
    if (connections_.size() == kMaxConnections) evict_oldest(handler);
    auto connection = std::make_unique<Connection>(std::move(accepted), steady_clock::now());
    if (!serve(*connection, handler)) connections_.push_back(std::move(connection));
  }
}

/// A web page whose own name resolves to this machine (DNS rebinding) sends that name.
bool RedirectListener::is_for_us(const std::string& host) const {
  const std::string port = ":" + std::to_string(port_);
  return std::ranges::any_of(kHosts, [&](const std::string& name) {
    return host == name + port || (port_ == kDefaultPort && host == name);
  });
}

/// Empty if the request is not complete yet.
std::string RedirectListener::response_to(std::string_view received,
                                          const RedirectHandler& handler) {
  const auto parsed = parse_redirect_request(received);
  if (parsed.state == RequestState::incomplete) return {};
  if (parsed.state == RequestState::broken) return plain_response(400, "Not a request.");
  const auto& request = parsed.request;
  if (!is_for_us(request.host)) return plain_response(421, "Not this host.");
  if (request.path != path_) return plain_response(404, "Nothing here.");
  if (request.method != "GET" && request.method != "POST") {
    return plain_response(405, "Not this method.");
  }
  if (!request.parameters) return plain_response(400, "Not a redirect.");
  if (finished_) return plain_response(400, "The sign-in has ended already.");
  const auto outcome = handler(*request.parameters);
  if (!outcome.is_ours) {
    return plain_response(400, "Not the redirect of this sign-in.");
  }
  finished_ = true;
  return redirect_page(outcome);
}

/// Returns true if the connection is finished.
bool RedirectListener::serve(Connection& connection, const RedirectHandler& handler) {
  const bool open = os::receive_into(connection.socket, connection.received);
  const std::string response = response_to(connection.received, handler);
  if (!response.empty()) os::send_and_finish(connection.socket, response);
  return !open || !response.empty();
}

Result<void> RedirectListener::wait(const RedirectHandler& handler, const LineInput& input,
                                    Deadline deadline) {
  PastedLines pasted(input);
  while (!finished_) {
    const auto now = steady_clock::now();
    if (now >= deadline) {
      return fail(ErrorKind::timeout, "the sign-in was not completed in time",
                  {"run the command again; allow more time with --timeout"});
    }
    std::erase_if(connections_, [&](const auto& each) { return now - each->since > kMaxSilence; });

    std::vector<int> watched{pasted.fd()};
    for (const auto& socket : sockets_) watched.push_back(socket.get());
    const auto first_connection = watched.size();
    for (const auto& each : connections_) watched.push_back(each->socket.get());
    const auto pause =
        std::min(std::chrono::ceil<milliseconds>(deadline - now), milliseconds(1000));
    const auto ready = os::wait_for_input(watched, pause);

    if (ready[0] && pasted.read()) return {};
    for (auto i = connections_.size(); i-- > 0;) {
      if (ready[first_connection + i] && serve(*connections_[i], handler)) {
        connections_.erase(connections_.begin() + static_cast<std::ptrdiff_t>(i));
      }
    }
    for (std::size_t i = 0; i < sockets_.size(); ++i) {
      if (ready[1 + i]) accept_some(sockets_[i], handler);
    }
  }
  // Requests that have arrived already get a response, once.
  for (const auto& socket : sockets_) accept_some(socket, handler);
  for (const auto& connection : connections_) (void)serve(*connection, handler);
  return {};
}

}  // namespace entra_auth::http
