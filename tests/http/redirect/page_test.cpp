// SPDX-License-Identifier: MIT
#include "http/redirect/page.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>
#include <string_view>

using namespace entra_auth;
using namespace entra_auth::http;

namespace {

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

/// Everything up to and with the last line break of the head.
std::string head_of(const std::string& response) {
  const auto end = response.find("\r\n\r\n");
  REQUIRE(end != std::string::npos);
  return response.substr(0, end + 2);
}

std::string body_of(const std::string& response) {
  return response.substr(head_of(response).size() + 2);
}

std::string header(const std::string& response, const std::string& name) {
  const auto head = head_of(response);
  const auto at = head.find("\r\n" + name + ": ");
  REQUIRE(at != std::string::npos);
  CHECK(head.find("\r\n" + name + ": ", at + 1) == std::string::npos);
  const auto start = at + name.size() + 4;
  return head.substr(start, head.find("\r\n", start) - start);
}

std::string page(bool succeeded, std::string message = {}) {
  return redirect_page({.is_ours = true, .succeeded = succeeded, .message = std::move(message)});
}

std::string nonce_of(const std::string& response) {
  const std::string policy = header(response, "Content-Security-Policy");
  const std::string before = "style-src 'nonce-";
  const auto at = policy.find(before);
  REQUIRE(at != std::string::npos);
  const auto start = at + before.size();
  return policy.substr(start, policy.find('\'', start) - start);
}

}  // namespace

TEST_CASE("redirect_page: not cached, no referrer, not shown in frames") {
  for (const auto& response :
       {page(true), page(false, "why"), plain_response(404, "Nothing here.")}) {
    CAPTURE(response);
    CHECK(header(response, "Cache-Control") == "no-store");
    CHECK(header(response, "Referrer-Policy") == "no-referrer");
    CHECK(header(response, "X-Content-Type-Options") == "nosniff");
    CHECK(header(response, "X-Frame-Options") == "DENY");
    CHECK(header(response, "Connection") == "close");
    CHECK_FALSE(contains(head_of(response), "Access-Control-"));
    CHECK_FALSE(contains(head_of(response), "Set-Cookie"));
    const auto policy = header(response, "Content-Security-Policy");
    for (const char* rule : {"default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'",
                             "form-action 'none'"}) {
      CHECK(contains(policy, rule));
    }
    CHECK_FALSE(contains(policy, "unsafe"));
    CHECK_FALSE(contains(policy, "script-src"));
  }
}

TEST_CASE("redirect_page, plain_response: the length is that of the body") {
  for (const auto& response :
       {page(true), page(false, "bl\u00e5b\u00e6r"), plain_response(400, "x")}) {
    CHECK(header(response, "Content-Length") == std::to_string(body_of(response).size()));
  }
}

TEST_CASE("redirect_page: only its own style applies, by a nonce that never repeats") {
  const auto one = page(true);
  const auto other = page(true);
  CHECK(nonce_of(one).size() == 22);  // 128 bits in base64url
  CHECK(nonce_of(one) != nonce_of(other));
  CHECK(contains(one, "<style nonce=\"" + nonce_of(one) + "\">"));
  CHECK_FALSE(contains(header(plain_response(400, "x"), "Content-Security-Policy"), "nonce"));
}

TEST_CASE("redirect_page: has no scripts and loads nothing") {
  for (const bool succeeded : {true, false}) {
    const auto body = body_of(page(succeeded, "a message"));
    for (const char* part : {"<script", "<link", "<img", "<iframe", "<form", "<a ", "src=", "href",
                             "url(", "@import", "http:", "https:", " on", "style="}) {
      CAPTURE(part);
      // " on" would be an event handler, and is allowed in sentences only.
      if (std::string_view(part) == " on") {
        CHECK_FALSE(contains(body, " onload"));
        CHECK_FALSE(contains(body, " onclick"));
      } else {
        CHECK_FALSE(contains(body, part));
      }
    }
  }
}

TEST_CASE("redirect_page: says how the sign-in ended") {
  CHECK(page(true).starts_with("HTTP/1.1 200 OK\r\n"));
  CHECK(header(page(true), "Content-Type") == "text/html; charset=utf-8");
  CHECK(contains(page(true), "<h1>You are signed in</h1>"));
  CHECK_FALSE(contains(page(true), "failed"));
  CHECK(contains(page(false), "<h1>The sign-in failed</h1>"));
  CHECK_FALSE(contains(page(false), "You are signed in"));
  CHECK(contains(page(false, "consent is needed"), "<p>Consent is needed</p>"));
  CHECK_FALSE(contains(page(true), "<p></p>"));
}

TEST_CASE("redirect_page: escapes markup in the message") {
  const auto body = body_of(page(false, R"(</p><script>alert("1")</script>&amp;'<b x="y">)"));
  CHECK(contains(body,
                 "<p>&lt;/p&gt;&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;amp;&#39;"
                 "&lt;b x=&quot;y&quot;&gt;</p>"));
  CHECK_FALSE(contains(body, "<script"));
  CHECK_FALSE(contains(body, "<b "));
}

TEST_CASE("redirect_page: shows control characters, text directions and broken UTF-8 as escapes") {
  const auto response = page(false, "A\x1b[31m\r\n\r\nSet-Cookie: x=1\u202e\x07\xff z");
  const auto body = body_of(response);
  CHECK(contains(body, R"(A\x1b[31m\x0d\x0a\x0d\x0aSet-Cookie: x=1\u{202e}\x07\xff z)"));
  CHECK(std::ranges::none_of(body, [](char c) { return c >= 0 && c < ' ' && c != '\n'; }));
  CHECK_FALSE(contains(head_of(response), "Set-Cookie"));
}

TEST_CASE("redirect_page: a NUL does not end the message") {
  CHECK(contains(page(false, std::string("A\0b", 3)), R"(<p>A\x00b</p>)"));
}

TEST_CASE("redirect_page: limits the length of the message") {
  const auto plain = page(false).size();
  CHECK(page(false, std::string(1 << 20, 'x')).size() < plain + 1000);
  CHECK(page(false, std::string(1 << 20, '"')).size() < plain + 5000);
}

TEST_CASE("plain_response: one line of text with its status") {
  const auto response = plain_response(421, "Not this host.");
  CHECK(response.starts_with("HTTP/1.1 421 Misdirected Request\r\n"));
  CHECK(header(response, "Content-Type") == "text/plain; charset=utf-8");
  CHECK(body_of(response) == "Not this host.\n");
  CHECK(plain_response(404, "x").starts_with("HTTP/1.1 404 Not Found\r\n"));
  CHECK(plain_response(405, "x").starts_with("HTTP/1.1 405 Method Not Allowed\r\n"));
  CHECK(plain_response(400, "x").starts_with("HTTP/1.1 400 Bad Request\r\n"));
}
