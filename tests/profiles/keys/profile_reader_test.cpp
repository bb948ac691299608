// SPDX-License-Identifier: MIT
#include "profiles/keys/profile_reader.hpp"

#include "profiles/read_text.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace entra_auth;
using test::problems_of;

TEST_CASE("read_profile: problems are in the order of the lines") {
  CHECK(problems_of("port = 'x'\nclient_secrt = 1\ncache = 1\n") ==
        std::vector<std::string>{"2: port must be a whole number from 1 to 65535 (without quotes)",
                                 "3: unknown key `client_secrt` (did you mean client_secret?)",
                                 "4: cache must be true or false (without quotes)"});
}

TEST_CASE("read_profile: shows an unknown key safely and its value not at all") {
  CHECK(problems_of("\"\\u001b[31m\" = 'CANARY'\n") ==
        std::vector<std::string>{"2: unknown key `\\x1b[31m`"});
  const auto problems = problems_of("\"" + std::string(100'000, 'k') + "\" = 'CANARY'\n");
  REQUIRE(problems.size() == 1);
  CHECK(problems[0].size() < 200);
}

TEST_CASE("read_profile: refuses a profile that is not a table") {
  for (const auto& value : {profiles::TomlValue{.line = 7, .content = std::string("CANARY")},
                            profiles::TomlValue{.line = 7, .content = profiles::TomlArray{}}}) {
    const auto read =
        profiles::read_profile({.key = "p", .line = 7, .value = value}, {.path = "/profiles.toml"});
    REQUIRE(read.problems.size() == 1);
    CHECK(read.problems[0].profile == "p");
    CHECK(read.problems[0].key.empty());
    CHECK(read.problems[0].line == 7);
    CHECK(read.problems[0].message == "the profile must be a table");
    CHECK(read.problems[0].hint == "[profiles.p]");
  }
}
