// SPDX-License-Identifier: MIT
#include "oauth/metadata.hpp"

#include "base/try.hpp"
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
  TRY(const auto text,
      oauth::fetch_metadata(transport,
                            {.issuer = kIssuer, .deadline = clock.in(std::chrono::seconds(5))}));
  return oauth::read_metadata(text, kIssuer);
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
  CHECK(oauth::fetch_metadata(transport, {.issuer = "https://idp.example/realm/",
                                          .deadline = clock.in(std::chrono::seconds(5))}));
}

TEST_CASE("an authorization server keeps its metadata elsewhere than an OpenID provider") {
  test::FakeTransport transport;
  test::FakeClock clock;
  const std::string body =
      R"({"issuer":"https://test.maskinporten.no/","token_endpoint":"https://a.example/t"})";
  transport.expect("https://test.maskinporten.no/.well-known/oauth-authorization-server", 200,
                   body);
  const auto text =
      oauth::fetch_metadata(transport, {.issuer = "https://test.maskinporten.no/",
                                        .kind = oauth::MetadataKind::authorization_server,
                                        .attempts = Attempts::once,
                                        .deadline = clock.in(std::chrono::seconds(5))});
  CHECK(text == body);
  CHECK(transport.sent().at(0).attempts == Attempts::once);
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
      {200, R"({"issuer":"https://idp.example/realm","token_endpoint":"https://a.example/t",)"
            R"("jwks_uri":"http://idp.example/keys"})"},
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

TEST_CASE("whoever is asked by address may name the issuer, but must name one") {
  const auto metadata = oauth::read_metadata(
      R"({"issuer":"https://a.example","token_endpoint":"https://a.example/t","jwks_uri":"https://a.example/k"})",
      "");
  REQUIRE(metadata);
  CHECK(metadata->issuer == "https://a.example");
  CHECK(metadata->jwks_uri == "https://a.example/k");
  CHECK_FALSE(oauth::read_metadata(R"({"token_endpoint":"https://a.example/t"})", ""));
  // A CI system publishes keys and nothing else.
  CHECK(oauth::read_metadata(R"({"issuer":"https://a.example","jwks_uri":"https://a.example/k"})",
                             "https://a.example"));
}
