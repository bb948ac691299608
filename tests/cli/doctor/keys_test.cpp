// SPDX-License-Identifier: MIT
#include "cli/doctor/keys.hpp"

#include "base/encoding.hpp"
#include "support/fake_clock.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace entra_auth;
using namespace entra_auth::cli;
using Catch::Matchers::Contains;

namespace {

Finding examine(const std::string& claims) {
  const auto header = base64url_encode("{\"alg\":\"RS256\"}");
  return examine_assertion(Secret(header + "." + base64url_encode(claims) + ".CANARY0"),
                           test::FakeClock().now());
}

std::string claims(long long end) {
  return R"({"iss":"https://i.example","sub":"repo:a/b","aud":"api://x","exp":)" +
         std::to_string(end) + "}";
}

}  // namespace

TEST_CASE("examine_assertion: shows issuer, subject, audience and expiry, never the signature") {
  const auto now = test::FakeClock().now().time_since_epoch().count();
  const auto good = examine(claims(now + 600));
  CAPTURE(good.detail);
  CHECK(good.status == FindingStatus::ok);
  CHECK_THAT(good.detail,
             Contains("issuer https://i.example, subject repo:a/b, audience api://x") &&
                 Contains("valid for 10 min") && !Contains("CANARY"));
  const auto over = examine(claims(now - 600));
  CHECK(over.status == FindingStatus::problem);
  CHECK(over.kind == ErrorKind::invalid_token);
  CHECK_THAT(over.detail, Contains("expired 10 min ago"));
  CHECK(examine("{}").status == FindingStatus::warning);
  CHECK(examine("{\"exp\":\"x\"}").status == FindingStatus::warning);
}

TEST_CASE("examine_assertion: reports a malformed assertion without quoting it") {
  const auto finding = examine_assertion(Secret("CANARY"), test::FakeClock().now());
  CHECK(finding.status == FindingStatus::problem);
  CHECK_THAT(finding.detail, !Contains("CANARY"));
}
