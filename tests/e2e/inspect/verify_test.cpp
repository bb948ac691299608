// SPDX-License-Identifier: MIT
// inspect --verify against live keys, kept keys and keys in a file.
#include "base/encoding.hpp"
#include "e2e/home.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth::test;
using Catch::Matchers::Contains;

namespace {

struct Fixture {
  SandboxProcess server{ENTRA_AUTH_SANDBOX};
  Home home{server};
  std::string token;

  Fixture() {
    const auto result = home.cli({"get-token"});
    REQUIRE(result.exit_status == 0);
    token = result.out;
    server.reset();
  }
  [[nodiscard]] RunResult verify(std::vector<std::string> more,
                                 const std::string& input = "") const {
    std::vector<std::string> arguments = {"inspect", "--verify"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    RunOptions options;
    options.in = input.empty() ? token : input;
    return home.cli(arguments, options);
  }
  [[nodiscard]] std::string issuer() const {
    return server["base_url"] + "/" + server["tenant_id"] + "/v2.0";
  }
  [[nodiscard]] std::string keys() const {
    const auto fetched =
        run({"/usr/bin/curl", "-sS", server["jwks_uri"]}, {.env = own_environment()});
    return home.dir().write("keys.json", fetched.out).string();
  }
};

}  // namespace

TEST_CASE(
    "inspect --verify: a token of the profile's server passes every rule, and keys are cached") {
  const Fixture fixture;
  const auto good = fixture.verify({"-p", "api", "-o", "json", "-"});
  CAPTURE(good.err);
  CHECK(good.exit_status == 0);
  const auto json = nlohmann::json::parse(good.out);
  CHECK(json["verified"] == true);
  CHECK(json["rules"].size() >= 4);
  const auto report = fixture.verify({"-p", "api"});
  CHECK(report.exit_status == 0);
  CHECK_THAT(report.out, Contains("verified by the keys of") && Contains("Verification") &&
                             Contains("issuer") && Contains("ok"));
  CHECK(fixture.server.counters()["metadata"] == 1);
  CHECK(fixture.server.counters()["jwks"] == 1);
}

TEST_CASE("inspect --verify: metadata that get-token has fetched is not fetched again") {
  const Fixture fixture;
  fixture.home.profiles("[profiles.idp]\nprovider = \"oidc\"\nissuer = \"" + fixture.issuer() +
                        "\"\nclient_id = \"" + fixture.server["client_id"] + "\"\nscopes = [\"" +
                        fixture.server["scope"] +
                        "\"]\nclient_secret = { env = \"API_SECRET\" }\n");
  const auto got = fixture.home.cli({"get-token", "-p", "idp", "--force"});
  CAPTURE(got.err);
  REQUIRE(got.exit_status == 0);
  CHECK(fixture.server.counters()["metadata"] == 1);
  CHECK(fixture.verify({"-p", "idp", "-"}, got.out).exit_status == 0);
  CHECK(fixture.server.counters()["metadata"] == 1);
  CHECK(fixture.server.counters()["jwks"] == 1);
}

TEST_CASE(
    "inspect --verify: a failed rule shows the found and the expected value, and exits with 9") {
  const Fixture fixture;
  const std::string audience = "00000000-0000-0000-0000-0000000000a1";
  CHECK(fixture
            .verify({"--issuer", fixture.issuer(), "--audience", audience, "--require-role",
                     "access_as_application"})
            .exit_status == 0);
  const auto wrong = fixture.verify({"--issuer", fixture.issuer(), "--audience", "api://other",
                                     "--require-scope", "read", "-o", "json"});
  CHECK(wrong.exit_status == 9);
  CHECK(nlohmann::json::parse(wrong.out)["verified"] == false);
  const auto error = nlohmann::json::parse(wrong.err)["message"].get<std::string>();
  CHECK_THAT(error, Contains("audience: found " + audience + ", expected api://other") &&
                        Contains("scope: read is missing"));
}

TEST_CASE("inspect --verify: keys in a file need no network") {
  const Fixture fixture;
  const auto keys = fixture.keys();
  fixture.server.reset();
  CHECK(fixture.verify({"--jwks", keys}).exit_status == 0);
  CHECK(fixture.verify({"--jwks", keys, "--issuer", fixture.issuer()}).exit_status == 0);
  CHECK(fixture.verify({"--jwks", keys, "--issuer", "https://other.example"}).exit_status == 9);
  CHECK(fixture.server.requests().empty());
  const auto by_url = fixture.verify({"--jwks", fixture.server["jwks_uri"]});
  CAPTURE(by_url.err);
  CHECK(by_url.exit_status == 0);
}

TEST_CASE("inspect --verify: a changed or unsigned token fails") {
  const Fixture fixture;
  auto changed = fixture.token;
  const auto dot = changed.find('.');
  changed[dot + 20] = changed[dot + 20] == 'A' ? 'B' : 'A';
  const auto refused = fixture.verify({"-p", "api", "-"}, changed);
  CHECK(refused.exit_status == 9);
  const auto unsigned_token = fixture.token.substr(0, fixture.token.rfind('.') + 1);
  CHECK(fixture.verify({"-p", "api", "-"}, unsigned_token).exit_status == 9);
}

TEST_CASE("inspect --verify: verifies Maskinporten's tokens, which have no audience") {
  Fixture fixture;
  fixture.home.enter(fixture.server, "maskinporten");
  fixture.home.set("ENTRA_AUTH_CLI_SCOPE", "sandbox:read");
  REQUIRE(fixture.home.cli({"get-token", "-p", "env:maskinporten"}).exit_status == 0);
  const auto result = fixture.verify({"-p", "env:maskinporten"});
  CAPTURE(result.err);
  CHECK(result.exit_status == 0);
  CHECK(fixture.verify({"-p", "env:maskinporten", "--require-scope", "sandbox:read"}).exit_status ==
        0);
  const auto cached = fixture.home.cli({"get-token", "-p", "env:maskinporten"});
  CHECK(fixture.verify({"--issuer", fixture.server["base_url"] + "/"}, cached.out).exit_status ==
        0);
}

TEST_CASE("inspect --verify: needs a trusted issuer, and rules need --verify") {
  const Fixture fixture;
  const auto nobody = fixture.verify({});
  CHECK(nobody.exit_status == 64);
  CHECK_THAT(nobody.err, Contains("--issuer") && Contains("--jwks"));
  CHECK(fixture.server.requests().empty());
  RunOptions options;
  options.in = fixture.token;
  CHECK(fixture.home.cli({"inspect", "--audience", "x"}, options).exit_status == 64);
  CHECK(fixture.verify({"-p", "api", "--leeway", "soon", "-"}).exit_status == 64);
}

TEST_CASE("inspect --verify: unavailable keys exit with 4, and the token is not called verified") {
  const Fixture fixture;
  fixture.server.fault({{"endpoint", "metadata"}, {"times", 0}, {"status", 404}});
  const auto result = fixture.verify({"-p", "api", "-o", "json", "-"});
  CHECK(result.exit_status == 4);
  CHECK(result.out.empty());
}

TEST_CASE("inspect --verify: an empty value for a rule is wrong usage") {
  const Fixture fixture;
  const auto keys = fixture.keys();
  for (const char* flag :
       {"--issuer", "--jwks", "--audience", "--require-scope", "--require-role", "--leeway"}) {
    CAPTURE(flag);
    CHECK(fixture.verify({"--jwks", keys, flag, ""}).exit_status == 64);
  }
}

TEST_CASE("inspect --verify: an unusable address is wrong usage, with the flag's name") {
  const Fixture fixture;
  for (const char* flag : {"--issuer", "--jwks"}) {
    const auto refused = fixture.verify({flag, "http://issuer.example/x"});
    CHECK(refused.exit_status == 64);
    CHECK_THAT(refused.err, Contains(flag) && Contains("https"));
  }
  CHECK(fixture.verify({"--issuer", "issuer.example"}).exit_status == 64);
}

TEST_CASE("inspect --verify: a v1.0 token has an issuer, keys and an audience of its own") {
  const Fixture fixture;
  const auto result = fixture.home.cli({"get-token", "-s", "api://sandbox-v1/.default"});
  REQUIRE(result.exit_status == 0);
  const auto base = fixture.server["base_url"] + "/" + fixture.server["tenant_id"];
  CHECK_THAT(fixture.verify({"-p", "api", "-"}, result.out).out,
             Contains("access token of Entra ID (v1.0), for an application") &&
                 Contains("verified by the keys of " + base + "/.well-known/"));
  CHECK(fixture.server.counters()["metadata"] == 1);
  CHECK(fixture.verify({"-p", "api", "--audience", "api://sandbox-v1", "-"}, result.out)
            .exit_status == 0);
  CHECK(fixture.verify({"--issuer", base + "/"}, result.out).exit_status == 0);
  for (const auto& [issuer, token] :
       {std::pair{fixture.issuer(), result.out}, std::pair{base + "/", fixture.token}}) {
    const auto refused = fixture.verify({"--issuer", issuer}, token);
    CHECK(refused.exit_status == 9);
    CHECK_THAT(refused.err, Contains("issuer: found " + base));
  }
}

TEST_CASE("inspect --verify: verifies a v1.0 token of a user") {
  const Fixture fixture;
  const auto base = fixture.server["base_url"] + "/" + fixture.server["tenant_id"];
  const auto token = fixture.server.user_token({{"audience", "api://any"},
                                                {"claims",
                                                 {{"iss", base + "/"},
                                                  {"ver", "1.0"},
                                                  {"appid", "c"},
                                                  {"azp", nullptr},
                                                  {"upn", "ola@x"}}}});
  const auto verified =
      fixture.verify({"-p", "api", "--require-scope", "defaultaccess", "-"}, token);
  CAPTURE(verified.err);
  CHECK(verified.exit_status == 0);
  CHECK_THAT(verified.out, Contains("(v1.0), for a user"));
}

TEST_CASE(
    "inspect --verify: offline, the issuers of Microsoft's clouds count as named, in each "
    "version") {
  const Fixture fixture;
  const std::string tenant = fixture.server["tenant_id"];
  const auto v1_keys =
      run({"/usr/bin/curl", "-sS", fixture.server["base_url"] + "/" + tenant + "/discovery/keys"},
          {.env = own_environment()});
  const auto keys = fixture.home.dir().write("v1.json", v1_keys.out).string();
  for (const std::string& issuer : {"https://sts.windows.net/" + tenant + "/",
                                    "https://login.microsoftonline.us/" + tenant + "/v2.0",
                                    "https://login.partner.microsoftonline.cn/" + tenant + "/v2.0",
                                    "https://sts.chinacloudapi.cn/" + tenant + "/"}) {
    const auto token = fixture.server.user_token({{"claims", {{"iss", issuer}}}});
    CAPTURE(issuer);
    CHECK(fixture.verify({"--jwks", keys, "--issuer", issuer}, token).exit_status == 0);
    CHECK(fixture.verify({"--jwks", keys, "--issuer", fixture.issuer()}, token).exit_status == 9);
    // These keys say themselves whose they are.
    const auto foreign = fixture.verify({"--jwks", fixture.keys(), "--issuer", issuer}, token);
    CHECK(foreign.exit_status == 9);
    CHECK_THAT(foreign.err, Contains("it signs for " + fixture.server["base_url"]));
  }
}

TEST_CASE(
    "inspect --verify: keys are cached for a day, and for an unknown kid fetched once in five "
    "minutes") {
  Fixture fixture;
  auto header = nlohmann::json::parse(
      *entra_auth::base64url_decode(fixture.token.substr(0, fixture.token.find('.'))));
  header["kid"] = "nobody-has-it";
  const auto unknown =
      entra_auth::base64url_encode(header.dump()) + fixture.token.substr(fixture.token.find('.'));
  const auto fetched = [&] { return fixture.server.counters()["jwks"].get<int>(); };
  const auto later = [&](const std::string& seconds) {
    fixture.home.set("LD_PRELOAD", ENTRA_AUTH_SHIFTED_CLOCK);
    // A sanitizer wants to be the first library; this one takes nothing that it needs.
    fixture.home.set("ASAN_OPTIONS", "verify_asan_link_order=0");
    fixture.home.set("SHIFTED_CLOCK_SECONDS", seconds);
  };
  CHECK(fixture.verify({"-p", "api", "-"}).exit_status == 0);
  CHECK(fetched() == 1);
  CHECK_THAT(fixture.verify({"-p", "api", "-"}, unknown).err,
             Contains("the issuer has no key nobody-has-it"));
  later("240");
  CHECK(fixture.verify({"-p", "api", "-"}, unknown).exit_status == 9);
  CHECK(fetched() == 1);
  later("301");
  CHECK(fixture.verify({"-p", "api", "-"}, unknown).exit_status == 9);
  CHECK(fetched() == 2);
  CHECK(fixture.verify({"-p", "api", "-"}, unknown).exit_status == 9);
  CHECK(fixture.verify({"-p", "api", "-"}).exit_status == 0);
  CHECK(fetched() == 2);
  CHECK(fixture.server.counters()["metadata"] == 1);
  later("86800");
  CHECK_THAT(fixture.verify({"-p", "api", "-"}).err, Contains("time: expired"));
  CHECK(fetched() == 3);
  CHECK(fixture.server.counters()["metadata"] == 2);
}
