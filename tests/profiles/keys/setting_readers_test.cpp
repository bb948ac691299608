// SPDX-License-Identifier: MIT
#include "profiles/keys/setting_readers.hpp"

#include "profiles/read_text.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace entra_auth;
using test::problems_of;
using test::read_profile_text;

namespace {

using Lines = std::vector<std::string>;

Lines with(std::string_view base, const std::string& lines) {
  return problems_of(std::string(base) + lines);
}

}  // namespace

TEST_CASE("tenant_id: accepts GUIDs, domains and the shared names") {
  for (const std::string tenant :
       {"contoso.onmicrosoft.com", "9188040d-6c67-4c5b-b112-36a304b66dad", "common",
        "organizations", "consumers", "Contoso.com"}) {
    CAPTURE(tenant);
    const auto read = read_profile_text("client_id = 'c'\ntenant_id = '" + tenant + "'\n");
    CHECK(read.problems.empty());
    CHECK(read.profile.tenant_id == tenant);
  }
  for (const std::string tenant :
       {"../..", "..", ".", "a..b", ".a", "a.", "common%2f", "evil.com/login", "a b", "a@b", "t?x",
        "t#x", "t\\\\x", "contoso\u0430.com", "a_b", ""}) {
    CAPTURE(tenant);
    const auto problems = problems_of("client_id = 'c'\ntenant_id = \"" + tenant + "\"\n");
    REQUIRE(problems.size() == 1);
    CHECK(problems[0].starts_with("3: tenant_id is "));
  }
  CHECK(problems_of("client_id = 'c'\ntenant_id = '" + std::string(254, 'a') + "'\n").size() == 1);
}

TEST_CASE("consumer_org: must have nine digits") {
  CHECK(with(test::kMaskinporten, "consumer_org = '123456789'\n").empty());
  for (const std::string value : {"123456789", "'12345678'", "'1234567890'", "'12345678a'",
                                  "'0192:123456789'", "'-12345678'", "''"}) {
    CAPTURE(value);
    CHECK(with(test::kMaskinporten, "consumer_org = " + value + "\n") ==
          Lines{"6: consumer_org must be an organization number (9 digits in quotes, for example "
                "\"123456789\")"});
  }
}

TEST_CASE("graph_endpoint: must be a base URL without a version") {
  const auto read = read_profile_text(std::string(test::kEntra) +
                                      "graph_endpoint = 'https://graph.microsoft.us/'\n");
  CHECK(read.problems.empty());
  CHECK(read.profile.graph_endpoint == "https://graph.microsoft.us");
  for (const std::string path : {"/v1.0", "/v1.0/", "/beta"}) {
    CHECK(
        with(test::kEntra, "graph_endpoint = 'https://graph.microsoft.com" + path + "'\n").size() ==
        1);
  }
}

TEST_CASE("prompt, port, issuer and timeout: refuse values out of range") {
  struct Case {
    std::string_view base;
    std::string line;
    bool good;
  };
  const std::vector<Case> cases = {
      {test::kEntra, "prompt = 'select_account'", true},
      {test::kEntra, "prompt = 'login consent'", true},
      {test::kEntra, "prompt = 'LOGIN'", false},
      {test::kEntra, "prompt = ' '", false},
      {test::kEntra, "port = 1", true},
      {test::kEntra, "port = 65535", true},
      {test::kEntra, "port = 0", false},
      {test::kEntra, "port = 65536", false},
      {test::kEntra, "timeout = 1", true},
      {test::kEntra, "timeout = 0", false},
      {test::kEntra, "timeout = '0m'", false},
  };
  for (const auto& [base, line, good] : cases) {
    CAPTURE(line);
    CHECK(with(base, line + "\n").empty() == good);
  }
  for (const std::string issuer :
       {"https://x.example", "https://x.example/", "https://x.example/a//"}) {
    const auto read =
        read_profile_text("provider = 'oidc'\nclient_id = 'c'\nissuer = '" + issuer + "'\n");
    CHECK(read.profile.issuer == issuer);
  }
}
