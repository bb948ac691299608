// SPDX-License-Identifier: MIT
#include "cli/doctor/sections.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace entra_auth;
using namespace entra_auth::cli;
using cache::SealingKeyState;
using Catch::Matchers::Contains;

namespace {

Result<void> locked() {
  return fail(ErrorKind::secret_unavailable, "the keyring is locked", {"unlock it"});
}

std::string detail(const DoctorSection& section, const std::string& name) {
  for (const auto& finding : section.findings) {
    if (finding.name == name) return finding.detail;
  }
  return "absent";
}

std::string sign_ins(const StoreStates& stores) {
  return detail(examine_stores(stores, os::Environment(std::vector<std::string>{})), "sign_ins");
}

}  // namespace

TEST_CASE(
    "examine_stores: refresh tokens are sealed by keyring, vault or kernel keyring, or not kept") {
  CHECK_THAT(sign_ins({.keyring = {}}), Contains("in the keyring"));
  CHECK_THAT(sign_ins({.keyring = locked(), .vault_exists = true}), Contains("in the vault"));
  CHECK_THAT(sign_ins({.keyring = locked(), .sealing_key = SealingKeyState::absent}),
             Contains("kernel keyring"));
  CHECK_THAT(sign_ins({.keyring = locked()}), Contains("not kept"));
}

TEST_CASE("examine_stores: says why a store cannot be used, and that is not a problem") {
  const os::Environment environment({"ENTRA_AUTH_CLI_VAULT_PASSPHRASE=CANARY"});
  const auto section =
      examine_stores({.keyring = locked(), .vault_exists = true, .vault = "/v"}, environment);
  CHECK_THAT(detail(section, "keyring"), Contains("the keyring is locked"));
  CHECK_THAT(detail(section, "vault"),
             Contains("/v: locked") && Contains("was not tried") && !Contains("CANARY"));
  CHECK_THAT(detail(section, "cached_tokens"), Contains("0600"));
  for (const auto& finding : section.findings) CHECK(finding.status != FindingStatus::problem);
}
