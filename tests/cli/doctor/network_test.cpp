// SPDX-License-Identifier: MIT
#include "cli/doctor/sections.hpp"
#include "support/fake_clock.hpp"
#include "support/fake_transport.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace entra_auth;
using namespace entra_auth::cli;
using Catch::Matchers::Contains;

namespace {

constexpr const char* kMetadata =
    "https://login.microsoftonline.com/t/v2.0/.well-known/openid-configuration";
constexpr const char* kOwnMetadata = "https://m.example/.well-known/oauth-authorization-server";
// FakeClock begins at 2026-01-01T00:00:00Z, a Thursday.
constexpr const char* kNow = "Thu, 01 Jan 2026 00:00:00 GMT";

struct Fixture {
  os::Environment environment{std::vector<std::string>{}};
  test::FakeClock clock{};
  GlobalOptions global{};
  Context context{environment, clock, global, clock.steady_now()};
  test::FakeTransport transport{};
  http::TransportSettings settings{};

  DoctorSection examine(const Profile& profile) {
    return examine_network(profile, settings, transport, context,
                           clock.in(std::chrono::seconds(10)));
  }
};

Profile entra() {
  Profile profile;
  profile.name = "p";
  profile.tenant_id = "t";
  profile.flow = Flow::client_credentials;
  return profile;
}

Profile maskinporten() {
  Profile profile;
  profile.name = "m";
  profile.provider = Provider::maskinporten;
  profile.flow = Flow::maskinporten;
  profile.issuer = "https://m.example/";
  return profile;
}

std::string metadata(const std::string& issuer, const std::string& token_endpoint) {
  return R"({"issuer":")" + issuer + R"(","token_endpoint":")" + token_endpoint + R"("})";
}

const Finding& find(const DoctorSection& section, const std::string& name) {
  for (const auto& finding : section.findings) {
    if (finding.name == name) return finding;
  }
  FAIL("no finding " + name);
  return section.findings.front();
}

}  // namespace

TEST_CASE("examine_network: sends one GET without a credential to each server of the profile") {
  Fixture fixture;
  auto profile = entra();
  profile.flow = Flow::device_code;
  profile.device_authorization_endpoint = "https://d.example/device?key=CANARY";
  fixture.transport.expect(kMetadata, 200, metadata("https://x.example", "https://x.example/t"),
                           {{"date", kNow}});
  fixture.transport.expect(profile.device_authorization_endpoint, 405, "");
  const auto section = fixture.examine(profile);
  CHECK(find(section, "metadata").status == FindingStatus::ok);
  CHECK(find(section, "token_endpoint").status == FindingStatus::info);
  CHECK_THAT(find(section, "token_endpoint").detail, Contains("same server as metadata"));
  const auto& device = find(section, "device_authorization_endpoint");
  CHECK(device.status == FindingStatus::ok);
  CHECK_THAT(device.detail, Contains("status 405") && !Contains("CANARY"));
  for (const auto& sent : fixture.transport.sent()) {
    CHECK(sent.method == HttpMethod::get);
    CHECK(sent.attempts == Attempts::once);
    CHECK(sent.headers.empty());
  }
}

TEST_CASE(
    "examine_network: takes the token endpoint from the metadata, and reports another issuer") {
  Fixture fixture;
  const std::string url = kOwnMetadata;
  fixture.transport.expect(url, 200, metadata("https://m.example/", "https://t.example/token"));
  fixture.transport.expect("https://t.example/token", 404, "");
  auto section = fixture.examine(maskinporten());
  CHECK(find(section, "token_endpoint").status == FindingStatus::ok);
  CHECK_THAT(find(section, "clock").detail, Contains("not compared"));

  fixture.transport.expect(url, 200, metadata("https://m.example", "https://t.example/token"));
  section = fixture.examine(maskinporten());
  CHECK(find(section, "metadata").status == FindingStatus::problem);
  CHECK_THAT(find(section, "metadata").detail, Contains("another issuer"));
  CHECK(find(section, "token_endpoint").status == FindingStatus::info);
}

TEST_CASE("examine_network: reports an unknown tenant, and a server that is down or hangs") {
  Fixture fixture;
  fixture.transport.expect(kMetadata, 400, R"({"error":"invalid_tenant"})");
  auto section = fixture.examine(entra());
  CHECK(find(section, "metadata").kind == ErrorKind::network);
  CHECK_THAT(find(section, "metadata").hint, Contains("tenant_id"));
  for (const auto kind : {ErrorKind::network, ErrorKind::timeout}) {
    fixture.transport.expect_failure(kMetadata, {.kind = kind, .message = "gone"});
    section = fixture.examine(entra());
    CHECK(find(section, "metadata").status == FindingStatus::problem);
    CHECK(find(section, "metadata").kind == ErrorKind::network);
    CHECK(find(section, "metadata").facts["status"].is_null());
  }
}

TEST_CASE("examine_network: compares the clocks, and allows 60 seconds, 5 for Maskinporten") {
  struct Row {
    Profile profile;
    const char* url;
    const char* issuer;
    const char* date;
    const char* age;
    FindingStatus status;
    int ahead;
  };
  const auto row = GENERATE_COPY(
      Row{entra(), kMetadata, "x", kNow, "0", FindingStatus::ok, 0},
      Row{entra(), kMetadata, "x", "Thu, 01 Jan 2026 00:01:00 GMT", "0", FindingStatus::ok, -60},
      Row{entra(), kMetadata, "x", "Thu, 01 Jan 2026 00:01:01 GMT", "0", FindingStatus::warning,
          -61},
      Row{entra(), kMetadata, "x", "Wed, 31 Dec 2025 23:00:00 GMT", "0", FindingStatus::warning,
          3600},
      Row{entra(), kMetadata, "x", "Wed, 31 Dec 2025 23:00:00 GMT", "3600", FindingStatus::ok, 0},
      Row{maskinporten(), kOwnMetadata, "https://m.example/", "Wed, 31 Dec 2025 23:59:55 GMT", "0",
          FindingStatus::ok, 5},
      Row{maskinporten(), kOwnMetadata, "https://m.example/", "Wed, 31 Dec 2025 23:59:54 GMT", "0",
          FindingStatus::warning, 6});
  Fixture fixture;
  fixture.transport.expect(row.url, 200, metadata(row.issuer, "https://m.example/token"),
                           {{"date", row.date}, {"age", row.age}});
  auto profile = row.profile;
  const auto section = fixture.examine(profile);
  const auto& clock = find(section, "clock");
  CAPTURE(row.date);
  CHECK(clock.status == row.status);
  CHECK(clock.facts["ahead_seconds"] == row.ahead);
  if (row.ahead > 0) CHECK_THAT(clock.detail, Contains("ahead of"));
  if (row.ahead < 0) CHECK_THAT(clock.detail, Contains("behind"));
}

TEST_CASE("examine_network: says which proxy a request uses and why") {
  Fixture fixture;
  fixture.settings.proxy.https_proxy = Secret("http://u:CANARY@proxy.example:8080");
  fixture.settings.proxy.https_proxy_origin = "HTTPS_PROXY";
  const std::string good = metadata("https://x.example", "https://x.example/t");
  fixture.transport.expect(kMetadata, 200, good);
  auto text = find(fixture.examine(entra()), "metadata").detail;
  CHECK_THAT(text,
             Contains("through http://proxy.example:8080 (HTTPS_PROXY)") && !Contains("CANARY"));
  fixture.settings.proxy.no_proxy = ".microsoftonline.com";
  fixture.settings.proxy.no_proxy_origin = "no_proxy";
  fixture.transport.expect(kMetadata, 200, good);
  text = find(fixture.examine(entra()), "metadata").detail;
  CHECK_THAT(text, Contains("no_proxy excludes it"));
}
