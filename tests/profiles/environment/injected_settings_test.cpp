// SPDX-License-Identifier: MIT
#include "profiles/environment/injected_settings.hpp"

#include "support/temp_dir.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth;
using namespace entra_auth::profiles;
using Catch::Matchers::Contains;

namespace {

os::Environment variables(std::vector<std::string> entries) {
  return os::Environment(std::move(entries));
}

}  // namespace

TEST_CASE("InjectedSettings: uses either all variables or all files") {
  const test::TempDir dir;
  dir.write("ID", "from file\n");
  dir.write("KEY", "from file\n");
  const auto with_marker = variables({"ID=from variable"});
  const InjectedSettings from_variables("p", with_marker, "ID", dir.path());
  CHECK(from_variables.text("ID") == "from variable");
  CHECK(from_variables.text("KEY").empty());
  CHECK_FALSE(from_variables.secret("KEY"));
  CHECK(from_variables.describe("KEY") == "variable KEY");

  const auto without_marker = variables({"KEY=from variable", "ID="});
  const InjectedSettings from_files("p", without_marker, "ID", dir.path());
  CHECK(from_files.text("ID") == "from file");
  CHECK(from_files.text("KEY") == "from file");
  CHECK(std::get<FileSecret>(*from_files.secret("KEY")).path == (dir / "KEY").string());
  CHECK_FALSE(from_files.secret("ABSENT"));
  CHECK(from_files.describe("ABSENT") == "file " + (dir / "ABSENT").string());
}

TEST_CASE("InjectedSettings: if neither has the setting, the error names the variable") {
  const test::TempDir dir;
  const auto nothing = variables({});
  const InjectedSettings settings("env:x", nothing, "ID", dir.path());
  const auto missing = settings.required("ID", "set it");
  REQUIRE_FALSE(missing);
  CHECK(missing.error().kind == ErrorKind::invalid_configuration);
  CHECK(missing.error().message == "profile env:x: variable ID is not set");
  CHECK(missing.error().hints == std::vector<std::string>{"set it"});
}

TEST_CASE("InjectedSettings: checks values that become part of a URL or request") {
  const auto environment =
      variables({"GOOD_TENANT=contoso.onmicrosoft.com", "BAD_TENANT=../x", "GOOD_ID=client",
                 "BAD_ID=a b", "GOOD_URL=https://a.example/x", "LOCAL_URL=http://127.0.0.1:1/x",
                 "BAD_URL=http://a.example/x", "NO_URL=javascript:alert(1)"});
  const InjectedSettings settings("p", environment, {});
  CHECK(settings.required_tenant("GOOD_TENANT", "") == "contoso.onmicrosoft.com");
  CHECK_FALSE(settings.required_tenant("BAD_TENANT", ""));
  CHECK(settings.required_client_id("GOOD_ID", "") == "client");
  CHECK_FALSE(settings.required_client_id("BAD_ID", ""));
  CHECK(settings.optional_url("GOOD_URL") == "https://a.example/x");
  CHECK(settings.optional_url("LOCAL_URL") == "http://127.0.0.1:1/x");
  CHECK(settings.optional_url("ABSENT") == "");
  for (const char* name : {"BAD_URL", "NO_URL"}) {
    const auto url = settings.optional_url(name);
    REQUIRE_FALSE(url);
    CHECK_THAT(url.error().message, Contains(name));
  }
}
