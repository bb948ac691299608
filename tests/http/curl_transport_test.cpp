// SPDX-License-Identifier: MIT
#include "http/curl_transport.hpp"

#include "base/log.hpp"
#include "http/captured_stderr.hpp"
#include "http/http_client.hpp"
#include "support/raw_server.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>

using namespace entra_auth;
using namespace entra_auth::http;
using namespace entra_auth::test;
using namespace std::string_literals;
using namespace std::string_view_literals;

namespace {

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

/// The header's value as it was sent, or "(none)".
std::string sent_header(const std::string& request, const std::string& name) {
  const auto at = request.find("\r\n" + name + ":");
  if (at == std::string::npos || at > request.find("\r\n\r\n")) return "(none)";
  const auto start = request.find_first_not_of(' ', at + name.size() + 3);
  return request.substr(start, request.find("\r\n", start) - start);
}

std::string sent_body(const std::string& request) {
  return request.substr(request.find("\r\n\r\n") + 4);
}

}  // namespace

TEST_CASE("CurlTransport: returns status, headers and body as they were sent") {
  const RawServer server(
      answering("HTTP/1.1 400 Bad\r\nContent-Type: application/json; "
                "charset=utf-8\r\nX-Ms-Request-Id:  42 \r\n"
                "X-Empty:\r\nX-Twice: 1\r\nx-twice: 2\r\nContent-Length: 5\r\n\r\na\0b\r\n"s));
  HttpClient client;
  const auto response = client.transport.send(client.get(server.url("/path?query=1")));
  REQUIRE(response);
  CHECK(response->status == 400);
  CHECK(response->body.expose() == "a\0b\r\n"sv);
  CHECK(response->header("content-type") == "application/json; charset=utf-8");
  CHECK(response->header("x-ms-request-id") == "42");
  CHECK(response->header("x-empty") == "");
  CHECK(response->header("x-twice") == "1");
  CHECK(response->headers.size() == 6);
}

TEST_CASE("CurlTransport: a GET says what it accepts and nothing about this machine") {
  const RawServer server(answering(http_response(200, "{}")));
  TransportSettings settings;
  settings.user_agent = "entra-auth-cli/9";
  HttpClient client(settings);
  HttpRequest request = client.get(server.url("/a/b?c=d%20e"));
  request.headers = {{"X-One", Secret("1")}, {"X-Empty", Secret()}};
  REQUIRE(client.transport.send(request));
  const std::string sent = server.received().at(0);
  CHECK(sent == "GET /a/b?c=d%20e HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(server.port()) +
                    "\r\nUser-Agent: entra-auth-cli/9\r\nAccept: application/json\r\nX-One: 1\r\n"
                    "X-Empty:\r\n\r\n");
}

TEST_CASE("CurlTransport: a POST carries its encoded form") {
  const RawServer server(answering(http_response(200, "{}")));
  HttpClient client;
  REQUIRE(client.transport.send(
      client.post(server.url(),
                  {{"client_secret", Secret("a+b&c%d=e~f g\xc3\xa9")}, {"scope", Secret("a b")}})));
  const std::string sent = server.received().at(0);
  CHECK(sent.starts_with("POST / HTTP/1.1\r\n"));
  CHECK(sent_header(sent, "Content-Type") == "application/x-www-form-urlencoded");
  CHECK(sent_header(sent, "Expect") == "(none)");
  CHECK(sent_header(sent, "Accept-Encoding") == "(none)");
  CHECK(sent_header(sent, "Cookie") == "(none)");
  CHECK(sent_body(sent) == "client_secret=a%2Bb%26c%25d%3De~f%20g%C3%A9&scope=a%20b");
}

TEST_CASE("CurlTransport: a large form arrives whole without waiting for a 100") {
  const RawServer server(answering(http_response(200, "{}")));
  HttpClient client;
  const std::string value(1'200'000, 'x');  // beyond what makes libcurl ask first
  REQUIRE(client.transport.send(client.post(server.url(), {{"a", Secret(value)}})));
  CHECK(sent_header(server.received().at(0), "Expect") == "(none)");
  CHECK(sent_body(server.received().at(0)) == "a=" + value);
}

TEST_CASE("CurlTransport: a POST may have no form and its own headers") {
  const RawServer server(answering(http_response(200, "{}")));
  HttpClient client;
  HttpRequest request = client.get(server.url());
  request.method = HttpMethod::post;
  request.headers = {{"content-type", Secret("application/json")},
                     {"accept", Secret("text/plain")}};
  REQUIRE(client.transport.send(request));
  const std::string sent = server.received().at(0);
  CHECK(sent.starts_with("POST "));
  CHECK(sent_header(sent, "Content-Length") == "0");
  CHECK(sent_header(sent, "content-type") == "application/json");
  CHECK(sent_header(sent, "accept") == "text/plain");
  CHECK(sent_header(sent, "Content-Type") == "(none)");
  CHECK(sent_header(sent, "Accept") == "(none)");
  CHECK(sent_body(sent).empty());
}

TEST_CASE("CurlTransport: refuses a header that would become two before anything is sent") {
  const RawServer server(answering(http_response(200, "{}")));
  HttpClient client;
  HttpRequest request = client.get(server.url());
  request.headers.push_back(
      GENERATE(HttpHeader{"X", Secret("canary\r\nY: 1")}, HttpHeader{"X", Secret("canary\n")},
               HttpHeader{"X", Secret(std::string_view("canary\0", 7))},
               HttpHeader{"X: canary", Secret("1")}, HttpHeader{"", Secret("1")}));
  const auto response = client.transport.send(request);
  REQUIRE_FALSE(response);
  CHECK(response.error().kind == ErrorKind::invalid_configuration);
  CHECK_FALSE(contains(response.error().message, "canary\r"));
  CHECK(server.received().empty());
}

TEST_CASE("CurlTransport: returns a redirect and does not follow it") {
  const int status = GENERATE(301, 302, 303, 307, 308);
  const RawServer elsewhere(answering(http_response(200, "{}")));
  const RawServer server(
      answering(http_response(status, "", "Location: " + elsewhere.url() + "\r\n")));
  HttpClient client;
  const auto response =
      client.transport.send(client.post(server.url(), {{"client_secret", Secret("canary")}}));
  REQUIRE(response);
  CHECK(response->status == status);
  CHECK(elsewhere.received().empty());
}

TEST_CASE("CurlTransport: sends no cookies back") {
  const RawServer server(answering(http_response(200, "{}", "Set-Cookie: a=canary; Path=/\r\n")));
  HttpClient client;
  REQUIRE(client.transport.send(client.get(server.url())));
  REQUIRE(client.transport.send(client.get(server.url())));
  CHECK(sent_header(server.received().at(1), "Cookie") == "(none)");
}

TEST_CASE("CurlTransport: drops headers of interim responses and trailers") {
  const RawServer server(
      answering("HTTP/1.1 103 Early Hints\r\nX-Interim: 1\r\nContent-Type: text/html\r\n\r\n"
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\nX-Trailer: 1\r\n\r\n"));
  HttpClient client;
  const auto response = client.transport.send(client.get(server.url()));
  REQUIRE(response);
  CHECK(response->status == 200);
  CHECK(response->body.expose() == "{}");
  CHECK(response->header("content-type") == "application/json");
  CHECK_FALSE(response->header("x-interim"));
  CHECK_FALSE(response->header("x-trailer"));
}

TEST_CASE("CurlTransport: a response without a length ends with its connection") {
  const RawServer server(answering("HTTP/1.0 200 OK\r\n\r\n{\"a\":1}"));
  HttpClient client;
  const auto response = client.transport.send(client.get(server.url()));
  REQUIRE(response);
  CHECK(response->body.expose() == "{\"a\":1}");
}

TEST_CASE("CurlTransport: does not decompress a response") {
  const RawServer server(answering(http_response(200, "\x1f\x8b", "Content-Encoding: gzip\r\n")));
  HttpClient client;
  const auto response = client.transport.send(client.get(server.url()));
  REQUIRE(response);
  CHECK(response->body.expose() == "\x1f\x8b");
}

TEST_CASE("CurlTransport: reuses connections for GETs and never for POSTs") {
  const RawServer server([](RawConnection& connection) {
    while (!connection.read_request().empty()) connection.send(http_response(200, "{}"));
  });
  HttpClient client;
  SECTION("GET") {
    for (int i = 0; i < 3; ++i) REQUIRE(client.transport.send(client.get(server.url())));
    CHECK(server.received().size() == 1);
  }
  SECTION("POST") {
    for (int i = 0; i < 3; ++i) REQUIRE(client.transport.send(client.post(server.url(), {})));
    CHECK(server.received().size() == 3);
  }
}

TEST_CASE("CurlTransport: make_form may send another request") {
  const RawServer server(answering(http_response(200, "assertion")));
  HttpClient client;
  HttpRequest request = client.get(server.url());
  request.method = HttpMethod::post;
  request.make_form = [&]() -> Result<Form> {
    auto assertion = client.transport.send(client.get(server.url()));
    REQUIRE(assertion);
    return Form{{"client_assertion", assertion->body}};
  };
  REQUIRE(client.transport.send(request));
  CHECK(sent_body(server.received().at(1)) == "client_assertion=assertion");
}

TEST_CASE("CurlTransport: returns the error of make_form and sends nothing") {
  const RawServer server(answering(http_response(200, "{}")));
  HttpClient client;
  HttpRequest request = client.get(server.url());
  request.method = HttpMethod::post;
  request.make_form = [] { return fail(ErrorKind::secret_unavailable, "no secret"); };
  const auto response = client.transport.send(request);
  REQUIRE_FALSE(response);
  CHECK(response.error().kind == ErrorKind::secret_unavailable);
  CHECK(server.received().empty());
}

TEST_CASE("CurlTransport: refuses unacceptable URLs before anything is sent or made") {
  const auto* url =
      GENERATE("http://login.example.test/token", "ftp://127.0.0.1/", "file:///etc/passwd",
               "https://user:canary@login.example.test/", "https://", "/token", "");
  HttpClient client;
  HttpRequest request = client.get(url);
  bool made = false;
  request.method = HttpMethod::post;
  request.make_form = [&]() -> Result<Form> {
    made = true;
    return Form{};
  };
  const auto response = client.transport.send(request);
  REQUIRE_FALSE(response);
  CHECK(response.error().kind == ErrorKind::invalid_configuration);
  CHECK_FALSE(contains(response.error().message, "canary"));
  CHECK_FALSE(made);
}

TEST_CASE("CurlTransport: the wire log has no secrets") {
  const RawServer server(
      answering(http_response(200, R"({"access_token":"canary-token","token_type":"Bearer"})",
                              "Set-Cookie: canary-cookie\r\nLocation: /?code=canary-code\r\n")));
  HttpClient client;
  HttpRequest request = client.post(
      server.url("/token?canary-query"),
      {{"client_secret", Secret("canary-secret")}, {"grant_type", Secret("client_credentials")}});
  request.headers = {{"Authorization", Secret("Basic canary-basic")}};
  CapturedStderr captured;
  log::set_verbosity(2);
  const auto response = client.transport.send(request);
  log::set_verbosity(0);
  const std::string text = captured.take();
  REQUIRE(response);
  CHECK(contains(text, "grant_type=client_credentials"));
  CHECK(contains(text, "token_type=Bearer"));
  CHECK(contains(text, "> POST " + server.url("/token")));
  CHECK_FALSE(contains(text, "canary"));
}

TEST_CASE("CurlTransport: ignores proxy variables of the environment") {
  const RawServer proxy(answering(http_response(200, "proxy")));
  const RawServer server(answering(http_response(200, "direct")));
  for (const char* name : {"http_proxy", "all_proxy", "ALL_PROXY", "HTTP_PROXY"}) {
    ::setenv(name, proxy.url().c_str(), 1);
  }
  HttpClient client;
  const auto response = client.transport.send(client.get(server.url()));
  for (const char* name : {"http_proxy", "all_proxy", "ALL_PROXY", "HTTP_PROXY"}) ::unsetenv(name);
  REQUIRE(response);
  CHECK(response->body.expose() == "direct");
  CHECK(proxy.received().empty());
}

TEST_CASE("CurlTransport: a JSON body is one object with its content type") {
  const RawServer server(answering(http_response(200, "{}")));
  HttpClient client;
  HttpRequest request =
      client.post(server.url(), {{"target", Secret("a b")}, {"skip_cache", Secret("true"), true}});
  request.body_format = BodyFormat::json;
  REQUIRE(client.transport.send(request));
  const std::string sent = server.received().at(0);
  CHECK(sent_header(sent, "Content-Type") == "application/json");
  CHECK(sent_body(sent) == R"({"target":"a b","skip_cache":true})");
}

TEST_CASE("CurlTransport: reaches a platform endpoint over http and without a proxy") {
  // No name server is asked: the name is loopback, but not one that http is allowed for.
  const RawServer server(answering(http_response(200, "{}")));
  const RawServer proxy(answering(http_response(502, "")));
  TransportSettings settings;
  settings.proxy.http_proxy = Secret(proxy.url());
  HttpClient client(settings);
  HttpRequest request = client.get("http://0.0.0.0:" + std::to_string(server.port()) + "/token");
  const auto refused = client.transport.send(request);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind == ErrorKind::invalid_configuration);
  request.route = Route::platform;
  const auto response = client.transport.send(request);
  REQUIRE(response);
  CHECK(response->status == 200);
  CHECK(server.received().size() == 1);
  CHECK(proxy.received().empty());
}

TEST_CASE("CurlTransport: a request may have a shorter connect timeout") {
  // A port whose queue is full accepts nobody.
  const ClosedPort closed;
  HttpClient client;
  HttpRequest request = client.get("http://127.0.0.1:" + std::to_string(closed.port()));
  request.connect_timeout = Milliseconds(200);
  const auto started = std::chrono::steady_clock::now();
  CHECK_FALSE(client.transport.send(request));
  CHECK(std::chrono::steady_clock::now() - started < std::chrono::seconds(5));
}

TEST_CASE("curl_version: names libcurl and its TLS library in two words") {
  const auto version = http::curl_version();
  REQUIRE(version);
  CHECK(version->find_first_not_of("0123456789.") == version->find(' '));
  CHECK(version->find('/') != std::string::npos);
  CHECK(version->find(' ') == version->rfind(' '));
}
