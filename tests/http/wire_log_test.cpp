// SPDX-License-Identifier: MIT
#include "http/wire_log.hpp"

#include "base/log.hpp"
#include "http/captured_stderr.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth;
using namespace entra_auth::http;
using entra_auth::test::CapturedStderr;

namespace {

bool contains(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

template <class Function>
std::string logged(Function&& function) {
  CapturedStderr captured;
  log::set_verbosity(2);
  function();
  log::set_verbosity(0);
  return captured.take();
}

HttpRequest request_to(std::string url) {
  return {.method = HttpMethod::post, .url = std::move(url), .headers = {}, .make_form = {}};
}

std::string logged_response(std::string body, std::vector<HttpHeader> headers = {}) {
  return logged([&] {
    log_response({.status = 200, .headers = std::move(headers), .body = Secret(std::move(body))},
                 Milliseconds(12));
  });
}

}  // namespace

TEST_CASE("log_request: shows the values of listed fields only") {
  HttpRequest request = request_to("https://login.example.test/t/token?code=canary-query");
  request.headers = {{"Authorization", Secret("Bearer canary-header")},
                     {"client-request-id", Secret("42")}};
  const Form form = {{"grant_type", Secret("client_credentials")},
                     {"scope", Secret("api://x/.default")},
                     {"client_id", Secret("the-client")},
                     {"client_secret", Secret("canary-secret")},
                     {"client_assertion", Secret("canary-assertion")},
                     {"code", Secret("canary-code")},
                     {"username", Secret("canary-user")}};
  const auto text = logged([&] { log_request(request, form, "http://proxy.test:3128"); });
  CHECK_FALSE(contains(text, "canary"));
  CHECK(contains(text,
                 "> POST https://login.example.test/t/token through the proxy "
                 "http://proxy.test:3128\n"));
  CHECK(contains(text, "Authorization: <20 bytes>"));
  CHECK(contains(text, "client-request-id: 42"));
  CHECK(contains(text, "grant_type=client_credentials"));
  CHECK(contains(text, "scope=api://x/.default"));
  CHECK(contains(text, "client_id=the-client"));
  CHECK(contains(text, "client_secret=<13 bytes>"));
  CHECK(contains(text, "client_assertion=<16 bytes>"));
}

TEST_CASE("log_response: shows the values of listed headers and members only") {
  const auto text = logged_response(
      R"({"token_type":"Bearer","expires_in":3599,"access_token":"canary-access",)"
      R"("refresh_token":"canary-refresh","id_token":"canary-id","error_codes":[7000215],)"
      R"("client_info":{"uid":"canary-uid"},"scope":["canary-scope"],"n":1234567})",
      {{"content-type", Secret("application/json")}, {"set-cookie", Secret("x=canary-cookie")}});
  CHECK_FALSE(contains(text, "canary"));
  CHECK(contains(text, "< status 200 after 12 ms\n"));
  CHECK(contains(text, "content-type: application/json"));
  CHECK(contains(text, "set-cookie: <15 bytes>"));
  CHECK(contains(text, "token_type=Bearer"));
  CHECK(contains(text, "expires_in=3599"));
  CHECK(contains(text, "error_codes=[7000215]"));
  CHECK(contains(text, "access_token=<13 bytes>"));
  CHECK(contains(text, "n=<7 bytes>"));
}

TEST_CASE("log_response: shows only the length of a body that is not a JSON object") {
  const auto* body = GENERATE("canary", "\"canary\"", "[\"canary\"]", "{\"token_type\":\"canary",
                              "token_type=canary");
  CHECK_FALSE(contains(logged_response(body), "canary"));
}

TEST_CASE("log_response: text of the server cannot control the terminal or forge a line") {
  const auto text = logged_response("{\"token_type\":\"a\\u001b[2Jb\\nc\",\"\\u009b1m\":1}",
                                    {{"server", Secret("x\x1b]0;t\x07")}});
  CHECK(text.find('\x1b') == std::string::npos);
  CHECK(text.find('\x07') == std::string::npos);
  CHECK_FALSE(contains(text, "\xc2\x9b"));
  CHECK(contains(text, "token_type=a\\x1b[2Jb\\x0ac"));
}

TEST_CASE("log_response: shortens long names, long values and many members") {
  std::string body = "{";
  for (int i = 0; i < 500; ++i) body += "\"" + std::to_string(i) + std::string(100, 'x') + "\":1,";
  body += "\"error\":\"" + std::string(100'000, 'y') + "\"}";
  CHECK(logged_response(body).size() < 10'000);
}

TEST_CASE("wire_log: silent without -vv") {
  CapturedStderr captured;
  log::set_verbosity(1);
  log_request(request_to("https://login.example.test/"), {}, "");
  log_response({.status = 200, .headers = {}, .body = Secret()}, Milliseconds(1));
  log::set_verbosity(0);
  CHECK(captured.take().empty());
}
