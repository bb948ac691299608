// SPDX-License-Identifier: MIT
#include "cli/connection.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth;

namespace {

os::Environment environment(std::vector<std::string> entries = {}) {
  return os::Environment(std::move(entries));
}

Profile profile() {
  Profile result;
  result.scopes = {"from-profile"};
  result.flow = Flow::client_credentials;
  return result;
}

}  // namespace

TEST_CASE("transport_settings: the environment wins over the profile for proxies and CA file") {
  auto p = profile();
  p.proxy = "http://profile:1";
  p.ca_file = "~/ca.pem";
  const auto plain = cli::transport_settings(p, environment({"HOME=/h"}));
  CHECK(plain.proxy.https_proxy.expose() == "http://profile:1");
  CHECK(plain.proxy.http_proxy.expose() == "http://profile:1");
  CHECK(plain.ca_file == "/h/ca.pem");
  CHECK(plain.ca_file_origin == "ca_file");
  const auto set = cli::transport_settings(
      p,
      environment({"HTTPS_PROXY=http://upper:1", "https_proxy=http://lower:1",
                   "HTTP_PROXY=http://httpoxy:1", "NO_PROXY=*.local", "SSL_CERT_FILE=/e/ca.pem"}));
  CHECK(set.proxy.https_proxy.expose() == "http://lower:1");
  CHECK(set.proxy.http_proxy.expose() == "http://profile:1");
  CHECK(set.proxy.no_proxy == "*.local");
  CHECK(set.ca_file == "/e/ca.pem");
  CHECK(set.ca_file_origin == "SSL_CERT_FILE");
  CHECK(cli::transport_settings(p, environment({"ALL_PROXY=http://all:1"}))
            .proxy.http_proxy.expose() == "http://all:1");
}

TEST_CASE("transport_settings: proxies and CA file name their origin") {
  auto p = profile();
  CHECK(cli::transport_settings(p, environment()).proxy.https_proxy_origin.empty());
  p.proxy = "http://p:1";
  p.ca_file = "/ca";
  auto settings = cli::transport_settings(p, environment());
  CHECK(settings.proxy.https_proxy_origin == "proxy");
  CHECK(settings.ca_file_origin == "ca_file");
  settings = cli::transport_settings(
      p,
      environment({"ALL_PROXY=http://a:1", "HTTPS_PROXY=http://h:1", "NO_PROXY=n", "no_proxy="}));
  CHECK(settings.proxy.https_proxy_origin == "HTTPS_PROXY");
  CHECK(settings.proxy.http_proxy_origin == "ALL_PROXY");
  CHECK(settings.proxy.no_proxy_origin == "NO_PROXY");
  CHECK(settings.proxy.no_proxy == "n");
}
