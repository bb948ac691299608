// SPDX-License-Identifier: MIT

#include "oauth/authority.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth;
TEST_CASE("cloud_authority, federated_audience: every cloud has its own") {
  CHECK(oauth::cloud_authority(Cloud::public_cloud) == "https://login.microsoftonline.com");
  CHECK(oauth::cloud_authority(Cloud::usgov) == "https://login.microsoftonline.us");
  CHECK(oauth::cloud_authority(Cloud::china) == "https://login.partner.microsoftonline.cn");
  CHECK(oauth::federated_audience(Cloud::usgov) == "api://AzureADTokenExchangeUSGov");
}

TEST_CASE("authority_of: the profile's authority takes precedence over its cloud") {
  Profile profile;
  profile.cloud = Cloud::usgov;
  CHECK(oauth::authority_of(profile) == "https://login.microsoftonline.us");
  profile.authority = "https://login.example";
  CHECK(oauth::authority_of(profile) == "https://login.example");
}

TEST_CASE("entra_token_endpoint: is built from authority and tenant") {
  CHECK(oauth::entra_token_endpoint("https://login.example", "t.example") ==
        "https://login.example/t.example/oauth2/v2.0/token");
  CHECK(oauth::entra_token_endpoint("http://127.0.0.1:8080/", "t") ==
        "http://127.0.0.1:8080/t/oauth2/v2.0/token");
}

TEST_CASE("canonical_endpoint: aliases of one authority are one endpoint, others stay apart") {
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

TEST_CASE("graph_endpoint_of, federated_audience: follow the cloud, by any name of its authority") {
  struct Row {
    Cloud cloud;
    const char* authority;
    const char* graph;
    const char* audience;
  };
  const auto row = GENERATE(
      Row{Cloud::public_cloud, "", "https://graph.microsoft.com", "api://AzureADTokenExchange"},
      Row{Cloud::usgov, "", "https://graph.microsoft.us", "api://AzureADTokenExchangeUSGov"},
      Row{Cloud::china, "", "https://microsoftgraph.chinacloudapi.cn",
          "api://AzureADTokenExchangeChina"},
      Row{Cloud::public_cloud, "https://login.microsoftonline.us", "https://graph.microsoft.us",
          "api://AzureADTokenExchangeUSGov"},
      Row{Cloud::public_cloud, "https://login.chinacloudapi.cn",
          "https://microsoftgraph.chinacloudapi.cn", "api://AzureADTokenExchangeChina"},
      Row{Cloud::public_cloud, "https://login.example", "https://graph.microsoft.com",
          "api://AzureADTokenExchange"});
  CAPTURE(row.authority);
  Profile profile;
  profile.cloud = row.cloud;
  profile.authority = row.authority;
  CHECK(oauth::graph_endpoint_of(profile) == row.graph);
  CHECK(oauth::federated_audience(oauth::cloud_of(profile)) == row.audience);
  profile.graph_endpoint = "https://dod-graph.microsoft.us";
  CHECK(oauth::graph_endpoint_of(profile) == "https://dod-graph.microsoft.us");
}

TEST_CASE("default_scope: keeps a slash at the end of the resource") {
  CHECK(oauth::default_scope("api://id") == "api://id/.default");
  CHECK(oauth::default_scope("https://management.core.windows.net/") ==
        "https://management.core.windows.net//.default");
}

TEST_CASE("scope_parameter: keeps the order of the scopes") {
  const std::vector<std::string> scopes = {"b", "a"};
  CHECK(oauth::scope_parameter(scopes) == "b a");
  CHECK(oauth::scope_parameter({}).empty());
}
