// SPDX-License-Identifier: MIT
#include "http/proxy.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth;
using namespace entra_auth::http;

namespace {

Url url_of(std::string_view text) { return parse_url(text).value(); }

std::string chosen(std::string_view url, const ProxySettings& settings) {
  return std::string(choose_proxy(url_of(url), settings).value().expose());
}

ProxySettings https_proxy(const char* proxy) {
  ProxySettings settings;
  settings.https_proxy = Secret(proxy);
  return settings;
}

}  // namespace

TEST_CASE("bypasses_proxy: entries cover the same hosts as in other tools") {
  struct Case {
    const char* no_proxy;
    const char* url;
    bool bypassed;
  };
  const auto [no_proxy, url, bypassed] = GENERATE(values<Case>({
      {"", "https://example.org/", false},
      {" , ,", "https://example.org/", false},
      {"*", "https://example.org/", true},
      {"*", "https://[2001:db8::1]/", true},
      {"example.org", "https://example.org/", true},
      {"EXAMPLE.org", "https://Example.ORG/", true},
      {"example.org", "https://login.example.org/", true},
      {".example.org", "https://login.example.org/", true},
      {".example.org", "https://example.org/", true},
      {"*.example.org", "https://a.b.example.org/", true},
      {"*.example.org", "https://example.org/", true},
      {"example.org.", "https://example.org/", true},
      {"example.org", "https://notexample.org/", false},
      {"*.example.org", "https://notexample.org/", false},
      {"example.org", "https://example.org.evil.test/", false},
      {"login.example.org", "https://example.org/", false},
      {"a.test, example.org", "https://example.org/", true},
      {"a.test example.org", "https://example.org/", true},
      {"a.test,\texample.org\n", "https://example.org/", true},
      {"example.org:443", "https://example.org/", true},
      {"example.org:8443", "https://example.org/", false},
      {"example.org:8443", "https://example.org:8443/", true},
      {"example.org:x", "https://example.org/", false},
      {"*:8443", "https://example.org:8443/", true},
      {"*:8443", "https://example.org/", false},
      {"10.1.2.3", "https://10.1.2.3/", true},
      {"10.1.2.3:443", "https://10.1.2.3/", true},
      {"10.1.2.3", "https://10.1.2.4/", false},
      {"2.3", "https://10.1.2.3/", false},
      {".2.3", "https://10.1.2.3/", false},
      {"10.0.0.0/8", "https://10.255.2.3/", true},
      {"10.0.0.0/8", "https://11.0.0.1/", false},
      {"10.1.2.0/23", "https://10.1.3.9/", true},
      {"10.1.2.0/23", "https://10.1.4.9/", false},
      {"10.0.0.0/0", "https://192.0.2.1/", true},
      {"10.1.2.3/32", "https://10.1.2.3/", true},
      {"10.1.2.3/33", "https://10.1.2.3/", false},
      {"10.1.2.3/", "https://10.1.2.3/", false},
      {"10.1.2.3/-1", "https://10.1.2.3/", false},
      {"10.0.0.0/8:443", "https://10.1.2.3/", true},
      {"10.0.0.0/8:444", "https://10.1.2.3/", false},
      {"10.0.0.0/8", "https://ten.example.org/", false},
      {"2001:db8::1", "https://[2001:0db8:0::1]/", true},
      {"[2001:db8::1]", "https://[2001:db8::1]/", true},
      {"[2001:db8::1]:443", "https://[2001:db8::1]/", true},
      {"[2001:db8::1]:444", "https://[2001:db8::1]/", false},
      {"2001:db8::/32", "https://[2001:db8:ffff::1]/", true},
      {"2001:db8::/32", "https://[2001:db9::1]/", false},
      {"2001:db8::/32", "https://32.1.13.184/", false},
      {"[", "https://example.org/", false},
      {"[]", "https://[2001:db8::1]/", false},
      {":", "https://example.org/", false},
      {".", "https://example.org/", false},
      {"*.", "https://example.org/", false},
      {"/8", "https://10.1.2.3/", false},
  }));
  INFO("NO_PROXY=" << no_proxy << " for " << url);
  CHECK(bypasses_proxy(url_of(url), no_proxy) == bypassed);
}

TEST_CASE("choose_proxy: returns scheme, user information, host and port") {
  struct Case {
    const char* set;
    const char* chosen;
  };
  const auto [set, expected] = GENERATE(values<Case>({
      {"http://proxy.test:3128", "http://proxy.test:3128"},
      {"proxy.test:3128", "http://proxy.test:3128"},
      {"proxy.test", "http://proxy.test:80"},
      {"HTTP://Proxy.Test:3128/", "http://proxy.test:3128"},
      {"https://proxy.test", "https://proxy.test:443"},
      {"https://proxy.test:80", "https://proxy.test:80"},
      {"socks5://proxy.test", "socks5://proxy.test:1080"},
      {"socks5h://proxy.test:9050", "socks5h://proxy.test:9050"},
      {"http://[2001:db8::1]:3128", "http://[2001:db8::1]:3128"},
      {"http://[2001:db8::1]", "http://[2001:db8::1]:80"},
      {"http://user:p%40ss@proxy.test:3128", "http://user:p%40ss@proxy.test:3128"},
      {"user:pass@proxy.test:3128", "http://user:pass@proxy.test:3128"},
  }));
  CHECK(chosen("https://example.org/", https_proxy(set)) == expected);
}

TEST_CASE("choose_proxy: an unusable proxy is a configuration error that does not quote it") {
  const auto* set =
      GENERATE("ftp://proxy.test:21", "socks4://proxy.test", "http://", "http://:3128",
               "http://canary:canary@", "http://user:canary#1@proxy.test:3128",
               "http://user:canary/1@proxy.test:3128", "http://user:canary",
               "http://user:canary@proxy.test:0", "http://user:canary@proxy.test:99999",
               "http://user:canary\r\nX@proxy.test:3128", "http://user:ca nary@p.test:1");
  const auto proxy = choose_proxy(url_of("https://example.org/"), https_proxy(set));
  REQUIRE_FALSE(proxy);
  CHECK(proxy.error().kind == ErrorKind::invalid_configuration);
  CHECK(proxy.error().message.find("canary") == std::string::npos);
  CHECK(proxy.error().message.find("https://example.org") != std::string::npos);
  REQUIRE(proxy.error().hints.size() == 1);
  CHECK(proxy.error().hints[0].find("canary") == std::string::npos);
}

TEST_CASE("choose_proxy: each scheme has its own setting") {
  ProxySettings settings;
  settings.https_proxy = Secret("http://secure.test:1");
  settings.http_proxy = Secret("http://plain.test:2");
  CHECK(chosen("https://example.org/", settings) == "http://secure.test:1");
  CHECK(chosen("http://example.org/", settings) == "http://plain.test:2");
  CHECK(chosen("https://example.org/", {}).empty());
}

TEST_CASE("choose_proxy: none for loopback and the metadata address") {
  ProxySettings settings;
  settings.https_proxy = Secret("http://proxy.test:1");
  settings.http_proxy = Secret("http://proxy.test:1");
  const auto* direct = GENERATE("http://localhost:8080/", "https://localhost/", "http://127.0.0.1/",
                                "http://127.9.9.9:1/", "http://[::1]:8080/",
                                "https://api.localhost/", "http://169.254.169.254/metadata");
  CHECK(chosen(direct, settings).empty());
  CHECK(chosen("https://localhost.evil.test/", settings) == "http://proxy.test:1");
}

TEST_CASE("choose_proxy: ignores a broken setting for hosts in NO_PROXY") {
  ProxySettings settings = https_proxy("gopher://x");
  settings.no_proxy = "example.org";
  CHECK(chosen("https://example.org/", settings).empty());
}

TEST_CASE("proxy_origin: shows no user information") {
  CHECK(proxy_origin(Secret("http://user:canary@proxy.test:3128")) == "http://proxy.test:3128");
  CHECK(proxy_origin(Secret("socks5h://proxy.test:1080")) == "socks5h://proxy.test:1080");
  CHECK(proxy_origin(Secret()).empty());
}

TEST_CASE("why_direct: says why a request goes direct") {
  auto settings = https_proxy("http://p:1");
  settings.http_proxy = Secret("http://p:1");
  settings.no_proxy = "a.example";
  const auto why = [&](std::string_view url) { return why_direct(url_of(url), settings); };
  CHECK(why("https://b.example/") == DirectBecause::uses_proxy);
  CHECK(why("https://a.example/") == DirectBecause::excluded);
  CHECK(why("https://localhost/") == DirectBecause::loopback);
  CHECK(why("http://169.254.169.254/") == DirectBecause::metadata_address);
  CHECK(why_direct(url_of("https://b.example/"), {}) == DirectBecause::no_proxy_is_set);
}
