// SPDX-License-Identifier: MIT
#include "profiles/read_text.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <variant>
#include <vector>

using namespace entra_auth;
using test::problems_of;
using test::read_profile_text;

namespace {

Profile profile_with(const std::string& line, bool file_is_private = false) {
  auto read = read_profile_text(std::string(test::kEntra) + line + "\n", file_is_private);
  CAPTURE(line);
  REQUIRE(read.problems.empty());
  return std::move(read.profile);
}

template <class Source>
Source client_secret_from(const std::string& value) {
  return std::get<Source>(profile_with("client_secret = " + value).client_secret.value());
}

}  // namespace

TEST_CASE("read_secret_reference: must name exactly one place") {
  CHECK(client_secret_from<EnvironmentSecret>("{ env = 'MY_SECRET' }").variable == "MY_SECRET");
  CHECK(client_secret_from<FileSecret>("{ file = '~/s.txt' }").path == "~/s.txt");
  CHECK(client_secret_from<CommandSecret>("{ command = ['pass', 'show', 'x y', ''] }").argv ==
        std::vector<std::string>{"pass", "show", "x y", ""});
  CHECK(client_secret_from<DescriptorSecret>("{ fd = 3 }").fd == 3);
  CHECK(client_secret_from<DescriptorSecret>("{ fd = 0 }").fd == 0);
  CHECK(client_secret_from<StoredSecret>("{ store = 'keyring' }").store == "keyring");
  CHECK(client_secret_from<StoredSecret>("{ store = 'vault' }").store == "vault");
}

TEST_CASE("read_secret_reference: accepts a sub-table") {
  const auto read = read_profile_text(std::string(test::kEntra) +
                                      "[profiles.p.client_secret]\nenv = 'MY_SECRET'\n");
  REQUIRE(read.problems.empty());
  CHECK(std::get<EnvironmentSecret>(*read.profile.client_secret).variable == "MY_SECRET");
}

TEST_CASE("read_secret_reference: every secret key accepts references") {
  const std::vector<std::string> lines = {
      "client_secret = { env = 'S' }",
      "certificate_path = 'c.pfx'\ncertificate_password = { env = 'S' }",
      "jwk = { env = 'S' }",
      "federated_token = { env = 'S' }",
  };
  for (const auto& line : lines) CHECK(profile_with(line).auth_method != AuthMethod::none);
  const auto maskinporten = read_profile_text(
      "provider = 'maskinporten'\nenvironment = 'test'\nclient_id = 'c'\n"
      "private_key = { file = 'key.pem' }\nkey_id = 'k'\n");
  REQUIRE(maskinporten.problems.empty());
  CHECK(std::get<FileSecret>(*maskinporten.profile.private_key).path == "key.pem");
}

TEST_CASE("read_secret_reference: a wrong reference is refused with a hint and without its value") {
  struct Case {
    std::string value, message;
  };
  const std::vector<Case> cases = {
      {"{}", "client_secret must name exactly one place"},
      {"{ env = 'A', file = 'CANARY' }", "client_secret must name exactly one place"},
      {"{ value = 'CANARY' }", "client_secret does not know the place `value`"},
      {"{ Env = 'CANARY' }", "client_secret does not know the place `Env`"},
      {"1", "client_secret must say where the secret is"},
      {"['CANARY']", "client_secret must say where the secret is"},
      {"true", "client_secret must say where the secret is"},
      {"{ env = '' }", "client_secret.env must be the name of an environment variable"},
      {"{ env = '$CANARY' }", "client_secret.env must be the name of an environment variable"},
      {"{ env = 'CANARY~8Q' }", "client_secret.env must be the name of an environment variable"},
      {"{ env = '9CANARY' }", "client_secret.env must be the name of an environment variable"},
      {"{ env = 1 }", "client_secret.env must be the name of an environment variable"},
      {"{ file = '' }", "client_secret.file is empty"},
      {"{ file = \"CANARY\\u0000\" }",
       "client_secret.file holds a line break or another control character"},
      {"{ file = ['CANARY'] }", "client_secret.file must be a string"},
      {"{ command = 'pass show CANARY' }",
       "client_secret.command must be an array of strings, the program first"},
      {"{ command = [] }", "client_secret.command must be an array of strings, the program first"},
      {"{ command = [''] }",
       "client_secret.command must be an array of strings, the program first"},
      {"{ command = ['CANARY', 1] }",
       "client_secret.command must be an array of strings, the program first"},
      {"{ command = ['CANARY', \"\\u0000\"] }",
       "client_secret.command must be an array of strings, the program first"},
      {"{ fd = -1 }", "client_secret.fd must be a whole number from 0 to 1023"},
      {"{ fd = 1024 }", "client_secret.fd must be a whole number from 0 to 1023"},
      {"{ fd = '3' }", "client_secret.fd must be a whole number from 0 to 1023"},
      {"{ fd = 1 }", "client_secret.fd must not be standard output or standard error"},
      {"{ fd = 2 }", "client_secret.fd must not be standard output or standard error"},
      {"{ store = 'CANARY' }", "client_secret.store must be \"keyring\" or \"vault\""},
      {"{ store = true }", "client_secret.store must be \"keyring\" or \"vault\""},
      {"''", "client_secret is empty"},
      {"\"CANARY\\u0000\"", "client_secret holds a NUL character"},
  };
  for (const auto& [value, message] : cases) {
    CAPTURE(value);
    for (const bool is_private : {false, true}) {
      const auto problems =
          read_profile_text(std::string(test::kEntra) + "client_secret = " + value + "\n",
                            is_private)
              .problems;
      REQUIRE(problems.size() == 1);
      CHECK(problems[0].message == message);
      CHECK(problems[0].line == 4);
      CHECK((problems[0].message + problems[0].hint).find("CANARY") == std::string::npos);
    }
  }
}

TEST_CASE("read_secret_reference: accepts a literal secret in a private file, with a warning") {
  const auto profile = profile_with("client_secret = 'CANARY'", true);
  CHECK(std::get<LiteralSecret>(*profile.client_secret).value.expose() == "CANARY");
  REQUIRE(profile.warnings.size() == 1);
  CHECK(profile.warnings[0] ==
        "client_secret is written in the profile file; better: client_secret = { env = \"NAME\" }");
  CHECK(profile_with("client_secret = { env = 'S' }", true).warnings.empty());
}

TEST_CASE(
    "read_secret_reference: refuses a literal secret in a file that others may read, with the "
    "chmod to type") {
  const auto problems = problems_of(std::string(test::kEntra) + "client_secret = 'CANARY'\n");
  CHECK(problems == std::vector<std::string>{
                        "4: client_secret is written in a file that is not private (chmod 600 "
                        "'/profiles.toml', or better: client_secret = { env = \"NAME\" })"});
}

TEST_CASE("read_federated_source: accepts its own sources only") {
  CHECK(std::holds_alternative<GitHubAssertion>(*profile_with("federated = 'github'").federated));
  CHECK(std::holds_alternative<AzurePipelinesAssertion>(
      *profile_with("federated = 'azure-pipelines'").federated));
  CHECK(std::holds_alternative<AzurePipelinesAssertion>(
      *profile_with("federated = 'AzurePipelines'").federated));
  CHECK(std::get<FileSecret>(*profile_with("federated = { file = '/t' }").federated).path == "/t");
  CHECK(
      std::get<EnvironmentSecret>(*profile_with("federated = { env = 'T' }").federated).variable ==
      "T");
  for (const std::string value : {"'gitlab'", "true", "{ command = ['x'] }", "{}",
                                  "{ file = 'a', env = 'B' }", "['github']"}) {
    CAPTURE(value);
    const auto problems =
        problems_of(std::string(test::kEntra) + "federated = " + value + "\n", true);
    REQUIRE(problems.size() == 1);
    CHECK(problems[0].starts_with("4: federated must name a source of assertions"));
  }
  CHECK(problems_of(std::string(test::kEntra) + "federated = { env = '$T' }\n").size() == 1);
}

TEST_CASE("read_proxy: a proxy with a password counts as a secret") {
  CHECK(profile_with("proxy = 'http://proxy:8080'").proxy == "http://proxy:8080");
  const auto profile = profile_with("proxy = 'http://u:CANARY@proxy:8080'", true);
  CHECK(profile.proxy == "http://u:CANARY@proxy:8080");
  REQUIRE(profile.warnings.size() == 1);
  CHECK(profile.warnings[0].find("CANARY") == std::string::npos);
  const auto problems =
      problems_of(std::string(test::kEntra) + "proxy = 'http://u:CANARY@proxy'\n");
  REQUIRE(problems.size() == 1);
  CHECK(problems[0].starts_with("4: proxy is written in a file that is not private"));
  CHECK(problems[0].find("CANARY") == std::string::npos);
}
