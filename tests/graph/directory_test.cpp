// SPDX-License-Identifier: MIT

#include "graph/directory.hpp"

#include "base/form.hpp"
#include "base/json.hpp"
#include "support/fake_clock.hpp"
#include "support/fake_transport.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth;
using graph::DirectoryKind;

namespace {

Error explain(int status, const std::string& text) {
  HttpResponse response;
  response.status = status;
  return graph::explain_directory_error(response, parse_json_object(text).value());
}

constexpr const char* kGraph = "https://graph.example";

graph::DirectorySearch search(const std::string& pattern,
                              DirectoryKind kind = DirectoryKind::applications) {
  return {.endpoint = kGraph,
          .access_token = Secret("at"),
          .kind = kind,
          .pattern = pattern,
          .deadline = test::FakeClock().in(std::chrono::seconds(60))};
}

/// The $filter of the first request, decoded; empty where there is none.
std::string filter(const std::string& pattern, DirectoryKind kind = DirectoryKind::applications) {
  const auto url = graph::directory_url(search(pattern, kind));
  const auto at = url.find("&$filter=");
  return at == std::string::npos ? "" : form_decode(url.substr(at + 9)).value();
}

std::string page(const std::string& entries, const std::string& next = {}) {
  return R"({"value":[)" + entries + "]" +
         (next.empty() ? "" : R"(,"@odata.nextLink":")" + next + "\"") + "}";
}

std::string named(const std::string& name) {
  return R"({"displayName":")" + name + R"(","appId":"id-)" + name + R"("})";
}

}  // namespace
TEST_CASE("explain_directory_error: a missing permission is named, with how to grant it") {
  const auto error = explain(
      403, R"({"error":{"code":"Authorization_RequestDenied","message":"Insufficient privileges",)"
           R"("innerError":{"request-id":"r-1","client-request-id":"c-1"}}})");
  CHECK(error.kind == ErrorKind::server_refused);
  CHECK(error.error == "Authorization_RequestDenied");
  CHECK(error.trace_id == "r-1");
  CHECK(error.correlation_id == "c-1");
  REQUIRE(error.hints.size() == 1);
  CHECK(error.hints[0].find("Application.Read.All") != std::string::npos);
}

TEST_CASE("explain_directory_error: throttling and failures are retryable, refusals are not") {
  CHECK(explain(429, R"({"error":{"code":"TooManyRequests"}})").retryable);
  CHECK(explain(503, R"({"error":{}})").kind == ErrorKind::network);
  CHECK_FALSE(explain(401, R"({"error":{"code":"InvalidAuthenticationToken"}})").retryable);
}

TEST_CASE("explain_directory_error: an error of another shape still has its status") {
  for (const char* text :
       {R"({})", R"({"error":"text"})", R"({"error":{"code":7,"innerError":1}})"}) {
    const auto error = explain(400, text);
    CHECK(error.kind == ErrorKind::server_refused);
    CHECK(error.message.find("status 400") != std::string::npos);
  }
}

TEST_CASE(
    "search_directory: the server filters by prefix, whole name, ID and URI, and quotes are "
    "doubled") {
  CHECK(filter("").empty());
  CHECK(filter("*x*").empty());
  CHECK(filter("YourAPI*") == "startswith(displayName,'YourAPI')");
  CHECK(filter("A*b") == "startswith(displayName,'A')");
  CHECK(filter("O'Brien & Sons*") == "startswith(displayName,'O''Brien & Sons')");
  CHECK(filter("Exact") == "displayName eq 'Exact'");
  CHECK(filter("00000000-0000-0000-0000-0000000000a1") ==
        "appId eq '00000000-0000-0000-0000-0000000000a1'");
  CHECK(filter("api://x") == "identifierUris/any(x:x eq 'api://x')");
  CHECK(filter("api://x", DirectoryKind::service_principals) ==
        "servicePrincipalNames/any(x:x eq 'api://x')");
}

TEST_CASE("search_directory: no character of a pattern can leave its parameter") {
  const auto url = graph::directory_url(search("a&$top=1#'%27+ å*"));
  CHECK(url.find("a%26%24top%3D1%23%27%27%2527%2B%20") != std::string::npos);
}

TEST_CASE("search_directory: all pages are read, compared and sorted") {
  test::FakeTransport transport;
  const auto first = search("*b*");
  const std::string second = std::string(kGraph) + "/v1.0/applications?$skiptoken=2";
  transport.expect(graph::directory_url(first), 200, page(named("zb") + "," + named("a"), second));
  transport.expect(second, 200, page(named("Ab") + "," + named("c")));
  const auto found = graph::search_directory(first, transport);
  REQUIRE(found);
  REQUIRE(found->size() == 2);
  CHECK(found->at(0).display_name == "Ab");
  CHECK(found->at(1).display_name == "zb");
  for (const auto& request : transport.sent()) {
    CHECK(request.headers.at("Authorization") == "Bearer at");
  }
}

TEST_CASE("search_directory: a link does not send the token to another host, scheme or port") {
  for (const std::string link :
       {"https://evil.example/v1.0/applications", "http://graph.example/x",
        "https://graph.example:8443/x", "https://graph.example@evil/x", "javascript:x"}) {
    test::FakeTransport transport;
    const auto first = search("");
    transport.expect(graph::directory_url(first), 200, page("", link));
    const auto found = graph::search_directory(first, transport);
    CAPTURE(link);
    REQUIRE_FALSE(found);
    CHECK(found.error().kind == ErrorKind::network);
  }
}

TEST_CASE("search_directory: a page that links to itself ends the search") {
  test::FakeTransport transport;
  const auto first = search("");
  const auto url = graph::directory_url(first);
  transport.expect(url, 200, page("", url));
  CHECK_FALSE(graph::search_directory(first, transport));
}

TEST_CASE("search_directory: scopes are ready to be requested, disabled ones are left out") {
  test::FakeTransport transport;
  const auto first = search("");
  transport.expect(
      graph::directory_url(first), 200,
      page(R"({"displayName":"A","appId":"id","identifierUris":["https://a.example/","api://id"],)"
           R"("api":{"oauth2PermissionScopes":[{"value":"read","isEnabled":true},)"
           R"({"value":"off","isEnabled":false},{"value":null},7]},)"
           R"("appRoles":[{"value":"Do.It","allowedMemberTypes":["Application"]},)"
           R"({"value":"Person","allowedMemberTypes":["User"]}]})"));
  const auto found = graph::search_directory(first, transport);
  REQUIRE(found);
  const auto& entry = found->at(0);
  CHECK(entry.scopes == std::vector<std::string>{"https://a.example//read"});
  CHECK(entry.roles == std::vector<std::string>{"Do.It"});
  CHECK(entry.default_scope == "https://a.example//.default");
}

TEST_CASE("search_directory: an API without a URI is named by its application ID") {
  test::FakeTransport transport;
  const auto first = search("", DirectoryKind::service_principals);
  transport.expect(graph::directory_url(first), 200,
                   page(R"({"displayName":"A","appId":"id","servicePrincipalNames":["id"],)"
                        R"("oauth2PermissionScopes":[{"value":"read"}]})"));
  const auto found = graph::search_directory(first, transport);
  REQUIRE(found);
  CHECK(found->at(0).identifier_uris.empty());
  CHECK(found->at(0).scopes == std::vector<std::string>{"api://id/read"});
}

TEST_CASE("search_directory: an unusable response is an error, and no part of it is used") {
  for (const std::string body : {"[]", "{}", R"({"value":{}})", R"({"value":[1]})", "<html>"}) {
    test::FakeTransport transport;
    const auto first = search("");
    transport.expect(graph::directory_url(first), 200, body);
    const auto found = graph::search_directory(first, transport);
    CAPTURE(body);
    REQUIRE_FALSE(found);
    CHECK(found.error().kind == ErrorKind::network);
  }
}
