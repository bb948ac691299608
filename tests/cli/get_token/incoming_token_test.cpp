// SPDX-License-Identifier: MIT
#include "cli/get_token/incoming_token.hpp"

#include "support/fake_clock.hpp"
#include "support/temp_dir.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth;

namespace {

Profile with_flow(Flow flow) {
  Profile profile;
  profile.name = "profile-1";
  profile.flow = flow;
  return profile;
}

// Standard input is tried end to end, with the binary.
struct Fixture {
  test::TempDir dir;
  test::FakeClock clock;
  os::Environment environment{std::vector<std::string>{"USER_TOKEN= jwt \n", "EMPTY="}};
  cli::GlobalOptions global;
  cli::Context context{environment, clock, global, clock.steady_now()};

  Result<std::optional<Secret>> read(const cli::IncomingTokenFlags& flags,
                                     Flow flow = Flow::on_behalf_of) const {
    return cli::read_incoming_token(flags, with_flow(flow), context);
  }
};

}  // namespace

TEST_CASE("read_incoming_token: reads a file or a variable, without surrounding white space") {
  const Fixture fixture;
  const auto file = fixture.dir.write("token", "jwt\n");
  CHECK(fixture.read({.file = file.string(), .variable = {}}).value()->expose() == "jwt");
  CHECK(fixture.read({.file = {}, .variable = "USER_TOKEN"}).value()->expose() == "jwt");
}

TEST_CASE("read_incoming_token: an unreadable token is named by flag and place") {
  const Fixture fixture;
  const auto empty = fixture.dir.write("empty", "\n");
  const auto file = fixture.read({.file = (fixture.dir / "absent").string(), .variable = {}});
  REQUIRE_FALSE(file);
  CHECK(file.error().kind == ErrorKind::secret_unavailable);
  CHECK(file.error().message.find("--assertion-file") != std::string::npos);
  for (const char* name : {"ABSENT", "EMPTY"}) {
    const auto variable = fixture.read({.file = {}, .variable = name});
    REQUIRE_FALSE(variable);
    CHECK(variable.error().kind == ErrorKind::secret_unavailable);
    CHECK(variable.error().message.find(name) != std::string::npos);
  }
  CHECK_FALSE(fixture.read({.file = empty.string(), .variable = {}}));
}

TEST_CASE("read_incoming_token: is used with on-behalf-of only") {
  const Fixture fixture;
  const auto none = fixture.read({}, Flow::client_credentials);
  REQUIRE(none);
  CHECK_FALSE(*none);
  const auto unwanted = fixture.read({.file = {}, .variable = "USER_TOKEN"}, Flow::maskinporten);
  REQUIRE_FALSE(unwanted);
  CHECK(unwanted.error().kind == ErrorKind::usage);
  const auto both = fixture.read({.file = "x", .variable = "USER_TOKEN"});
  REQUIRE_FALSE(both);
  CHECK(both.error().kind == ErrorKind::usage);
}
