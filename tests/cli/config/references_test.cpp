// SPDX-License-Identifier: MIT
#include "cli/config/references.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth;
using namespace entra_auth::cli;
using Lines = std::vector<std::string>;

TEST_CASE("references_of: lists what a profile takes from this machine") {
  Profile profile;
  CHECK(references_of(profile).places.empty());
  CHECK(references_of(profile).programs.empty());
  profile.client_secret = EnvironmentSecret{"MY_SECRET"};
  profile.certificate_password = FileSecret{"~/p.txt"};
  profile.jwk = StoredSecret{"vault", {}};
  profile.private_key = DescriptorSecret{3};
  profile.federated_token = CommandSecret{{"/bin/sh", "-c", "cat it's"}};
  profile.federated = FileSecret{"/f"};
  profile.certificate_path = "c.pem";
  profile.private_key_path = "k.pem";
  profile.ca_file = "ca.pem";
  const auto references = references_of(profile);
  CHECK(references.places == Lines{"client_secret: environment variable MY_SECRET",
                                   "certificate_password: file ~/p.txt", "jwk: the vault",
                                   "private_key: file descriptor 3", "federated: file /f",
                                   "certificate_path: file c.pem", "private_key_path: file k.pem",
                                   "ca_file: file ca.pem"});
  CHECK(references.programs ==
        Lines{"federated_token is what this program prints: '/bin/sh' '-c' 'cat it'\\''s'"});

  profile = {};
  profile.federated = EnvironmentSecret{"T"};
  CHECK(references_of(profile).places == Lines{"federated: environment variable T"});
  profile.federated = GitHubAssertion{};
  CHECK(references_of(profile).places.empty());
}

TEST_CASE("references_of: escapes control characters in a program's arguments") {
  Profile profile;
  profile.client_secret = CommandSecret{{"a\x1b[2K\rb", "c\nd"}};
  profile.certificate_path = "\x1b]0;x\x07";
  const auto references = references_of(profile);
  REQUIRE(references.programs.size() == 1);
  for (const auto& line : {references.programs[0], references.places[0]}) {
    CHECK(line.find_first_of("\x1b\r\n\x07") == std::string::npos);
  }
}
