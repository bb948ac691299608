// SPDX-License-Identifier: MIT
#include "sandbox/http/page.hpp"

#include "base/encoding.hpp"
#include "os/random.hpp"

namespace entra_auth::sandbox {
namespace {

constexpr std::string_view kStyle = R"css(
:root{color-scheme:light dark;--page:#eef1f6;--card:#fff;--text:#1b1f27;--soft:#5c6675;
--line:#d8dee8;--accent:#2459d3;--hover:#f2f6ff;--bad:#b3261e}
@media(prefers-color-scheme:dark){:root{--page:#12151b;--card:#1c2129;--text:#e8ecf3;--soft:#9aa5b5;
--line:#333b48;--accent:#8ab0ff;--hover:#252c38;--bad:#ff9d94}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:grid;place-items:center;padding:1.5rem;background:var(--page);
color:var(--text);font:16px/1.5 system-ui,sans-serif}
main{width:100%;max-width:27rem;padding:2rem;background:var(--card);border:1px solid var(--line);
border-radius:14px;box-shadow:0 12px 40px rgba(15,25,45,.09)}
.brand{display:flex;align-items:center;gap:.5rem;margin-bottom:1.4rem;color:var(--soft);
font-size:.85rem}
.brand:before{content:"";width:.8rem;height:.8rem;border-radius:3px;background:var(--accent)}
h1{margin:0 0 .4rem;font-size:1.5rem;line-height:1.25;font-weight:650}
p{margin:0 0 1.1rem;color:var(--soft)}
strong,b{color:var(--text)}
button{font:inherit;cursor:pointer;color:inherit}
.user{display:flex;width:100%;align-items:center;gap:.85rem;margin:0 0 .6rem;padding:.7rem .85rem;
text-align:left;background:none;border:1px solid var(--line);border-radius:10px}
.user:hover,.user:focus-visible{background:var(--hover);border-color:var(--accent);outline:none}
.user i{flex:none;display:grid;place-items:center;width:2.4rem;height:2.4rem;border-radius:50%;
background:var(--accent);color:var(--card);font-style:normal;font-weight:600}
.user b{display:block;font-weight:600}
.user small{color:var(--soft)}
.actions{display:flex;justify-content:flex-end;gap:.6rem;margin-top:1.2rem}
.actions button{padding:.5rem 1.1rem;background:none;border:1px solid var(--line);border-radius:8px}
.actions .main{background:var(--accent);border-color:var(--accent);color:var(--card)}
ul{margin:0 0 1.2rem;padding:.8rem 1rem .8rem 2rem;border:1px solid var(--line);border-radius:10px;
color:var(--soft);font-size:.9rem}
.note{padding:.6rem .85rem;border-left:3px solid var(--accent);background:var(--hover);
border-radius:0 8px 8px 0;font-size:.9rem}
input[type=text]{width:100%;padding:.6rem .8rem;font:1.3rem ui-monospace,monospace;
letter-spacing:.14em;text-transform:uppercase;color:inherit;background:none;
border:1px solid var(--line);border-radius:8px}
.bad{color:var(--bad)}
code{overflow-wrap:anywhere}
)css";

/// The origin of a web URI, such as "http://localhost:1234". "scheme:" for any other URI.
std::string source_of(std::string_view uri) {
  const auto colon = uri.find(':');
  if (!uri.starts_with("http://") && !uri.starts_with("https://")) {
    return std::string(uri.substr(0, colon + 1));
  }
  return std::string(uri.substr(0, uri.find_first_of("/?", colon + 3)));
}

}  // namespace

std::string escape_html(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    switch (c) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      case '\'':
        escaped += "&#39;";
        break;
      default:
        escaped += c;
    }
  }
  return escaped;
}

std::string hidden_fields(const NamedValues& parameters) {
  std::string fields;
  for (const auto& [name, value] : parameters) {
    fields += "<input type=\"hidden\" name=\"" + escape_html(name) + "\" value=\"" +
              escape_html(value) + "\">\n";
  }
  return fields;
}

Reply page_reply(const Page& page) {
  const auto nonce = base64url_encode(os::random_bytes(18));
  std::string html =
      "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n"
      "<title>" +
      escape_html(page.title) + "</title>\n<style nonce=\"" + nonce + "\">" + std::string(kStyle) +
      "</style>\n</head>\n<body>\n<main>\n"
      "<div class=\"brand\">entra-auth-sandbox</div>\n<h1>" +
      escape_html(page.title) + "</h1>\n" + page.content + "</main>\n";
  if (page.submits_itself) {
    html += "<script nonce=\"" + nonce + "\">document.forms[0].submit()</script>\n";
  }
  html += "</body>\n</html>\n";

  // Browsers also check the redirect that follows a form against `form-action`.
  std::string policy = "default-src 'none'; style-src 'nonce-" + nonce + "'; form-action 'self'";
  if (!page.form_target.empty()) policy += " " + source_of(page.form_target);
  if (page.submits_itself) policy += "; script-src 'nonce-" + nonce + "'";
  return {
      .status = page.status,
      .content_type = "text/html; charset=utf-8",
      .body = std::move(html),
      .headers = {{"Cache-Control", "no-store"},
                  {"Content-Security-Policy", policy + "; frame-ancestors 'none'; base-uri 'none'"},
                  {"Referrer-Policy", "no-referrer"},
                  {"X-Content-Type-Options", "nosniff"}}};
}

}  // namespace entra_auth::sandbox
