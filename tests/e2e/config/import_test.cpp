// SPDX-License-Identifier: MIT
// config import of what is damaged, foreign, hostile, or there already.
#include "base/encoding.hpp"
#include "e2e/config/transfer.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace entra_auth::test;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;
namespace fs = std::filesystem;

TEST_CASE("config import: a damaged export changes nothing") {
  Machine ours;
  ours.profiles("[profiles.api]\ntenant_id = 't'\nclient_id = 'c'\nclient_secret = 'canary'\n");
  const auto whole =
      ours.dir().write("api.eac", sealed_export("[profiles.b]\ntenant_id='t'\nclient_id='c'\n",
                                                {{"client_secret", "Y2FuYXJ5"}}));
  const auto bytes = read_text(whole);
  const auto before = ours.state();
  const auto check_damaged = [&](const std::string& damaged) {
    const auto file = ours.dir().write("damaged.eac", damaged);
    const auto result = ours.import_from(file, {"--store", "file"});
    CAPTURE(result.err);
    CHECK((result.exit_status == 7 || result.exit_status == 8));
    CHECK(result.out.empty());
    CHECK_THAT(result.err, Contains("damaged.eac ") && !Contains("canary"));
    CHECK(ours.state() == before);
  };
  for (std::size_t at = 0; at < bytes.size(); at += at < 64 ? 7 : 97) {
    CAPTURE(at);
    auto damaged = bytes;
    damaged[at] = static_cast<char>(damaged[at] ^ 1);
    check_damaged(damaged);
  }
  for (const std::size_t size : {std::size_t{0}, std::size_t{1}, std::size_t{8}, std::size_t{9},
                                 std::size_t{33}, std::size_t{56}, bytes.size() - 1}) {
    CAPTURE(size);
    check_damaged(bytes.substr(0, size));
  }
  check_damaged(bytes + "\n");
  // The same bytes as they were are good ones.
  CHECK(ours.import_from(whole, {"--store", "file"}).exit_status == 0);
}

TEST_CASE(
    "config import: a file that is not an export, or is a newer one, is named and changes "
    "nothing") {
  Machine ours;
  ours.profiles("[profiles.api]\ntenant_id = 't'\nclient_id = 'c'\n");
  REQUIRE(ours.cli({"config", "vault", "init"}).exit_status == 0);
  const auto good = sealed_export("[profiles.b]\ntenant_id='t'\nclient_id='c'\n");
  auto newer = good;
  newer[7] = '2';
  struct Case {
    std::string bytes;
    std::string words;
  };
  const std::vector<Case> cases = {
      {"", "is not an export of entra-auth-cli"},
      {"-----BEGIN PRIVATE KEY-----\n", "is not an export of entra-auth-cli"},
      {"age-encryption.org/v1\n", "is not an export"},
      {read_text(ours.data() / "vault"), "is not an export of entra-auth-cli but a vault"},
      {newer, "newer format"},
      {sealed(R"({"version":2})"), "newer format"},
      {sealed("canary"), "does not contain a profile"},
      {sealed_export("[profiles.b]\nclient_id='c'\nclient_secret='canary'\n"),
       "does not contain a profile"},
      {sealed_export("[profiles.'../b']\n"), "does not contain a profile"},
      {sealed_export("default_profile='b'\n[profiles.b]\n"), "does not contain a profile"},
      // Good exports of profiles that are none here.
      {sealed_export("[profiles.b]\ntenant_id='t'\nclient_id='c'\nclient_idd='canary'\n"),
       "unknown key `client_idd`"},
      {sealed_export("[profiles.b]\nclient_id='c'\n"), "tenant_id"},
      {sealed_export("[profiles.b]\ntenant_id='t'\nclient_id='c'\nauthority='http://a.example'\n",
                     {{"client_secret", "Y2FuYXJ5"}}),
       "authority"},
  };
  const auto before = ours.state();
  for (const auto& [bytes, words] : cases) {
    const auto file = ours.dir().write("given.eac", bytes);
    auto flags = std::vector<std::string>{};
    if (words == "authority") flags = {"--store", "file"};
    const auto result = ours.import_from(file, flags);
    check_refused(result, 7, words);
    CHECK_THAT(result.err, !Contains("canary"));
    CHECK(ours.state() == before);
  }
  check_refused(ours.import_from(ours.dir() / "absent.eac"), 7, "absent.eac");
  check_refused(ours.import_from(ours.dir().path()), 7, ours.dir().path().string());
  check_refused(ours.cli({"config", "import"}), 64, "config import FILE");
  const auto file = ours.dir().write("given.eac", good);
  check_refused(ours.import_from(file, {"--name", "../x"}), 64, "not a profile name");
  check_refused(ours.import_from(file, {"--store", "file"}), 64, "there is no secret to keep");
  const auto with_secret = ours.dir().write(
      "secret.eac",
      sealed_export("[profiles.b]\ntenant_id='t'\nclient_id='c'\n", {{"client_secret", "cw"}}));
  check_refused(ours.import_from(with_secret, {"--store", "shelf"}), 64, "shelf");
  CHECK(ours.state() == before);
}

TEST_CASE(
    "config import: an existing profile is replaced only on request, with its secrets and tokens") {
  const SandboxProcess sandbox(ENTRA_AUTH_SANDBOX);
  Machine ours;
  const auto profile = [&](const std::string& members) {
    return Home::profile(sandbox, "api", sandbox["client_id"], members);
  };
  REQUIRE(ours.cli({"config", "create", "api", "--authority", sandbox["authority"], "--tenant-id",
                    sandbox["tenant_id"], "--client-id", sandbox["client_id"], "--scope",
                    sandbox["scope"], "--client-secret-stdin", "--store", "file", "--default"},
                   {.in = sandbox["client_secret"]})
              .exit_status == 0);
  REQUIRE(
      ours.cli({"config", "create", "other", "--tenant-id", "t", "--client-id", "c"}).exit_status ==
      0);
  REQUIRE(ours.gets_token("api"));
  const auto same = ours.dir() / "same.eac";
  ours.export_to(same);
  const auto before = ours.state();
  const auto refused = ours.import_from(same);
  check_refused(refused, 7, "there is a profile api already");
  CHECK_THAT(refused.err, Contains("--name") && Contains("--yes"));
  CHECK(ours.state() == before);
  CHECK(ours.import_from(same, {"--name", "other"}).exit_status == 7);
  CHECK(ours.state() == before);

  // The same client, without its secret: the one that is here stays.
  CHECK(ours.import_from(same, {"--yes"}).exit_status == 0);
  CHECK_THAT(read_text(ours.profile_file()),
             StartsWith("default_profile = \"api\"\n") && Contains("[profiles.other]"));
  CHECK(ours.cli({"cache", "list", "-o", "json"}).out == "[]\n");
  CHECK(ours.gets_token("api"));

  // Another client that refers to it does not get it.
  const auto secrets = ours.data() / "secrets";
  REQUIRE_FALSE(fs::is_empty(secrets));
  const auto secret_file = fs::directory_iterator(secrets)->path().string();
  const auto other = ours.dir().write(
      "other.eac", sealed_export("[profiles.api]\ntenant_id='t'\nclient_id='another'\n"
                                 "client_secret = { file = '" +
                                 secret_file + "' }\n"));
  const auto result = ours.import_from(other, {"--yes"});
  CHECK(result.exit_status == 0);
  CHECK_THAT(result.err, Contains("did not come with the profile"));
  CHECK(fs::is_empty(secrets));

  // With a secret of its own it gets that one.
  const auto third = ours.dir().write(
      "third.eac",
      sealed_export(profile("client_secret = { env = 'X' }"),
                    {{"client_secret", entra_auth::base64url_encode(sandbox["client_secret"])}}));
  CHECK(ours.import_from(third, {"--yes", "--store", "file"}).exit_status == 0);
  CHECK(ours.gets_token("api"));
}

TEST_CASE(
    "config import: names the programs that an imported profile would run, and does not run them") {
  const Machine ours;
  const auto mark = (ours.dir() / "ran").string();
  const auto file = ours.dir().write(
      "a.eac", sealed_export("[profiles.a]\ntenant_id='t'\nclient_id='c'\nclient_secret = { "
                             "command = ['/usr/bin/touch', '" +
                             mark + "', \"\\u001b[2J\"] }\n"));
  const auto result = ours.import_from(file);
  CHECK(result.exit_status == 0);
  CHECK_THAT(result.err, Contains("warning: client_secret is what this program prints: "
                                  "'/usr/bin/touch' '" +
                                  mark + "'") &&
                             !Contains("\x1b"));
  CHECK_FALSE(fs::exists(mark));
}
