// SPDX-License-Identifier: MIT
// The Nais token sidecar: tokens, exchanges, introspection.
#include "e2e/claims.hpp"
#include "e2e/home.hpp"
#include "support/raw_server.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth::test;
using Catch::Matchers::Contains;

namespace {

constexpr const char* kApi = "api://cluster.ns.app/.default";

struct Fixture {
  SandboxProcess server{ENTRA_AUTH_SANDBOX};
  Home home;

  Fixture() { home.enter(server, "texas"); }

  [[nodiscard]] RunResult get(const std::string& profile, std::vector<std::string> more,
                              RunOptions options = {}) const {
    std::vector<std::string> arguments = {"get-token", "-p", profile};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return home.cli(arguments, options);
  }
  [[nodiscard]] std::string token(const std::string& profile, std::vector<std::string> more) const {
    const auto result = get(profile, std::move(more));
    CAPTURE(result.err);
    REQUIRE(result.exit_status == 0);
    REQUIRE(is_one_token(result.out));
    CHECK(result.err.empty());
    return result.out;
  }
  [[nodiscard]] long count(const char* endpoint) const {
    return server.counters()[endpoint].get<long>();
  }
  /// The user's token in a file.
  [[nodiscard]] std::string file(const nlohmann::json& wishes) const {
    return home.dir().write("user-token", server.user_token(wishes) + "\n").string();
  }
};

}  // namespace

TEST_CASE("sidecar: gives tokens of Entra and Maskinporten without any credential") {
  const Fixture fixture;
  CHECK(claims_of(fixture.token("env:texas/entra_id", {"-s", kApi}))["roles"][0] ==
        "access_as_application");
  const auto maskinporten =
      fixture.token("env:texas/maskinporten", {"-s", "skatt:some.scope nav:some/other/scope",
                                               "--resource", "https://some-provider.example/api"});
  CHECK(claims_of(maskinporten)["scope"] == "skatt:some.scope nav:some/other/scope");
  CHECK(claims_of(maskinporten)["aud"] == "https://some-provider.example/api");
}

TEST_CASE("sidecar: the second call is served from the cache, and --force bypasses both caches") {
  const Fixture fixture;
  const auto first = fixture.token("env:texas/entra_id", {"-s", kApi});
  CHECK(fixture.token("env:texas/entra_id", {"-s", kApi}) == first);
  CHECK(fixture.count("sidecar_token") == 1);
  CHECK(fixture.token("env:texas/entra_id", {"-s", kApi, "--no-cache"}) == first);
  CHECK(fixture.token("env:texas/entra_id", {"-s", kApi, "--force"}) != first);
  const auto requests = fixture.server.requests();
  CHECK(form_field(requests.back(), "skip_cache") == "true");
}

TEST_CASE("sidecar: a profile can name the sidecar, and send JSON") {
  Fixture fixture;
  const auto endpoint = fixture.server.environment("texas")["NAIS_TOKEN_ENDPOINT"];
  fixture.home.profiles(
      "[profiles.t]\nprovider = \"texas\"\nidentity_provider = \"maskinporten\"\n"
      "request_format = \"json\"\nscopes = \"sandbox:read\"\ntoken_endpoint = \"" +
      endpoint.get<std::string>() +
      "\"\nauthorization_details = '[{\"type\":\"urn:altinn:systemuser\",\"systemuser_org\":"
      "{\"authority\":\"iso6523-actorid-upis\",\"ID\":\"0192:987654321\"}}]'\n");
  fixture.home.unset("NAIS_TOKEN_ENDPOINT");
  const auto claims = claims_of(fixture.token("t", {"--force"}));
  CHECK(claims["authorization_details"][0]["type"] == "urn:altinn:systemuser");
  const auto request = fixture.server.requests().back();
  CHECK(nlohmann::json::parse(request["body"].get<std::string>())["skip_cache"] == true);
  CHECK(request["headers"].dump().find("application/json") != std::string::npos);
}

TEST_CASE("sidecar: never reached through a proxy") {
  Fixture fixture;
  const RawServer proxy(answering(http_response(502, "no")));
  for (const char* name : {"http_proxy", "HTTPS_PROXY", "ALL_PROXY"}) {
    fixture.home.set(name, proxy.url());
  }
  // A name that is not loopback: only the route keeps it from the proxy.
  const auto port = fixture.server["base_url"].substr(fixture.server["base_url"].rfind(':'));
  fixture.home.set("NAIS_TOKEN_ENDPOINT", "http://0.0.0.0" + port + "/texas/api/v1/token");
  CHECK(is_one_token(fixture.token("env:texas/entra_id", {"-s", kApi})));
  CHECK(proxy.received().empty());
}

TEST_CASE("sidecar: an incoming token is exchanged on behalf of its user, once, and never shared") {
  const Fixture fixture;
  const auto alice = fixture.file({{"subject", "alice"}});
  const std::vector<std::string> exchange = {"-s", kApi, "-f", "obo", "--assertion-file", alice};
  const auto first = fixture.token("env:texas/entra_id", exchange);
  CHECK(fixture.token("env:texas/entra_id", exchange) == first);
  CHECK(fixture.count("sidecar_exchange") == 1);

  auto home = fixture.home.environment();
  home.push_back("USER_TOKEN=" + fixture.server.user_token({{"subject", "bob"}}));
  RunOptions options;
  options.env = home;
  const auto bob = fixture.get("env:texas/entra_id",
                               {"-s", kApi, "-f", "obo", "--assertion-env", "USER_TOKEN"}, options);
  REQUIRE(bob.exit_status == 0);
  CHECK(claims_of(bob.out)["sub"] != claims_of(first)["sub"]);
  CHECK(fixture.count("sidecar_exchange") == 2);
}

TEST_CASE("sidecar: TokenX exchanges the token from standard input") {
  const Fixture fixture;
  RunOptions options;
  options.in = fixture.server.user_token({{"subject", "carol"}}) + "\n";
  const auto result =
      fixture.get("env:texas/tokenx", {"-s", "cluster:ns:other", "--assertion-file", "-"}, options);
  CAPTURE(result.err);
  REQUIRE(result.exit_status == 0);
  const auto claims = claims_of(result.out);
  CHECK(claims["aud"] == "cluster:ns:other");
  CHECK(claims["sub"] == "carol");
  CHECK(fixture.get("env:texas/tokenx", {"-s", "cluster:ns:other"}, options).out == result.out);
}

TEST_CASE("sidecar: an unsuitable incoming token exits with 9, the rule, and no request") {
  Fixture fixture;
  fixture.home.set("AZURE_APP_CLIENT_ID", fixture.server["client_id"]);
  const auto refused = [&](const std::string& path) {
    const auto result = fixture.get("env:texas/entra_id",
                                    {"-s", kApi, "-f", "on-behalf-of", "--assertion-file", path});
    CHECK(result.exit_status == 9);
    CHECK(result.out.empty());
    return result.err;
  };
  CHECK_THAT(refused(fixture.file({{"lifetime", 0}})), Contains("expired"));
  CHECK_THAT(refused(fixture.file({{"audience", "another-app"}})),
             Contains("another-app") && Contains("not for this application"));
  CHECK_THAT(refused(fixture.file({{"claims", {{"scp", nullptr}, {"roles", {"r"}}}}})),
             Contains("speaks for an application"));
  CHECK_THAT(refused(fixture.file({{"claims", {{"scp", nullptr}}}})), Contains("id_token"));
  CHECK_THAT(refused(fixture.home.dir().write("opaque", "canary-opaque").string()),
             Contains("not a JWT") && !Contains("canary"));
  CHECK(fixture.server.requests().empty());
}

TEST_CASE("sidecar: missing flags of an exchange are wrong usage") {
  const Fixture fixture;
  const auto file = fixture.file(nlohmann::json::object());
  const auto status = [&](std::vector<std::string> more) {
    return fixture.get("env:texas/entra_id", std::move(more)).exit_status;
  };
  CHECK(status({"-s", kApi, "--assertion-file", file}) == 64);
  CHECK(status({"-s", kApi, "-f", "obo", "--assertion-file", file, "--assertion-env", "X"}) == 64);
  CHECK(status({"-s", kApi, "-f", "obo", "--assertion-file", "/nonexistent"}) == 8);
  CHECK(status({"-s", kApi, "-f", "obo", "--assertion-env", "NOT_SET"}) == 8);
  CHECK(status({"-s", kApi, "-f", "obo"}) == 8);  // standard input is empty
  CHECK(status({"-f", "client-credentials"}) == 7);
}

TEST_CASE("sidecar: refusals keep their code") {
  const Fixture fixture;
  const auto scope = fixture.get("env:texas/maskinporten", {"-s", "other:scope", "-o", "json"});
  CHECK(scope.exit_status == 3);
  CHECK(nlohmann::json::parse(scope.err)["code"] == "MP-200");
  const auto resource = fixture.get("env:texas/entra_id", {"-s", "api://unknown/.default"});
  CHECK(resource.exit_status == 3);
  CHECK_THAT(resource.err, Contains("AADSTS500011"));
}

TEST_CASE("sidecar: exits with 7 if no address is set, and with 4 if it does not respond") {
  Fixture fixture;
  const ClosedPort closed;
  fixture.home.set("NAIS_TOKEN_ENDPOINT", "http://127.0.0.1:" + std::to_string(closed.port()));
  const auto nobody = fixture.get("env:texas/entra_id", {"-s", kApi, "--timeout", "1s"});
  CHECK(nobody.exit_status == 4);
  CHECK_THAT(nobody.err, Contains("sidecar"));
  fixture.home.unset("NAIS_TOKEN_ENDPOINT");
  const auto unset = fixture.get("env:texas/entra_id", {"-s", kApi});
  CHECK(unset.exit_status == 7);
  CHECK_THAT(unset.err, Contains("NAIS_TOKEN_ENDPOINT"));
}

TEST_CASE("sidecar: inspect --verify exits with 0 and true, or with 9 and the reason") {
  const Fixture fixture;
  RunOptions incoming;
  incoming.in = "Bearer " + fixture.server.user_token() + "\n";
  const auto good = fixture.home.cli(
      {"inspect", "--verify", "-p", "env:texas/entra_id", "-o", "json", "-"}, incoming);
  CAPTURE(good.err);
  CHECK(good.exit_status == 0);
  CHECK(nlohmann::json::parse(good.out)["verified"] == true);

  incoming.in = fixture.server.user_token({{"audience", "another-app"}});
  const auto foreign = fixture.home.cli(
      {"inspect", "--verify", "-p", "env:texas/entra_id", "-o", "json", "-"}, incoming);
  CHECK(foreign.exit_status == 9);
  CHECK(nlohmann::json::parse(foreign.out)["verified"] == false);
  CHECK_THAT(foreign.err, Contains("not verified by the Nais token sidecar (entra_id)"));

  (void)fixture.token("env:texas/maskinporten", {"-s", "skatt:some.scope"});
  const auto cached = fixture.home.cli({"inspect", "--verify", "-p", "env:texas/maskinporten"});
  CHECK(cached.exit_status == 7);  // the cached token is that of a scope
  RunOptions with_scope;
  with_scope.env = fixture.home.environment();
  with_scope.env.push_back("ENTRA_AUTH_CLI_SCOPE=skatt:some.scope");
  const auto report =
      fixture.home.cli({"inspect", "--verify", "-p", "env:texas/maskinporten"}, with_scope);
  CAPTURE(report.err);
  CHECK(report.exit_status == 0);
  CHECK_THAT(report.out, Contains("verified by the Nais token sidecar (maskinporten)"));
}

TEST_CASE("sidecar: inspect --verify sends no rules of its own") {
  const Fixture fixture;
  RunOptions incoming;
  incoming.in = fixture.server.user_token();
  CHECK(fixture.home
            .cli({"inspect", "--verify", "-p", "env:texas/entra_id", "--audience", "x", "-"},
                 incoming)
            .exit_status == 64);
}
