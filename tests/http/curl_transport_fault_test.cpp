// SPDX-License-Identifier: MIT
// The transport against servers that break off, lie, drip and flood.
#include "http/http_client.hpp"
#include "http/isolated.hpp"
#include "http/response_reader.hpp"
#include "support/raw_server.hpp"

#include <catch2/catch.hpp>

#include <chrono>

using namespace entra_auth;
using namespace entra_auth::http;
using namespace entra_auth::test;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

bool contains(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

/// The error of one POST with a secret in it; fails the test where there is none.
Error error_of(const RawServer& server, Milliseconds timeout = seconds(20),
               std::size_t max_body_bytes = 256 * 1024) {
  HttpClient client;
  HttpRequest request = client.post(server.url("/canary-path?canary-query"),
                                    {{"client_secret", Secret("canary-secret")}}, timeout);
  request.max_body_bytes = max_body_bytes;
  const auto response = client.transport.send(request);
  REQUIRE_FALSE(response);
  CHECK_FALSE(contains(response.error().message, "canary"));
  CHECK(contains(response.error().message, "http://127.0.0.1:" + std::to_string(server.port())));
  return response.error();
}

template <class Function>
milliseconds time_of(Function&& function) {
  const auto start = std::chrono::steady_clock::now();
  function();
  return std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() - start);
}

}  // namespace

TEST_CASE("CurlTransport: a refused connection is a retryable network error with its cause") {
  const ClosedPort closed;
  HttpClient client;
  const auto response = client.transport.send(
      client.get("http://127.0.0.1:" + std::to_string(closed.port()) + "/canary-path"));
  REQUIRE_FALSE(response);
  CHECK(response.error().kind == ErrorKind::network);
  CHECK(response.error().retryable);
  CHECK(response.error().message == "cannot connect to http://127.0.0.1:" +
                                        std::to_string(closed.port()) + ": connection refused");
}

TEST_CASE("CurlTransport: an unknown host is a retryable network error") {
  const auto message = without_network([] {
    HttpClient client;
    const auto response = client.transport.send(client.get("https://nowhere.invalid/canary"));
    if (response || response.error().kind != ErrorKind::network) return std::string("wrong kind");
    return response.error().message + (response.error().retryable ? "" : ", not retryable");
  });
  if (!message) return;
  CHECK(*message == "cannot find the host nowhere.invalid of https://nowhere.invalid");
}

TEST_CASE("CurlTransport: a silent server ends in a timeout, in time") {
  const RawServer server([](RawConnection& connection) {
    connection.read_request();
    connection.wait_for_close();
  });
  Error error;
  const auto elapsed = time_of([&] { error = error_of(server, milliseconds(300)); });
  CHECK(error.kind == ErrorKind::timeout);
  CHECK(contains(error.message, "timed out while waiting for the response of http://127.0.0.1:"));
  REQUIRE_FALSE(error.hints.empty());
  CHECK(contains(error.hints.back(), "--timeout"));
  CHECK(elapsed >= milliseconds(290));
  CHECK(elapsed < milliseconds(2000));
}

TEST_CASE("CurlTransport: a slow response is cut off at the deadline") {
  const auto* head = GENERATE("HTTP/1.1 200 OK\r\nX-Header: ", "HTTP/1.1 200 OK\r\n\r\n");
  const RawServer server([head](RawConnection& connection) {
    connection.read_request();
    connection.send(head);
    while (connection.send("x") && connection.pause(50)) {
    }
  });
  const auto elapsed =
      time_of([&] { CHECK(error_of(server, milliseconds(400)).kind == ErrorKind::timeout); });
  CHECK(elapsed < milliseconds(2000));
}

TEST_CASE("CurlTransport: gives up after the connect timeout") {
  // The handshake of TLS belongs to connecting, and a plain server that says nothing never ends it.
  const RawServer server([](RawConnection& connection) { connection.wait_for_close(); });
  TransportSettings settings;
  settings.connect_timeout = milliseconds(300);
  HttpClient client(settings);
  Error error;
  const auto elapsed = time_of([&] {
    const auto response = client.transport.send(
        client.get("https://127.0.0.1:" + std::to_string(server.port()) + "/"));
    REQUIRE_FALSE(response);
    error = response.error();
  });
  CHECK(error.kind == ErrorKind::timeout);
  CHECK(error.retryable);
  CHECK(contains(error.message, "timed out while connecting to https://127.0.0.1:"));
  CHECK(elapsed < milliseconds(2000));
}

TEST_CASE("CurlTransport: sends nothing after the deadline") {
  const RawServer server(answering(http_response(200, "{}")));
  HttpClient client;
  const auto response = client.transport.send(client.get(server.url(), milliseconds(-1)));
  REQUIRE_FALSE(response);
  CHECK(response.error().kind == ErrorKind::timeout);
  CHECK(server.received().empty());
}

TEST_CASE("CurlTransport: a connection that breaks in the response is a retryable error") {
  const std::string response = http_response(200, R"({"access_token":"t"})");
  const std::size_t length = GENERATE_COPY(range(std::size_t{0}, response.size(), std::size_t{7}));
  const bool with_reset = GENERATE(false, true);
  const RawServer server([&](RawConnection& connection) {
    connection.read_request();
    connection.send(response.substr(0, length));
    if (with_reset) connection.reset();
  });
  INFO(length << " bytes, " << (with_reset ? "reset" : "closed"));
  const Error error = error_of(server);
  CHECK(error.kind == ErrorKind::network);
  // What was cut off within the status line is not HTTP any more.
  if (length == 0 || length > 15) CHECK(error.retryable);
  CHECK(server.received().size() == 1);
}

TEST_CASE("CurlTransport: contradictory responses are network errors") {
  const auto* response = GENERATE(
      "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{}",
      "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n{}",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-2\r\n{}\r\n0\r\n\r\n",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10000000000000002\r\n{}\r\n0\r\n\r\n",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}", "HTTP/1.1 999 X\r\n\r\n{}",
      "HTTP/1.1 20 X\r\n\r\n{}", "{}", "<html>", "SSH-2.0-OpenSSH_9.2\r\n", "\x16\x03\x01");
  const RawServer server(answering(response));
  INFO(response);
  CHECK(error_of(server).kind == ErrorKind::network);
}

TEST_CASE("CurlTransport: a body over the limit is cut off early") {
  std::size_t sent = 0;
  {
    const RawServer server([&](RawConnection& connection) {
      connection.read_request();
      connection.send("HTTP/1.1 200 OK\r\n\r\n");
      const std::string part(64 * 1024, 'x');
      while (sent < 100'000'000 && connection.send(part)) sent += part.size();
    });
    const Error error = error_of(server, seconds(20), 300 * 1024);
    CHECK(error.kind == ErrorKind::network);
    CHECK_FALSE(error.retryable);
    CHECK(contains(error.message, "is too large: more than 300 KiB"));
  }
  CHECK(sent < 50'000'000);  // what the sockets buffer, not what the server would have sent
}

TEST_CASE("CurlTransport: a body of exactly the limit is accepted") {
  const RawServer server(answering(http_response(200, std::string(300, 'x'))));
  HttpClient client;
  HttpRequest request = client.get(server.url());
  request.max_body_bytes = 300;
  CHECK(client.transport.send(request));
  request.max_body_bytes = 299;
  CHECK_FALSE(client.transport.send(request));
}

TEST_CASE("CurlTransport: endless headers are cut off") {
  const auto* line = GENERATE("X-Header: 0123456789012345678901234567890123456789\r\n",
                              "HTTP/1.1 100 Continue\r\n\r\n");
  const RawServer server([line](RawConnection& connection) {
    connection.read_request();
    if (std::string_view(line).starts_with("X")) connection.send("HTTP/1.1 200 OK\r\n");
    while (connection.send(line)) {
    }
  });
  const Error error = error_of(server);
  CHECK(error.kind == ErrorKind::network);
  CHECK(contains(error.message, "64 KiB of headers"));
}

TEST_CASE("CurlTransport: an endless header line is cut off") {
  const RawServer server([](RawConnection& connection) {
    connection.read_request();
    connection.send("HTTP/1.1 200 OK\r\nX-Header: ");
    const std::string part(64 * 1024, 'x');
    while (connection.send(part)) {
    }
  });
  CHECK(error_of(server).kind == ErrorKind::network);
}
