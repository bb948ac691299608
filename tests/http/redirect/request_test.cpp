// SPDX-License-Identifier: MIT
#include "http/redirect/request.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

using namespace entra_auth;
using namespace entra_auth::http;
using namespace std::string_literals;

namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;

const std::string kGet =
    "GET /callback?code=a%20b+c&state=%2f HTTP/1.1\r\nHost: LocalHost:8400\r\n"
    "Accept: text/html\r\nCookie: other=program\r\n\r\n";
const std::string kPost =
    "POST /callback HTTP/1.1\r\nHost: 127.0.0.1:8400\r\n"
    "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 13\r\n\r\ncode=1&state=";

RequestState state_of(std::string_view bytes) { return parse_redirect_request(bytes).state; }

Pairs pairs(const Form& form) {
  Pairs all;
  for (const auto& field : form) all.emplace_back(field.name, field.value.expose());
  return all;
}

/// The parameters of a request that is complete and has some; fails the test otherwise.
Pairs parameters_of(std::string_view bytes) {
  const auto parsed = parse_redirect_request(bytes);
  REQUIRE(parsed.state == RequestState::complete);
  REQUIRE(parsed.request.parameters);
  return pairs(*parsed.request.parameters);
}

std::string with_headers(std::string_view lines) {
  return "GET / HTTP/1.1\r\n" + std::string(lines) + "\r\n";
}

std::string with_request_line(std::string_view line) {
  return std::string(line) + "\r\nHost: localhost:1\r\n\r\n";
}

std::string post(std::string_view type, std::string_view body) {
  return "POST / HTTP/1.1\r\nHost: localhost:1\r\nContent-Type: " + std::string(type) +
         "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
}

}  // namespace

TEST_CASE(
    "parse_redirect_request: a GET has its path as sent, its host in lower case and its query "
    "decoded") {
  const auto parsed = parse_redirect_request(kGet);
  REQUIRE(parsed.state == RequestState::complete);
  CHECK(parsed.request.method == "GET");
  CHECK(parsed.request.path == "/callback");
  CHECK(parsed.request.host == "localhost:8400");
  CHECK(parameters_of(kGet) == Pairs{{"code", "a b c"}, {"state", "/"}});
  CHECK(parse_redirect_request(with_request_line("GET /%63b/../x HTTP/1.1")).request.path ==
        "/%63b/../x");
  CHECK(parse_redirect_request(with_request_line("GET //cb HTTP/1.1")).request.path == "//cb");
}

TEST_CASE("parse_redirect_request: a GET without a query has an empty list of parameters") {
  CHECK(parameters_of(with_request_line("GET / HTTP/1.1")).empty());
  CHECK(parameters_of(with_request_line("GET /? HTTP/1.0")).empty());
}

TEST_CASE("parse_redirect_request: decodes the body of a posted form and ignores its query") {
  CHECK(parameters_of(kPost) == Pairs{{"code", "1"}, {"state", ""}});
  CHECK(parameters_of(post("Application/X-WWW-Form-URLEncoded;charset=utf-8", "a=%41")) ==
        Pairs{{"a", "A"}});
  const auto with_query =
      "POST /?code=query HTTP/1.1\r\nHost: localhost:1\r\ncontent-type: "
      "application/x-www-form-urlencoded\r\ncontent-length:9\r\n\r\ncode=body";
  CHECK(parameters_of(with_query) == Pairs{{"code", "body"}});
}

TEST_CASE("parse_redirect_request: ignores bytes behind the body of a form") {
  CHECK(parameters_of(kPost + "&code=2") == Pairs{{"code", "1"}, {"state", ""}});
}

TEST_CASE("parse_redirect_request: no parameters for other methods and content types") {
  for (const auto& bytes :
       {post("application/json", "{}"), post("text/plain", "code=1"), post("", "code=1"),
        with_request_line("HEAD /?code=1 HTTP/1.1"), with_request_line("OPTIONS /?code=1 HTTP/1.1"),
        with_request_line("get /?code=1 HTTP/1.1"), with_request_line("PUT /?code=1 HTTP/1.1")}) {
    CAPTURE(bytes);
    const auto parsed = parse_redirect_request(bytes);
    CHECK(parsed.state == RequestState::complete);
    CHECK_FALSE(parsed.request.parameters);
  }
}

TEST_CASE("parse_redirect_request: no parameters if the encoding is broken anywhere") {
  for (const char* query :
       {"%", "a=%", "a=%4", "a=%zz", "a=1&%4=2", "a=1&b=%%", "a=%-1", "a=% 1"}) {
    CAPTURE(query);
    CHECK_FALSE(parse_form(query));
    const auto parsed = parse_redirect_request(post("application/x-www-form-urlencoded", query));
    CHECK(parsed.state == RequestState::complete);
    CHECK_FALSE(parsed.request.parameters);
  }
  const auto parsed = parse_redirect_request(with_request_line("GET /?code=%e HTTP/1.1"));
  CHECK(parsed.state == RequestState::complete);
  CHECK_FALSE(parsed.request.parameters);
}

TEST_CASE("parse_redirect_request: incomplete at every byte before the end") {
  for (const auto& whole : {kGet, kPost}) {
    for (std::size_t size = 0; size < whole.size(); ++size) {
      CAPTURE(size);
      REQUIRE(state_of(std::string_view(whole).substr(0, size)) == RequestState::incomplete);
    }
    CHECK(state_of(whole) == RequestState::complete);
  }
}

TEST_CASE("parse_redirect_request: a GET with a length waits for its body") {
  CHECK(state_of(with_headers("Content-Length: 2\r\n") + "x") == RequestState::incomplete);
  CHECK(state_of(with_headers("Content-Length: 2\r\n") + "xx") == RequestState::complete);
}

TEST_CASE("parse_redirect_request: refuses a malformed request line") {
  for (const char* line :
       {"", "GET", "GET /", "GET  HTTP/1.1", "GET / HTTP/2", "GET / http/1.1", "GET / FTP/1.1",
        "GET /a b HTTP/1.1", "GET /\t HTTP/1.1", "GET /\xc3\xa9 HTTP/1.1", "GE\x01T / HTTP/1.1",
        "GET callback HTTP/1.1", "GET * HTTP/1.1", "GET ?code=1 HTTP/1.1", " GET / HTTP/1.1"}) {
    CAPTURE(line);
    CHECK(state_of(with_request_line(line)) == RequestState::broken);
  }
}

TEST_CASE("parse_redirect_request: refuses a request line without a method") {
  CHECK(state_of(with_request_line(" / HTTP/1.1")) == RequestState::broken);
}

TEST_CASE("parse_redirect_request: refuses the absolute form") {
  CHECK(state_of(with_request_line("GET http://localhost:1/?code=1 HTTP/1.1")) ==
        RequestState::broken);
  CHECK(state_of(with_request_line("CONNECT localhost:1 HTTP/1.1")) == RequestState::broken);
}

TEST_CASE("parse_redirect_request: refuses a second Host header") {
  for (const char* lines :
       {"Host: localhost:1\r\nHost: localhost:1\r\n", "Host: localhost:1\r\nhOST: evil.example\r\n",
        "Host: evil.example\r\nAccept: x\r\nHost: localhost:1\r\n"}) {
    CAPTURE(lines);
    CHECK(state_of(with_headers(lines)) == RequestState::broken);
  }
}

TEST_CASE("parse_redirect_request: refuses a second Host header if the first is empty") {
  CHECK(state_of(with_headers("Host:\r\nHost: localhost:1\r\n")) == RequestState::broken);
}

TEST_CASE("parse_redirect_request: refuses a repeated or invalid Content-Length") {
  for (const char* lines :
       {"Content-Length: 0\r\nContent-Length: 0\r\n", "Content-Length: 0\r\ncontent-length: 5\r\n",
        "Content-Length:\r\n", "Content-Length: -1\r\n", "Content-Length: +1\r\n",
        "Content-Length: 0x1\r\n", "Content-Length: 1, 1\r\n", "Content-Length: 1 1\r\n",
        "Content-Length: 1.0\r\n", "Content-Length: 99999999999999999999\r\n"}) {
    CAPTURE(lines);
    CHECK(state_of(with_headers(lines)) == RequestState::broken);
  }
}

TEST_CASE("parse_redirect_request: refuses a chunked body") {
  for (const char* line :
       {"Transfer-Encoding: chunked\r\n", "transfer-encoding: identity\r\n",
        "Transfer-Encoding:\r\n", "Content-Length: 0\r\nTransfer-Encoding: chunked\r\n"}) {
    CAPTURE(line);
    CHECK(state_of(with_headers(line)) == RequestState::broken);
  }
}

TEST_CASE("parse_redirect_request: refuses a malformed header") {
  for (const char* line : {"no colon\r\n", "Host : localhost\r\n", " Host: localhost\r\n",
                           "A: 1\r\n folded\r\n", "A: 1\r\n\tfolded\r\n", "H\xc3\xa9: 1\r\n"}) {
    CAPTURE(line);
    CHECK(state_of(with_headers(line)) == RequestState::broken);
  }
}

TEST_CASE("parse_redirect_request: refuses a header without a name") {
  CHECK(state_of(with_headers(": value\r\n")) == RequestState::broken);
}

TEST_CASE("parse_redirect_request: refuses a lone CR or LF") {
  for (const char* bytes :
       {"GET / HTTP/1.1\nHost: localhost:1\r\n\r\n", "GET / HTTP/1.1\rHost: localhost:1\r\n\r\n",
        "GET / HTTP/1.1\r\nA: 1\nHost: localhost:1\r\n\r\n",
        "GET / HTTP/1.1\r\nA: 1\rHost: localhost:1\r\n\r\n", "GET / HTTP/1.1\r\r\n\r\n",
        "GET /?a=\n HTTP/1.1\r\n\r\n", "\nGET / HTTP/1.1\r\n\r\n", "\r\nGET / HTTP/1.1\r\n\r\n",
        "\r\n\r\n"}) {
    CAPTURE(bytes);
    CHECK(state_of(bytes) == RequestState::broken);
  }
  CHECK(state_of("GET / HTTP/1.1\nHost: localhost:1\n\n") == RequestState::incomplete);
}

TEST_CASE("parse_redirect_request: refuses a NUL in the request line and in a header name") {
  CHECK(state_of("GET /\0 HTTP/1.1\r\n\r\n"s) == RequestState::broken);
  CHECK(state_of("G\0T / HTTP/1.1\r\n\r\n"s) == RequestState::broken);
  CHECK(state_of("GET / HTTP/1.1\r\nHo\0st: localhost:1\r\n\r\n"s) == RequestState::broken);
  CHECK(state_of("GET / HTTP/1.1\r\nContent-Length: 0\0\r\n\r\n"s) == RequestState::broken);
}

TEST_CASE("parse_redirect_request: refuses a NUL in a header value") {  // RFC 9110 section 5.5
  CHECK(state_of("GET / HTTP/1.1\r\nHost: localhost:1\0\r\n\r\n"s) == RequestState::broken);
  CHECK(state_of("GET / HTTP/1.1\r\nAccept: \0\r\n\r\n"s) == RequestState::broken);
}

TEST_CASE("parse_redirect_request: refuses an endless head at 64 KiB") {
  const std::string start = "GET / HTTP/1.1\r\nCookie: ";
  const std::string bytes = start + std::string(kMaxRequestBytes - start.size(), 'x');
  CHECK(state_of(bytes) == RequestState::broken);
  CHECK(state_of(std::string_view(bytes).substr(1)) == RequestState::incomplete);
  CHECK(state_of(std::string(kMaxRequestBytes, 'x')) == RequestState::broken);
}

TEST_CASE("parse_redirect_request: accepts a head of nearly 64 KiB") {
  const std::string start = "GET /?code=1 HTTP/1.1\r\nCookie: ";
  const std::string bytes =
      start + std::string(kMaxRequestBytes - start.size() - 4, 'x') + "\r\n\r\n";
  CHECK(parameters_of(bytes) == Pairs{{"code", "1"}});
}

TEST_CASE("parse_redirect_request: refuses a complete head of more than 64 KiB") {
  const std::string start = "GET /?code=1 HTTP/1.1\r\nCookie: ";
  CHECK(state_of(start + std::string(kMaxRequestBytes, 'x') + "\r\n\r\n") == RequestState::broken);
}

TEST_CASE("parse_redirect_request: refuses a large body by its length before it arrives") {
  const std::string head = "POST / HTTP/1.1\r\nHost: localhost:1\r\nContent-Length: ";
  CHECK(state_of(head + std::to_string(kMaxRequestBytes) + "\r\n\r\n") == RequestState::incomplete);
  CHECK(state_of(head + std::to_string(kMaxRequestBytes + 1) + "\r\n\r\n") == RequestState::broken);
  CHECK(state_of(head + "9223372036854775807\r\n\r\n") == RequestState::broken);
}

TEST_CASE("parse_form: keeps order, repeated names, empty names and empty values") {
  const auto form = parse_form("b=1&a=2&b=3&&=x&c&d=&e=f=g&");
  REQUIRE(form);
  CHECK(pairs(*form) ==
        Pairs{{"b", "1"}, {"a", "2"}, {"b", "3"}, {"", "x"}, {"c", ""}, {"d", ""}, {"e", "f=g"}});
  CHECK(parse_form("")->empty());
  CHECK(pairs(*parse_form("a%3Db=%26%00%0D%0A")) == Pairs{{"a=b", "&\0\r\n"s}});
}

TEST_CASE("parse_form: at most 64 parameters") {
  std::string text;
  for (int i = 0; i < 64; ++i) text += "a=1&";
  REQUIRE(parse_form(text));
  CHECK(parse_form(text)->size() == 64);
  CHECK(parse_form(text + "&&&"));
  CHECK_FALSE(parse_form(text + "a=1"));
}
