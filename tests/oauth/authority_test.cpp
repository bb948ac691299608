// SPDX-License-Identifier: MIT
#include "oauth/authority.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth;

TEST_CASE("every cloud has its authority and its federated audience") {
  CHECK(oauth::cloud_authority(Cloud::public_cloud) == "https://login.microsoftonline.com");
  CHECK(oauth::cloud_authority(Cloud::usgov) == "https://login.microsoftonline.us");
  CHECK(oauth::cloud_authority(Cloud::china) == "https://login.partner.microsoftonline.cn");
  CHECK(oauth::federated_audience(Cloud::usgov) == "api://AzureADTokenExchangeUSGov");
}

TEST_CASE("the profile's authority beats its cloud") {
  Profile profile;
  profile.cloud = Cloud::usgov;
  CHECK(oauth::authority_of(profile) == "https://login.microsoftonline.us");
  profile.authority = "https://login.example";
  CHECK(oauth::authority_of(profile) == "https://login.example");
}

TEST_CASE("the token endpoint is made of authority and tenant") {
  CHECK(oauth::entra_token_endpoint("https://login.example", "t.example") ==
        "https://login.example/t.example/oauth2/v2.0/token");
  CHECK(oauth::entra_token_endpoint("http://127.0.0.1:8080/", "t") ==
        "http://127.0.0.1:8080/t/oauth2/v2.0/token");
}

TEST_CASE("aliases of one authority are one endpoint, others stay apart") {
  const std::string expected = "https://login.microsoftonline.com/t/oauth2/v2.0/token";
  for (const char* host : {"login.microsoftonline.com", "login.windows.net", "login.microsoft.com",
                           "sts.windows.net", "LOGIN.Windows.NET", "login.windows.net:443"}) {
    CAPTURE(host);
    CHECK(oauth::canonical_endpoint("https://" + std::string(host) + "/t/oauth2/v2.0/token") ==
          expected);
  }
  CHECK(oauth::canonical_endpoint("https://login.microsoftonline.us/t") ==
        "https://login.microsoftonline.us/t");
  CHECK(oauth::canonical_endpoint("https://login.windows.net.evil.example/t") ==
        "https://login.windows.net.evil.example/t");
  CHECK(oauth::canonical_endpoint("https://a.example/T?x=1") == "https://a.example/T?x=1");
  CHECK(oauth::canonical_endpoint("no url") == "no url");
}
