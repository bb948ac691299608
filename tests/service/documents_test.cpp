// SPDX-License-Identifier: MIT
#include "service/documents.hpp"

#include "support/fake_clock.hpp"
#include "support/fake_transport.hpp"
#include "support/temp_dir.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth;
using Catch::Matchers::Contains;
using std::chrono::seconds;

namespace {

constexpr const char* kIssuer = "https://idp.example/realm";
constexpr const char* kUrl = "https://idp.example/realm/.well-known/openid-configuration";
constexpr const char* kBody =
    R"({"issuer":"https://idp.example/realm","token_endpoint":"https://a.example/t"})";
constexpr const char* kWithoutEndpoint = R"({"issuer":"https://idp.example/realm"})";

struct Fixture {
  test::TempDir dir;
  test::FakeTransport transport;
  test::FakeClock clock;
  cache::DocumentCache documents{dir.path()};

  Result<oauth::ServerMetadata> find(bool needs_token_endpoint = true) {
    return service::find_metadata(
        {.url = kUrl, .issuer = kIssuer, .needs_token_endpoint = needs_token_endpoint},
        {transport, clock, clock.in(seconds(5)), &documents});
  }
};

}  // namespace

TEST_CASE("find_metadata: a document is fetched once a day for all callers") {
  Fixture fixture;
  fixture.transport.expect(kUrl, 200, kBody);
  CHECK(fixture.find()->token_endpoint == "https://a.example/t");
  CHECK(fixture.find(false));
  fixture.clock.advance(std::chrono::hours(23));
  CHECK(fixture.find());
  CHECK(fixture.transport.sent().size() == 1);
  fixture.clock.advance(std::chrono::hours(1));
  fixture.transport.expect(kUrl, 200, kBody);
  CHECK(fixture.find());
}

TEST_CASE("find_metadata: an unusable response fails and is not kept") {
  const std::vector<std::pair<int, std::string>> responses = {
      {200, R"({"issuer":"https://evil.example","token_endpoint":"https://idp.example/token"})"},
      {200, kWithoutEndpoint},
      {200, "<html>"},
      {404, kBody},
      {302, ""},
  };
  Fixture fixture;
  for (const auto& [status, body] : responses) {
    CAPTURE(status, body);
    fixture.transport.expect(kUrl, status, body);
    const auto metadata = fixture.find();
    REQUIRE_FALSE(metadata);
    CHECK(metadata.error().kind == ErrorKind::network);
  }
}

TEST_CASE("find_metadata: a kept document without the endpoint that is needed is fetched again") {
  Fixture fixture;
  fixture.transport.expect(kUrl, 200, kWithoutEndpoint);
  CHECK(fixture.find(false));
  fixture.transport.expect(kUrl, 200, kBody);
  CHECK(fixture.find());
}

TEST_CASE("fetch_document: an unusable response is named by URL and status") {
  Fixture fixture;
  fixture.transport.expect(kUrl, 500, "");
  const auto text = service::fetch_document(
      kUrl, {fixture.transport, fixture.clock, fixture.clock.in(seconds(5))}, Attempts::once);
  REQUIRE_FALSE(text);
  CHECK_THAT(text.error().message, Contains(kUrl) && Contains("500"));
  CHECK(fixture.transport.sent().at(0).attempts == Attempts::once);
}

TEST_CASE("find_metadata: without a cache a document is fetched each time") {
  Fixture fixture;
  for (int i = 0; i < 2; ++i) {
    fixture.transport.expect(kUrl, 200, kBody);
    CHECK(service::find_metadata({.url = kUrl},
                                 {fixture.transport, fixture.clock, fixture.clock.in(seconds(5))}));
  }
}
