// SPDX-License-Identifier: MIT
#include "e2e/home.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace entra_auth::test;
using Catch::Matchers::Contains;

TEST_CASE("config show: prints the profile as understood, with secrets masked") {
  const Home home;
  home.profiles(
      "[profiles.a]\ntenant_id = 't'\nclient_id = 'c'\nclient_secret = 'CANARY1'\n"
      "proxy = 'http://user:CANARY2@proxy.example:8080'\nscopes = 'x y'\nmin_validity = '2m'\n");
  const auto toml = home.cli({"config", "show", "a"});
  CHECK(toml.exit_status == 0);
  CHECK(toml.out ==
        "[profiles.a]\n"
        "provider      = \"entra\"\n"
        "tenant_id     = \"t\"\n"
        "client_id     = \"c\"\n"
        "scopes        = [\"x\", \"y\"]\n"
        "flow          = \"client-credentials\"\n"
        "auth_method   = \"client-secret\"\n"
        "client_secret = \"********\"\n"
        "min_validity  = \"120s\"\n"
        "proxy         = \"http://********@proxy.example:8080\"\n");
  const auto json = home.cli({"config", "show", "-p", "a", "-o", "json"});
  CHECK_THAT(toml.err + json.out + json.err, !Contains("CANARY"));
  const auto shown = nlohmann::json::parse(json.out);
  CHECK(shown["name"] == "a");
  CHECK(shown["client_secret"] == "********");
  CHECK(shown["scopes"] == nlohmann::json::array({"x", "y"}));
}

TEST_CASE("config show: prints references as references, in a form that can be read again") {
  const Home home;
  const std::string start = "[profiles.a]\ntenant_id = 't'\nclient_id = 'c'\nclient_secret = ";
  for (const std::string reference :
       {"{ env = \"X\" }", "{ file = \"~/x\" }", "{ command = [\"pass\", \"show\"] }", "{ fd = 3 }",
        "{ store = \"keyring\" }", "{ store = \"vault\" }"}) {
    home.profiles(start + reference + "\n");
    const auto first = home.cli({"config", "show"});
    CAPTURE(first.out);
    CHECK_THAT(first.out, Contains("client_secret = " + reference + "\n"));
    home.profiles(first.out);
    CHECK(home.cli({"config", "show"}).out == first.out);
  }
}

TEST_CASE("config show: profiles of the environment, and failures") {
  Home home;
  home.set("NAIS_TOKEN_ENDPOINT", "http://127.0.0.1:1/token");
  const auto virtual_one = home.cli({"config", "show", "env:texas/maskinporten", "-o", "json"});
  CHECK(nlohmann::json::parse(virtual_one.out)["provider"] == "texas");
  CHECK(home.cli({"config", "show", "absent"}).exit_status == 2);
  home.profiles("[profiles.a]\nclient_secret = 5\n");
  const auto broken = home.cli({"config", "show", "a", "-o", "json"});
  CHECK(broken.exit_status == 7);
  CHECK(nlohmann::json::parse(broken.err)["exit_code"] == 7);
}

TEST_CASE("config show: escapes control characters") {
  const Home home;
  home.profiles("[profiles.a]\ntenant_id = 't'\nclient_id = 'c'\nlogin_hint = \"\\u202Eevil\"\n");
  CHECK_THAT(home.cli({"config", "show", "a"}).out, !Contains("\u202e") && Contains("202e"));
}
