// SPDX-License-Identifier: MIT
#include "oauth/metadata.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth;

namespace {

constexpr const char* kIssuer = "https://idp.example/realm";
Result<oauth::ServerMetadata> read(const std::string& body) {
  return oauth::read_metadata(body, kIssuer);
}

}  // namespace

TEST_CASE("read_metadata: reads the token endpoint") {
  const auto metadata = read(
      R"({"issuer":"https://idp.example/realm","token_endpoint":"https://idp.example/token"})");
  REQUIRE(metadata);
  CHECK(metadata->token_endpoint == "https://idp.example/token");
}

TEST_CASE("metadata_url: a slash at the end of the issuer is not doubled") {
  const auto kind = oauth::MetadataKind::openid_provider;
  const std::string url = "https://idp.example/realm/.well-known/openid-configuration";
  CHECK(oauth::metadata_url("https://idp.example/realm", kind) == url);
  CHECK(oauth::metadata_url("https://idp.example/realm/", kind) == url);
}

TEST_CASE("metadata_url: an authorization server has another path than an OpenID provider") {
  CHECK(oauth::metadata_url("https://test.maskinporten.no/",
                            oauth::MetadataKind::authorization_server) ==
        "https://test.maskinporten.no/.well-known/oauth-authorization-server");
}

TEST_CASE("read_metadata: hostile or broken metadata is refused") {
  const std::vector<std::string> bodies = {
      R"({"issuer":"https://evil.example","token_endpoint":"https://idp.example/token"})",
      R"({"issuer":"https://idp.example/realm/","token_endpoint":"https://a.example/t"})",
      R"({"issuer":"https://idp.example/realm","token_endpoint":"http://idp.example/token"})",
      R"({"issuer":"https://idp.example/realm","token_endpoint":"file:///etc/passwd"})",
      R"({"token_endpoint":"https://idp.example/token"})",
      R"({"issuer":"https://idp.example/realm","token_endpoint":"https://a.example/t",)"
      R"("jwks_uri":"http://idp.example/keys"})",
      "<html>",
  };
  for (const auto& body : bodies) {
    CAPTURE(body);
    const auto metadata = read(body);
    REQUIRE_FALSE(metadata);
    CHECK(metadata.error().kind == ErrorKind::network);
  }
}

TEST_CASE("read_metadata: without an expected issuer any is accepted, but there must be one") {
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
