// SPDX-License-Identifier: MIT
// Managed identities on each host that has them, and on a machine that has none.
#include "e2e/claims.hpp"
#include "e2e/home.hpp"
#include "support/raw_server.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth::test;
using Catch::Matchers::Contains;

namespace {

constexpr const char* kSystem = "00000000-0000-0000-0000-0000000000b0";
constexpr const char* kUser = "00000000-0000-0000-0000-0000000000b1";
constexpr const char* kUserObject = "ef9aa66b-73af-4e1c-8156-78139ea3f248";
constexpr const char* kUserResource =
    "/subscriptions/00000000-0000-0000-0000-0000000005b5/resourcegroups/sandbox/providers/"
    "Microsoft.ManagedIdentity/userAssignedIdentities/sandbox-identity";

struct Fixture {
  SandboxProcess server{ENTRA_AUTH_SANDBOX};
  Home home;

  explicit Fixture(const std::string& platform, const std::string& members = "") {
    home.enter(server, platform);
    profile(members);
  }
  void profile(const std::string& members) const {
    home.profiles("[profiles.mi]\nauth_method = \"managed-identity\"\nscopes = [\"" +
                  server["scope"] + "\"]\n" + members + "\n");
  }
  [[nodiscard]] std::string token() const {
    const auto result = home.cli({"get-token", "--force"});
    CAPTURE(result.err);
    REQUIRE(result.exit_status == 0);
    REQUIRE(is_one_token(result.out));
    CHECK(result.err.empty());
    return result.out;
  }
};

}  // namespace

TEST_CASE(
    "managed identity: the system-assigned one, and a user-assigned one by each of its three "
    "names") {
  const auto platform = GENERATE("imds", "app-service");
  CAPTURE(platform);
  const Fixture fixture(platform);
  CHECK(claims_of(fixture.token())["azp"] == kSystem);
  for (const auto& members : {"client_id = \"" + std::string(kUser) + "\"",
                              "identity_object_id = \"" + std::string(kUserObject) + "\"",
                              "identity_resource_id = \"" + std::string(kUserResource) + "\""}) {
    fixture.profile(members);
    CHECK(claims_of(fixture.token())["azp"] == kUser);
  }
  fixture.profile("client_id = \"00000000-0000-0000-0000-00000000ffff\"");
  const auto unknown = fixture.home.cli({"get-token"});
  CHECK(unknown.exit_status == 3);
  CHECK_THAT(unknown.err, Contains("assigned"));
}

TEST_CASE(
    "managed identity: a token that is valid for a day is cached, though its numbers are strings") {
  const auto platform = GENERATE("imds", "app-service");
  const Fixture fixture(platform);
  const auto first = fixture.token();
  const auto second = fixture.home.cli({"get-token", "-o", "json"});
  const auto json = nlohmann::json::parse(second.out);
  CHECK(json["access_token"].get<std::string>() + "\n" == first);
  CHECK(json["source"] == "cache");
  CHECK(json["expires_in"].get<long>() > 86000);
}

TEST_CASE("managed identity: Cloud Shell's only identity needs no name") {
  const Fixture fixture("cloud-shell");
  CHECK_FALSE(fixture.token().empty());
  fixture.profile("client_id = \"" + std::string(kUser) + "\"");
  const auto named = fixture.home.cli({"get-token", "--force"});
  CHECK(named.exit_status == 7);
  CHECK_THAT(named.err, Contains("Cloud Shell"));
}

TEST_CASE(
    "managed identity: Azure Arc gets the content of a file that only root's group can read") {
  const Fixture fixture("arc");
  const std::string file = "/var/opt/azcmagent/tokens/e2e.key";
  fixture.server.arc_challenge(file, "challenge");
  const auto without = fixture.home.cli({"get-token"});
  CHECK(without.exit_status == 8);
  CHECK_THAT(without.err, Contains(file) && Contains("himds"));

  const auto result = fixture.home.cli_after(
      "mount -t tmpfs none /var/opt && mkdir -p /var/opt/azcmagent/tokens && printf challenge > " +
          file,
      {"get-token", "--force"});
  if (result) {
    CAPTURE(result->err);
    CHECK(result->exit_status == 0);
    CHECK(is_one_token(result->out));
  }

  fixture.server.arc_challenge("/etc/passwd", "x");
  const auto hostile = fixture.home.cli({"get-token"});
  CHECK(hostile.exit_status == 8);
  CHECK_THAT(hostile.err, Contains("not one of its challenge files"));
}

TEST_CASE("managed identity: a metadata service that is being updated is retried") {
  const auto status = GENERATE(404, 410, 429, 500);
  const Fixture fixture("imds");
  fixture.server.fault({{"endpoint", "imds"}, {"times", 1}, {"status", status}, {"body", ""}});
  CHECK(is_one_token(fixture.token()));
  CHECK(fixture.server.counters()["imds"] == 2);
}

TEST_CASE(
    "managed identity: outside Azure it exits with 4 within two seconds and asks whether this is "
    "Azure") {
  Fixture fixture("imds");
  const ClosedPort closed;
  fixture.home.set("AZURE_POD_IDENTITY_AUTHORITY_HOST",
                   "http://127.0.0.1:" + std::to_string(closed.port()));
  const auto result = fixture.home.cli({"get-token"});
  CHECK(result.exit_status == 4);
  CHECK(result.out.empty());
  CHECK_THAT(result.err, Contains("no managed identity") && Contains("in Azure?"));
  CHECK(result.seconds < 2);
}

TEST_CASE("managed identity: the metadata service is reached without a proxy") {
  Fixture fixture("imds");
  const RawServer proxy(answering(http_response(502, "no")));
  for (const char* name : {"http_proxy", "HTTPS_PROXY", "ALL_PROXY"}) {
    fixture.home.set(name, proxy.url());
  }
  CHECK(is_one_token(fixture.token()));
  CHECK(proxy.received().empty());
}

TEST_CASE("managed identity: an address that is not one of Azure's gets no request") {
  Fixture fixture("imds");
  fixture.home.set("AZURE_POD_IDENTITY_AUTHORITY_HOST", "http://metadata.evil.example");
  const auto result = fixture.home.cli({"get-token"});
  CHECK(result.exit_status == 7);
  CHECK_THAT(result.err, Contains("AZURE_POD_IDENTITY_AUTHORITY_HOST"));
}

TEST_CASE("managed identity: flow and credential must match") {
  const Fixture fixture("imds");
  CHECK(fixture.home.cli({"get-token", "-f", "client-credentials"}).exit_status == 7);
  CHECK(fixture.home.cli({"get-token", "-f", "managed-identity"}).exit_status == 0);
  CHECK(fixture.home.cli({"get-token", "-s", "api://x/read"}).exit_status == 7);
}
