// SPDX-License-Identifier: MIT
#include "base/url.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace entra_auth;

namespace {

std::string origin_of(std::string_view text) {
  const auto url = parse_url(text);
  return url ? origin(*url) : "refused: " + url.error().message;
}

}  // namespace

TEST_CASE("parse_url: splits a URL into its parts") {
  const Url url =
      parse_url("HTTPS://Login.MicrosoftOnline.com:8443/Common/x%20y/?a=b%2Fc&d=%2e%2e").value();
  CHECK(url.scheme == "https");
  CHECK(url.host == "login.microsoftonline.com");
  CHECK(url.port == 8443);
  CHECK(url.path == "/Common/x%20y/");
  CHECK(url.query == "a=b%2Fc&d=%2e%2e");
}

TEST_CASE("parse_url: fills in the default port and path") {
  CHECK(parse_url("https://a.example").value().port == 443);
  CHECK(parse_url("http://a.example").value().port == 80);
  CHECK(parse_url("https://a.example").value().path == "/");
  CHECK(parse_url("https://a.example?x=1").value().path == "/");
  CHECK(parse_url("https://a.example?x=1").value().query == "x=1");
  CHECK(parse_url("https://a.example/?").value().query.empty());
}

TEST_CASE("origin: omits default ports and puts IPv6 in brackets") {
  CHECK(origin_of("https://a.example:443/x?secret=1") == "https://a.example");
  CHECK(origin_of("http://a.example:80") == "http://a.example");
  CHECK(origin_of("http://a.example:443") == "http://a.example:443");
  CHECK(origin_of("https://[2001:DB8:0:0::1]:8443/") == "https://[2001:db8::1]:8443");
  CHECK(origin_of("https://10.0.0.1:65535/") == "https://10.0.0.1:65535");
}

TEST_CASE("parse_url: accepts the URLs of the services we use") {
  const std::string text = GENERATE(
      as<std::string>{},
      "https://login.microsoftonline.com/contoso.onmicrosoft.com/oauth2/v2.0/token",
      "https://login.microsoftonline.com/00000000-0000-0000-0000-000000000001/v2.0/.well-known/"
      "openid-configuration?appid=x",
      "https://graph.microsoft.com/v1.0/"
      "servicePrincipals(appId='x')?$filter=startswith(displayName,'a%20b')",
      "https://test.maskinporten.no/", "https://contoso.b2clogin.com/tfp/x.y/B2C_1_sign-in/v2.0/",
      "https://xn--bcher-kva.example/", "http://localhost:3000/api/v1/token", "https://my_host/...",
      "http://169.254.169.254/metadata/identity/oauth2/token?api-version=2018-02-01");
  CAPTURE(text);
  CHECK(check_request_url(text));
}

TEST_CASE("parse_url: refuses anything that could be read in two ways") {
  const std::string text = GENERATE(
      as<std::string>{}, "", "https", "https:", "https:/", "https://", "https:///path",
      "https:a.example", "//a.example", "a.example/path", "ftp://a.example", "file:///etc/passwd",
      "javascript:alert(1)", "-flag", " https://a.example", "https://a.example ",
      "https://a.example/\n", "https://a .example", "https://a.example/a b", "https://a.example/\t",
      "https://a.example\x7f", "https://\\\\a.example", "https://a.example\\@evil.example",
      "https://a.example/\\evil", "https://a.example/x#fragment",
      "https://login.microsoftonline.com@evil.example/", "https://user:canary@a.example/",
      "https://@a.example/", "https://a.example:@b.example/", "https://a.example?@b.example#",
      "https://m\u00edcrosoft.example/", "https://login.micr\u043esoftonline.com/",
      "https://a%2eexample/", "https://%61.example/", "https://a.example%2f.evil/",
      "https://a.example./", "https://.a.example/", "https://a..example/", "https://./",
      "https://-a.example/", "https://a-.example/", "https://a,b.example/", "https://a;b/",
      "https://a!b/", "https://$(id)/", "https://a*b/", "https://a.example:/",
      "https://a.example:0/", "https://a.example:65536/", "https://a.example:-1/",
      "https://a.example:+443/", "https://a.example:0443/", "https://a.example:44x/",
      "https://a.example:443:443/", "https://a.example:99999999999999999999/",
      "https://a.example/%", "https://a.example/%4", "https://a.example/%zz",
      "https://a.example/?x=%4", "https://a.example/..", "https://a.example/../x",
      "https://a.example/x/..", "https://a.example/./x", "https://a.example/x/.",
      "https://a.example/%2e%2e/x", "https://a.example/.%2E/x", "https://a.example/%2E",
      "https://a.example/common%2f", "https://a.example/common%2Fx", "https://a.example/a%5cb",
      "https://a.example/a%00b", "https://a.example/a%0D%0Ab", "https://a.example/a%7f",
      "https://a.example/\"x\"", "https://a.example/<x>", "https://a.example/{tenantid}/",
      "https://a.example/a|b", "https://a.example/`id`", "https://a.example/a^b");
  CAPTURE(text);
  const auto url = parse_url(text);
  REQUIRE_FALSE(url);
  CHECK(url.error().kind == ErrorKind::invalid_configuration);
  CHECK(url.error().message.find("canary") == std::string::npos);
}

TEST_CASE("parse_url: the message says what is wrong") {
  const auto message = [](const char* text) { return parse_url(text).error().message; };
  CHECK(message("https://user:canary@a.example/") ==
        "the URL has user information (an `@` before its host)");
  CHECK(message("ftp://a.example/") == "the URL does not start with https://");
  CHECK(message("https://127.1/") ==
        "the URL has a host that is neither a name nor an IPv4 address in four decimal parts");
}

TEST_CASE("parse_url: refuses a NUL anywhere") {
  const std::string good = "https://a.example/b?c=d";
  for (std::size_t at = 0; at <= good.size(); ++at) {
    std::string text = good;
    text.insert(at, 1, '\0');
    CHECK_FALSE(parse_url(text));
  }
}

TEST_CASE("parse_url: refuses overlong host names and labels") {
  CHECK(parse_url("https://" + std::string(63, 'a') + ".example/"));
  CHECK_FALSE(parse_url("https://" + std::string(64, 'a') + ".example/"));
  std::string host;
  while (host.size() < 250) host += "abcdefghi.";
  CHECK(parse_url("https://" + host + "abc/"));
  CHECK_FALSE(parse_url("https://" + host + "abcd/"));
}

TEST_CASE("parse_url: IPv4 addresses have one spelling") {
  CHECK(parse_url("https://127.0.0.1/").value().host == "127.0.0.1");
  for (const char* host :
       {"127.1", "127.0.1", "2130706433", "0x7f000001", "0x7f.1", "0x7f.0.0.1", "0177.0.0.1",
        "127.0.0.01", "017700000001", "127.0.0.1.", "127.0.0.0x1", "256.0.0.1", "1.2.3.4.5",
        "1.2.3.", "a.1", "a.0x", "a.0x1f", "0", "00.0.0.0"}) {
    CAPTURE(host);
    CHECK_FALSE(parse_url("http://" + std::string(host) + "/"));
    CHECK_FALSE(check_request_url("http://" + std::string(host) + "/"));
  }
}

TEST_CASE("parse_url: IPv6 addresses need brackets and take no zone") {
  CHECK(parse_url("https://[::1]/").value().host == "::1");
  CHECK(parse_url("https://[0:0:0:0:0:0:0:1]/").value().host == "::1");
  for (const char* host :
       {"::1", "[::1", "::1]", "[]", "[::1]x", "[::1]]", "[[::1]]", "[::1%25lo]", "[::1%lo]",
        "[127.0.0.1]", "[a.example]", "[::1]443", "[1::2::3]", "[12345::]", "[v1.x]"}) {
    CAPTURE(host);
    CHECK_FALSE(parse_url("https://" + std::string(host) + "/"));
  }
}

TEST_CASE("is_loopback_host: only names and addresses of this machine") {
  for (const char* host : {"localhost", "LOCALHOST", "a.localhost", "127.0.0.1", "127.255.255.254",
                           "::1", "0:0:0:0:0:0:0:1"}) {
    CAPTURE(host);
    CHECK(is_loopback_host(host));
  }
  for (const char* host :
       {"", "localhost.", ".localhost", "localhost.evil", "notlocalhost", "127.0.0.1.evil",
        "128.0.0.1", "126.255.255.255", "0.0.0.0", "::", "::ffff:127.0.0.1", "::127.0.0.1", "::2",
        "[::1]", "127.1", "0x7f.0.0.1", "127.0.0.1 ", "localhost4", "fe80::1"}) {
    CAPTURE(host);
    CHECK_FALSE(is_loopback_host(host));
  }
  CHECK_FALSE(is_loopback_host(std::string_view("127.0.0.1\0.evil", 15)));
}

TEST_CASE("check_request_url: http only to loopback and the metadata address") {
  for (const char* text :
       {"http://localhost:1/", "http://127.9.9.9/", "http://[::1]:8080/", "http://x.localhost/",
        "http://169.254.169.254/", "https://evil.example/"}) {
    CAPTURE(text);
    CHECK(check_request_url(text));
  }
  for (const char* text :
       {"http://a.example/", "http://localhost.evil/", "http://[::ffff:127.0.0.1]/",
        "http://0.0.0.0/", "http://[::]/", "http://10.0.0.1/", "http://169.254.169.253/",
        "http://[::ffff:169.254.169.254]/", "http://login.microsoftonline.com/"}) {
    CAPTURE(text);
    const auto url = check_request_url(text);
    REQUIRE_FALSE(url);
    CHECK(url.error().kind == ErrorKind::invalid_configuration);
    CHECK(url.error().hints.front() == "use https; http is accepted for loopback addresses only");
  }
  CHECK(check_request_url("http://a.example/?code=canary").error().message ==
        "cleartext http is not used for a.example");
}
