// SPDX-License-Identifier: MIT
// The transport behind a proxy that is a test double: the names asked for do not exist.
#include "base/encoding.hpp"
#include "base/log.hpp"
#include "http/captured_stderr.hpp"
#include "http/http_client.hpp"
#include "http/isolated.hpp"
#include "support/raw_server.hpp"

#include <catch2/catch.hpp>

#include <chrono>

using namespace entra_auth;
using namespace entra_auth::http;
using namespace entra_auth::test;

namespace {

bool contains(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

std::string proxy_url(const RawServer& proxy, std::string_view user_information = "") {
  return "http://" + std::string(user_information) + "127.0.0.1:" + std::to_string(proxy.port());
}

Result<HttpResponse> send_through(const std::string& proxy) {
  TransportSettings settings;
  settings.proxy.https_proxy = Secret(proxy);
  HttpClient client(settings);
  HttpRequest request = client.post("https://login.example.test/canary-path",
                                    {{"client_secret", Secret("canary-secret")}});
  request.headers = {{"Authorization", Secret("Bearer canary-header")}};
  return client.transport.send(request);
}

Error error_through(const std::string& proxy) {
  const auto response = send_through(proxy);
  REQUIRE_FALSE(response);
  CHECK_FALSE(contains(response.error().message, "canary"));
  for (const auto& hint : response.error().hints) CHECK_FALSE(contains(hint, "canary"));
  return response.error();
}

}  // namespace

TEST_CASE("CurlTransport: sends the proxy a CONNECT and nothing else") {
  const RawServer proxy(answering("HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n"));
  error_through(proxy_url(proxy));
  const std::string received = proxy.received().at(0);
  CHECK(received.starts_with("CONNECT login.example.test:443 HTTP/1.1\r\n"));
  CHECK_FALSE(contains(received, "canary"));
  CHECK_FALSE(contains(received, "Proxy-Authorization"));
}

TEST_CASE("CurlTransport: sends the proxy decoded Basic credentials") {
  const RawServer proxy(answering("HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n"));
  error_through(proxy_url(proxy, "us%40er:canary%2Fp%3Aw@"));
  CHECK(contains(proxy.received().at(0),
                 "Proxy-Authorization: Basic " + base64_encode("us@er:canary/p:w") + "\r\n"));
}

TEST_CASE("CurlTransport: names a proxy that requires credentials and says what to do") {
  const int status = GENERATE(401, 407);
  const RawServer proxy(answering("HTTP/1.1 " + std::to_string(status) +
                                  " X\r\nProxy-Authenticate: Basic realm=\"canary\"\r\n"
                                  "Content-Length: 6\r\n\r\ncanary"));
  const Error without = error_through(proxy_url(proxy));
  CHECK(without.kind == ErrorKind::network);
  CHECK_FALSE(without.retryable);
  CHECK(without.message == "the proxy " + proxy_url(proxy) +
                               " refused to connect to https://login.example.test: status " +
                               std::to_string(status));
  CHECK(contains(without.hints.at(0), "put user name and password into the proxy URL"));
  const Error with = error_through(proxy_url(proxy, "user:canary@"));
  CHECK(with.message == without.message);
  CHECK(contains(with.hints.at(0), "check the user name and the password"));
}

TEST_CASE("CurlTransport: names a proxy that refuses or cannot reach the host") {
  struct Case {
    int status;
    bool retryable;
  };
  const auto [status, retryable] =
      GENERATE(values<Case>({{403, false}, {404, false}, {502, true}, {503, true}}));
  const RawServer proxy(answering(http_response(status, "<html>canary</html>")));
  const Error error = error_through(proxy_url(proxy));
  CHECK(error.kind == ErrorKind::network);
  CHECK(error.retryable == retryable);
  CHECK(contains(error.message, "the proxy " + proxy_url(proxy) + " refused to connect"));
  CHECK(contains(error.message, "status " + std::to_string(status)));
}

TEST_CASE("CurlTransport: names a proxy that cannot be reached") {
  const ClosedPort closed;
  const std::string address = "127.0.0.1:" + std::to_string(closed.port());
  const Error error = error_through("http://user:canary@" + address);
  CHECK(error.kind == ErrorKind::network);
  CHECK(error.retryable);
  CHECK(error.message == "cannot connect to the proxy http://" + address + ": connection refused");
}

TEST_CASE("CurlTransport: names a proxy whose host does not exist") {
  const auto message = without_network([] {
    const auto response = send_through("http://user:canary@proxy.invalid:3128");
    return response ? std::string("no error") : response.error().message;
  });
  if (!message) return;
  CHECK(*message == "cannot find the host of the proxy http://proxy.invalid:3128");
}

TEST_CASE("CurlTransport: an invalid or empty response of a proxy is an error") {
  const auto* response = GENERATE("", "hello\r\n\r\n", "HTTP/1.1 200", "SSH-2.0-x\r\n");
  const RawServer proxy(answering(response));
  CHECK(error_through(proxy_url(proxy)).kind == ErrorKind::network);
}

TEST_CASE("CurlTransport: a silent proxy ends in a timeout that names it") {
  const RawServer proxy([](RawConnection& connection) { connection.wait_for_close(); });
  TransportSettings settings;
  settings.proxy.https_proxy = Secret(proxy_url(proxy, "user:canary@"));
  HttpClient client(settings);
  const auto response = client.transport.send(
      client.get("https://login.example.test/", std::chrono::milliseconds(300)));
  REQUIRE_FALSE(response);
  CHECK(response.error().kind == ErrorKind::timeout);
  CHECK(response.error().message ==
        "timed out while connecting to https://login.example.test "
        "through the proxy " +
            proxy_url(proxy));
}

TEST_CASE("CurlTransport: requests to loopback do not use the proxy") {
  const RawServer proxy(answering(http_response(200, "proxy")));
  const RawServer server(answering(http_response(200, "direct")));
  TransportSettings settings;
  settings.proxy.http_proxy = Secret(proxy_url(proxy));
  HttpClient client(settings);
  const auto response = client.transport.send(client.get(server.url()));
  REQUIRE(response);
  CHECK(response->body.expose() == "direct");
  CHECK(proxy.received().empty());
}

TEST_CASE("CurlTransport: requests to hosts in NO_PROXY go direct") {
  const auto message = without_network([] {
    TransportSettings settings;
    settings.proxy.https_proxy = Secret("http://127.0.0.1:1");
    settings.proxy.no_proxy = "*.invalid";
    HttpClient client(settings);
    const auto response = client.transport.send(client.get("https://login.invalid/"));
    return response ? std::string("no error") : response.error().message;
  });
  if (!message) return;
  CHECK(*message == "cannot find the host login.invalid of https://login.invalid");
}

TEST_CASE("CurlTransport: an unusable proxy setting is a configuration error") {
  CHECK(error_through("ftp://user:canary@proxy.test").kind == ErrorKind::invalid_configuration);
}

TEST_CASE("CurlTransport: the wire log names the proxy without its password") {
  const RawServer proxy(answering("HTTP/1.1 403 No\r\n\r\n"));
  CapturedStderr captured;
  log::set_verbosity(2);
  const auto response = send_through(proxy_url(proxy, "user:canary@"));
  log::set_verbosity(0);
  const std::string text = captured.take();
  CHECK_FALSE(response);
  CHECK(contains(text, "through the proxy " + proxy_url(proxy)));
  CHECK_FALSE(contains(text, "canary@"));
  CHECK_FALSE(contains(text, "canary-secret"));
}
