// SPDX-License-Identifier: MIT
#include "http/redirect/page.hpp"

#include "base/encoding.hpp"
#include "base/text.hpp"
#include "os/random.hpp"

namespace entra_auth::http {
namespace {

constexpr std::string_view kStyle = R"css(
:root { color-scheme: light dark; --ink: #1b1f24; --soft: #57606a; --paper: #f6f8fa; --card: #fff; --line: #d8dee4; --good: #1a7f37; --bad: #cf222e; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --soft: #9198a1; --paper: #0d1117; --card: #161b22; --line: #30363d; --good: #3fb950; --bad: #f85149; } }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: var(--paper); color: var(--ink); font: 17px/1.5 system-ui, -apple-system, "Segoe UI", sans-serif; }
main { max-width: 30rem; margin: 1rem; padding: 2.5rem 3rem; background: var(--card); border: 1px solid var(--line); border-radius: 12px; text-align: center; }
svg { width: 56px; height: 56px; }
h1 { margin: 1rem 0 .5rem; font-size: 1.5rem; font-weight: 600; }
p { margin: .5rem 0; overflow-wrap: anywhere; }
.soft { color: var(--soft); }
.good { stroke: var(--good); } .bad { stroke: var(--bad); }
)css";

constexpr std::string_view kGoodSign =
    R"(<svg class="good" viewBox="0 0 24 24" fill="none" stroke-width="1.6" aria-hidden="true"><circle cx="12" cy="12" r="10"/><path d="M7.5 12.5l3 3 6-6.5" stroke-linecap="round" stroke-linejoin="round"/></svg>)";
constexpr std::string_view kBadSign =
    R"(<svg class="bad" viewBox="0 0 24 24" fill="none" stroke-width="1.6" aria-hidden="true"><circle cx="12" cy="12" r="10"/><path d="M8.5 8.5l7 7m0-7l-7 7" stroke-linecap="round"/></svg>)";

std::string escape_html(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string paragraph(std::string_view text, std::string_view attributes = {}) {
  return "<p" + std::string(attributes) + ">" + escape_html(for_terminal(text, 600)) + "</p>\n";
}

/// Error messages start in lower case, because `error:` precedes them on the terminal.
std::string as_sentence(const RedirectOutcome& outcome) {
  std::string text = outcome.message;
  if (!outcome.succeeded && text[0] >= 'a' && text[0] <= 'z') {
    text[0] = static_cast<char>(text[0] - 'a' + 'A');
  }
  return text;
}

std::string_view reason(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 421:
      return "Misdirected Request";
    default:
      return "Bad Request";
  }
}

std::string response(int status, std::string_view type, std::string_view style_source,
                     std::string_view body) {
  return "HTTP/1.1 " + std::to_string(status) + " " + std::string(reason(status)) +
         "\r\nContent-Type: " + std::string(type) +
         "; charset=utf-8\r\nContent-Length: " + std::to_string(body.size()) +
         "\r\nConnection: close\r\nCache-Control: no-store\r\nReferrer-Policy: no-referrer\r\n"
         "X-Content-Type-Options: nosniff\r\nX-Frame-Options: DENY\r\n"
         "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'; base-uri 'none'; "
         "form-action 'none'" +
         std::string(style_source) + "\r\n\r\n" + std::string(body);
}

}  // namespace

std::string redirect_page(const RedirectOutcome& outcome) {
  const std::string nonce = base64url_encode(os::random_bytes(16));
  const std::string title = outcome.succeeded ? "You are signed in" : "The sign-in failed";
  std::string body = "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n";
  body += "<meta name=\"viewport\" content=\"width=device-width\">\n<title>" + title +
          " - entra-auth-cli</title>\n<style nonce=\"" + nonce + "\">" + std::string(kStyle) +
          "</style>\n</head>\n<body>\n<main>\n";
  body += outcome.succeeded ? kGoodSign : kBadSign;
  body += "\n<h1>" + title + "</h1>\n";
  if (!outcome.message.empty()) body += paragraph(as_sentence(outcome));
  body += paragraph(outcome.succeeded ? "You can close this window and go back to the terminal."
                                      : "The terminal says what to do. You can close this window.",
                    " class=\"soft\"");
  body += "</main>\n</body>\n</html>\n";
  return response(200, "text/html", "; style-src 'nonce-" + nonce + "'", body);
}

std::string plain_response(int status, std::string_view text) {
  return response(status, "text/plain", "", std::string(text) + "\n");
}

}  // namespace entra_auth::http
