// SPDX-License-Identifier: MIT
// Maskinporten's grant against a server that refuses what Maskinporten refuses.
#include "base/json.hpp"
#include "e2e/claims.hpp"
#include "e2e/home.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <thread>

using namespace entra_auth::test;
using Catch::Matchers::Contains;

namespace {

constexpr const char* kClient = "00000000-0000-0000-0000-0000000000d1";

struct Fixture {
  SandboxProcess server{ENTRA_AUTH_SANDBOX};
  Home home;

  Fixture() { home.enter(server, "maskinporten"); }

  /// A profile for the sandbox's Maskinporten with its built-in client.
  void profile(const std::string& members) const {
    home.profiles("[profiles.m]\nprovider = \"maskinporten\"\nissuer = \"" + server["base_url"] +
                  "/\"\nclient_id = \"5b5f4d3c-0c1d-4e2f-8a3b-000000000001\"\n"
                  "jwk = { env = \"MASKINPORTEN_CLIENT_JWK\" }\nscopes = [\"sandbox:read\"]\n" +
                  members + "\n");
  }
  [[nodiscard]] std::string token(std::vector<std::string> more = {},
                                  const std::string& name = "m") const {
    std::vector<std::string> arguments = {"get-token", "-p", name};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const auto result = home.cli(arguments);
    CAPTURE(result.err);
    REQUIRE(result.exit_status == 0);
    REQUIRE(is_one_token(result.out));
    CHECK(result.err.empty());
    return result.out;
  }
  [[nodiscard]] long count() const { return server.counters()["maskinporten_token"].get<long>(); }
  /// The assertions of all token requests so far.
  [[nodiscard]] std::vector<entra_auth::oauth::DecodedJwt> assertions() const {
    std::vector<entra_auth::oauth::DecodedJwt> all;
    for (const auto& request : server.requests()) {
      if (request["path"] != "/token") continue;
      const auto jwt = entra_auth::oauth::decode_jwt(form_field(request, "assertion"));
      REQUIRE(jwt);
      all.push_back(*jwt);
    }
    return all;
  }
  void openssl(const std::string& arguments) const {
    RunOptions options;
    options.env = own_environment();
    options.cwd = home.dir().path();
    const auto made = run({"/bin/sh", "-c", "umask 077; openssl " + arguments}, options);
    INFO(made.err);
    REQUIRE(made.exit_status == 0);
  }
};

}  // namespace

TEST_CASE(
    "maskinporten: the manual's recipe gives two scopes and an audience from the pod's variables") {
  const Fixture fixture;
  const auto claims = claims_of(fixture.token({"-s", "skatt:some.scope nav:some/other/scope",
                                               "--resource", "https://some-provider.example/api"},
                                              "env:maskinporten"));
  CHECK(claims["scope"] == "skatt:some.scope nav:some/other/scope");
  CHECK(claims["aud"] == "https://some-provider.example/api");
  CHECK(claims["iss"] == fixture.server["base_url"] + "/");
  const auto all = claims_of(fixture.token({}, "env:maskinporten"));
  CHECK(all["scope"] == "skatt:some.scope nav:some/other/scope sandbox:read");
}

TEST_CASE("maskinporten: a profile from the environment needs neither home folder nor file") {
  Fixture fixture;
  fixture.home.unset("HOME");
  const auto result = fixture.home.cli({"get-token", "-p", "env:maskinporten"});
  CAPTURE(result.err);
  CHECK(result.exit_status == 0);
  CHECK(is_one_token(result.out));
  CHECK_THAT(result.err, Contains("not cached"));
}

TEST_CASE(
    "maskinporten: with a two-minute token a hundred calls in thirty seconds make one request") {
  const Fixture fixture;
  const auto first = fixture.token({}, "env:maskinporten");
  const auto started = std::chrono::steady_clock::now();
  for (int i = 1; i < 100; ++i) {
    std::this_thread::sleep_until(started + i * std::chrono::milliseconds(300));
    const auto result = fixture.home.cli({"get-token", "-p", "env:maskinporten"});
    if (result.out != first) FAIL("call " << i << ": another token, " << result.err);
  }
  CHECK(fixture.count() == 1);
}

TEST_CASE("maskinporten: a retry signs a new assertion") {
  const Fixture fixture;
  fixture.server.fault({{"endpoint", "maskinporten_token"}, {"status", 503}, {"body", "down"}});
  (void)fixture.token({}, "env:maskinporten");
  const auto assertions = fixture.assertions();
  REQUIRE(assertions.size() == 2);
  CHECK(assertions[0].claims["jti"] != assertions[1].claims["jti"]);
}

TEST_CASE("maskinporten: metadata is fetched once, and an outage does not affect cached metadata") {
  const Fixture fixture;
  fixture.profile("");
  (void)fixture.token({"--force"});
  CHECK(fixture.server.counters()["maskinporten_metadata"] == 1);
  fixture.server.fault({{"endpoint", "maskinporten_metadata"}, {"times", 0}, {"status", 503}});
  (void)fixture.token({"--force"});
  CHECK(fixture.server.counters()["maskinporten_metadata"] == 1);
  fixture.profile("token_endpoint = \"" + fixture.server["base_url"] + "/token\"");
  (void)fixture.token({"--force", "--no-cache"});
  CHECK(fixture.server.counters()["maskinporten_metadata"] == 1);
}

TEST_CASE("maskinporten: resource is a string claim, or an array if the profile has an array") {
  const Fixture fixture;
  fixture.profile("resource = \"https://a.example\"");
  CHECK(claims_of(fixture.token())["aud"] == "https://a.example");
  fixture.profile("resource = [\"https://a.example\"]");
  (void)fixture.token();
  const auto assertions = fixture.assertions();
  REQUIRE(assertions.size() == 2);
  CHECK(assertions[0].claims["resource"] == "https://a.example");
  CHECK(assertions[1].claims["resource"] == entra_auth::Json::array({"https://a.example"}));
}

TEST_CASE("maskinporten: consumer_org by profile and by flag, each with its own token") {
  const Fixture fixture;
  fixture.profile("");
  const auto own = fixture.token();
  CHECK(claims_of(own)["consumer"]["ID"] == "0192:123456789");
  const auto delegated = fixture.token({"--consumer-org", "987654321"});
  CHECK(claims_of(delegated)["consumer"]["ID"] == "0192:987654321");
  CHECK(claims_of(delegated)["supplier"]["ID"] == "0192:123456789");
  CHECK(fixture.token() == own);
  fixture.profile("consumer_org = \"987654321\"");
  CHECK(fixture.token() == delegated);
  CHECK(fixture.count() == 2);
}

TEST_CASE("maskinporten: authorization_details name a system user") {
  const Fixture fixture;
  fixture.profile(
      "authorization_details = '[{\"type\":\"urn:altinn:systemuser\",\"systemuser_org\":"
      "{\"authority\":\"iso6523-actorid-upis\",\"ID\":\"0192:987654321\"}}]'");
  const auto claims = claims_of(fixture.token());
  CHECK(claims["authorization_details"][0]["type"] == "urn:altinn:systemuser");
}

TEST_CASE("maskinporten: PEM with key_id, certificate with key_id, enterprise certificate") {
  const Fixture fixture;
  fixture.openssl(
      "req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 30 -subj "
      "'/CN=Firma AS/serialNumber=123456789'");
  fixture.openssl("pkcs12 -export -inkey key.pem -in cert.pem -out cert.p12 -passout pass:secret");
  const auto path = [&](const char* name) { return (fixture.home.dir() / name).string(); };
  const auto certificate = read_text(path("cert.pem"));
  const auto profile = [&](const std::string& members) {
    fixture.home.profiles("[profiles.m]\nprovider = \"maskinporten\"\nissuer = \"" +
                          fixture.server["base_url"] + "/\"\nclient_id = \"" + kClient +
                          "\"\nscopes = \"a:b\"\n" + members + "\n");
  };

  fixture.server.register_maskinporten_client({{"client_id", kClient},
                                               {"organization", "123456789"},
                                               {"certificates", {certificate}},
                                               {"scopes", {"a:b"}}});
  const auto algorithm = GENERATE("RS256", "RS384", "RS512");
  profile("certificate_path = \"" + path("cert.p12") +
          "\"\ncertificate_password = { env = \"PFX_PASSWORD\" }\n"
          "token_endpoint_auth_signing_alg = \"" +
          std::string(algorithm) + "\"");
  auto home = fixture.home.environment();
  home.emplace_back("PFX_PASSWORD=secret");
  RunOptions options;
  options.env = home;
  const auto enterprise = fixture.home.cli({"get-token"}, options);
  CAPTURE(enterprise.err);
  CHECK(enterprise.exit_status == 0);
  CHECK(claims_of(enterprise.out)["client_amr"] == "virksomhetssertifikat");
  const auto header = fixture.assertions().back().header;
  CHECK(header["alg"] == algorithm);
  CHECK(header["x5c"].is_array());
  CHECK_FALSE(header.contains("kid"));

  fixture.profile("");  // the built-in client's key is of no use to this one
  profile("jwk = { env = \"MASKINPORTEN_CLIENT_JWK\" }");
  const auto foreign = fixture.home.cli({"get-token"});
  CHECK(foreign.exit_status == 3);
  CHECK_THAT(foreign.err, Contains("MP-1") && Contains(kClient));
}

TEST_CASE("maskinporten: a refusal shows the code and what to do") {
  const Fixture fixture;
  fixture.profile("");
  const auto refused = [&](std::vector<std::string> more) {
    std::vector<std::string> arguments = {"get-token", "-p", "m", "-o", "json"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const auto result = fixture.home.cli(arguments);
    CHECK(result.exit_status == 3);
    CHECK(result.out.empty());
    return nlohmann::json::parse(result.err);
  };
  const auto scope = refused({"-s", "other:scope"});
  CHECK(scope["code"] == "MP-200");
  CHECK_THAT(scope["hint"].get<std::string>(), Contains("15 minutes"));
  CHECK(refused({"--consumer-org", "111111111"})["code"] == "MP-251");
  CHECK(fixture.count() == 2);  // nothing was tried again
}

TEST_CASE("maskinporten: a wrong clock is reported with its offset") {
  const Fixture fixture;
  fixture.profile("");
  fixture.server.fault(
      {{"endpoint", "maskinporten_token"},
       {"status", 400},
       {"headers", {{"Date", "Sat, 01 Jan 2000 00:00:00 GMT"}}},
       {"content_type", "application/json"},
       {"body",
        R"({"error":"invalid_grant","error_description":"MP-130: Issue time is after now"})"}});
  const auto result = fixture.home.cli({"get-token"});
  CHECK(result.exit_status == 3);
  CHECK_THAT(result.err, Contains("clock is") && Contains("ahead of the server's"));
}

TEST_CASE("maskinporten: an impossible combination is refused before anything is sent") {
  const Fixture fixture;
  fixture.profile("");
  CHECK(fixture.home.cli({"get-token", "--consumer-org", "12"}).exit_status == 64);
  CHECK(fixture.home.cli({"get-token", "-f", "client-credentials"}).exit_status == 7);
  fixture.profile("token_endpoint_auth_signing_alg = \"PS256\"");
  CHECK(fixture.home.cli({"get-token"}).exit_status == 7);
  CHECK(fixture.server.requests().empty());
}
