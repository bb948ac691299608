// SPDX-License-Identifier: MIT
#include "oauth/metadata.hpp"

#include "support/fake_clock.hpp"
#include "support/fake_transport.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth;

namespace {

constexpr const char* kIssuer = "https://idp.example/realm";
constexpr const char* kUrl = "https://idp.example/realm/.well-known/openid-configuration";

Result<oauth::ServerMetadata> fetch(int status, const std::string& body) {
  test::FakeTransport transport;
  test::FakeClock clock;
  transport.expect(kUrl, status, body);
  return oauth::fetch_metadata(transport, kIssuer, clock.in(std::chrono::seconds(5)));
}

}  // namespace

TEST_CASE("metadata names the token endpoint") {
  const auto metadata = fetch(
      200,
      R"({"issuer":"https://idp.example/realm","token_endpoint":"https://idp.example/token"})");
  REQUIRE(metadata);
  CHECK(metadata->token_endpoint == "https://idp.example/token");
}

TEST_CASE("an issuer that ends in a slash gets no second one in the URL") {
  test::FakeTransport transport;
  test::FakeClock clock;
  transport.expect(
      kUrl, 200,
      R"({"issuer":"https://idp.example/realm/","token_endpoint":"https://a.example/t"})");
  CHECK(oauth::fetch_metadata(transport, "https://idp.example/realm/",
                              clock.in(std::chrono::seconds(5))));
}

TEST_CASE("hostile or broken metadata is refused") {
  const std::vector<std::pair<int, std::string>> answers = {
      {200, R"({"issuer":"https://evil.example","token_endpoint":"https://idp.example/token"})"},
      {200, R"({"issuer":"https://idp.example/realm/","token_endpoint":"https://a.example/t"})"},
      {200,
       R"({"issuer":"https://idp.example/realm","token_endpoint":"http://idp.example/token"})"},
      {200, R"({"issuer":"https://idp.example/realm","token_endpoint":"file:///etc/passwd"})"},
      {200, R"({"issuer":"https://idp.example/realm"})"},
      {200, R"({"token_endpoint":"https://idp.example/token"})"},
      {200, "<html>"},
      {404, R"({"issuer":"https://idp.example/realm","token_endpoint":"https://a.example/t"})"},
      {302, ""},
  };
  for (const auto& [status, body] : answers) {
    CAPTURE(status, body);
    const auto metadata = fetch(status, body);
    REQUIRE_FALSE(metadata);
    CHECK(metadata.error().kind == ErrorKind::network);
  }
}
