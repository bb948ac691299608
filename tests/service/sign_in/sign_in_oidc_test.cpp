// SPDX-License-Identifier: MIT
// Sign-ins with servers other than Entra, and those with a device code.
#include "base/json.hpp"
#include "os/kernel_keyring.hpp"
#include "service/example_profiles.hpp"
#include "service/fake_user_agent.hpp"
#include "service/sign_in/sign_in.hpp"
#include "service/sign_in/user_tokens.hpp"
#include "support/fake_clock.hpp"
#include "support/fake_transport.hpp"
#include "support/temp_dir.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth;
using Catch::Matchers::Contains;
using std::chrono::seconds;

namespace {

constexpr const char* kUrl = "https://idp.example/t";
constexpr const char* kDeviceUrl = "https://idp.example/dev";

struct Fixture {
  test::TempDir dir;
  test::FakeTransport transport;
  test::FakeClock clock;
  test::FakeUserAgent agent;
  Profile profile = test::oidc();
  RedirectOutcome outcome;

  explicit Fixture(Flow flow, bool issuer_in_response = false) {
    profile.flow = flow;
    profile.auth_method = AuthMethod::none;
    profile.client_secret.reset();
    const Json metadata = {{"issuer", "https://idp.example"},
                           {"token_endpoint", kUrl},
                           {"authorization_endpoint", "https://idp.example/auth"},
                           {"device_authorization_endpoint", kDeviceUrl},
                           {"authorization_response_iss_parameter_supported", issuer_in_response}};
    transport.expect("https://idp.example/.well-known/openid-configuration", 200, metadata.dump());
  }

  Result<service::SignedIn> sign_in() {
    const os::Environment environment(std::vector<std::string>{});
    const secrets::SecretSource secrets(environment, clock.in(seconds(300)));
    const cache::DocumentCache documents(dir.path());
    const service::GrantContext context{.environment = environment,
                                        .secrets = secrets,
                                        .transport = transport,
                                        .clock = clock,
                                        .deadline = clock.in(seconds(300)),
                                        .documents = &documents};
    std::vector<std::string> warnings;
    const auto request = service::user_request(profile, context, warnings);
    REQUIRE(request);
    return service::sign_in(profile, context, *request, agent, clock);
  }
  /// `iss` of the redirect, if any; whether the code is to be redeemed.
  void expect_user(const std::optional<std::string>& issuer, bool redeems) {
    agent.browser = [this, issuer, redeems](const std::string& url,
                                            const RedirectHandler& handler) {
      const auto query = test::query_of(url);
      if (redeems) expect_tokens({{"nonce", query.at("nonce")}});
      Form form = {{"code", Secret("c0de")}, {"state", Secret(query.at("state"))}};
      if (issuer) form.push_back({"iss", Secret(*issuer)});
      outcome = handler(form);
    };
  }
  void expect_tokens(Json claims) {
    claims.update({{"aud", "client"}, {"exp", 1767225600 + 3600}, {"sub", "s1"}});
    if (!claims.contains("iss")) claims["iss"] = "https://idp.example";
    transport.expect(kUrl, 200,
                     Json{{"token_type", "Bearer"},
                          {"access_token", "at"},
                          {"refresh_token", "rt"},
                          {"id_token", test::id_token(claims)}}
                         .dump());
  }
  void expect_device_code() {
    transport.expect(kDeviceUrl, 200,
                     R"({"device_code":"dc","user_code":"ABCD","interval":3,"expires_in":600,)"
                     R"("verification_uri":"https://idp.example/d","message":"Go there",)"
                     R"("verification_uri_complete":"https://idp.example/d?c=ABCD"})");
  }
};

}  // namespace

TEST_CASE("sign_in: another issuer is asked at the addresses of its metadata, with a plain query") {
  Fixture fixture(Flow::interactive_browser);
  fixture.profile.resource = "https://api.example";
  fixture.expect_user(std::nullopt, true);
  const auto signed_in = fixture.sign_in();
  REQUIRE(signed_in);
  CHECK(signed_in->user.id == "s1");
  CHECK(fixture.agent.urls.at(0).starts_with("https://idp.example/auth?"));
  const auto query = test::query_of(fixture.agent.urls[0]);
  CHECK(query.at("response_mode") == "query");
  CHECK(query.at("resource") == "https://api.example");
  CHECK(query.at("scope") == "api://x/.default openid offline_access");
  CHECK(query.at("code_challenge_method") == "S256");
  CHECK(fixture.transport.sent().size() == 2);
  CHECK(fixture.transport.sent()[1].field("resource") == "https://api.example");
}

TEST_CASE("sign_in: a redirect that names another issuer gets no code redeemed") {
  for (const bool promised : {false, true}) {
    CAPTURE(promised);
    Fixture fixture(Flow::interactive_browser, promised);
    fixture.expect_user("https://evil.example", false);
    const auto signed_in = fixture.sign_in();
    REQUIRE_FALSE(signed_in);
    CHECK(signed_in.error().kind == ErrorKind::server_refused);
    CHECK(fixture.outcome.is_ours);
    CHECK_FALSE(fixture.outcome.succeeded);
    CHECK(fixture.transport.sent().size() == 1);
  }
}

TEST_CASE("sign_in: a redirect without the promised issuer gets no code redeemed") {
  Fixture fixture(Flow::interactive_browser, true);
  fixture.expect_user(std::nullopt, false);
  const auto signed_in = fixture.sign_in();
  REQUIRE_FALSE(signed_in);
  CHECK_THAT(signed_in.error().message, Contains("iss"));
  CHECK(fixture.transport.sent().size() == 1);
}

TEST_CASE("sign_in: a redirect with the promised issuer is accepted") {
  Fixture fixture(Flow::interactive_browser, true);
  fixture.expect_user("https://idp.example", true);
  CHECK(fixture.sign_in());
  CHECK(fixture.outcome.succeeded);
}

TEST_CASE("sign_in: a device code is shown before the first poll, and no browser is opened") {
  Fixture fixture(Flow::device_code);
  fixture.expect_device_code();
  fixture.transport.expect(kUrl, 400, R"({"error":"authorization_pending"})");
  fixture.expect_tokens(Json::object());  // no nonce: none was sent
  const auto signed_in = fixture.sign_in();
  REQUIRE(signed_in);
  CHECK(signed_in->user.id == "s1");
  REQUIRE(fixture.agent.prompts.size() == 1);
  const auto& prompt = fixture.agent.prompts[0];
  CHECK(prompt.user_code == "ABCD");
  CHECK(prompt.verification_uri == "https://idp.example/d");
  CHECK(prompt.verification_uri_complete == "https://idp.example/d?c=ABCD");
  CHECK(prompt.message == "Go there");
  CHECK(fixture.agent.opened.empty());
  CHECK(fixture.clock.sleeps() == std::vector<Milliseconds>{seconds(3), seconds(3)});
  CHECK(fixture.transport.sent().at(1).field("scope") == "api://x/.default openid offline_access");
}

TEST_CASE("sign_in: an id_token of another issuer is refused after a device code, too") {
  Fixture fixture(Flow::device_code);
  fixture.expect_device_code();
  fixture.expect_tokens({{"iss", "https://evil.example"}});
  const auto signed_in = fixture.sign_in();
  REQUIRE_FALSE(signed_in);
  CHECK(signed_in.error().kind == ErrorKind::network);
  CHECK_THAT(signed_in.error().message, Contains("(iss)"));
}

TEST_CASE("sign_in: without a device code from the server nothing is shown") {
  Fixture fixture(Flow::device_code);
  fixture.transport.expect(kDeviceUrl, 401, R"({"error":"unauthorized_client"})");
  const auto signed_in = fixture.sign_in();
  REQUIRE_FALSE(signed_in);
  CHECK(signed_in.error().error == "unauthorized_client");
  CHECK_FALSE(fixture.agent.was_asked());
}

TEST_CASE(
    "get_user_token: a refresh asks another issuer for the profile's scopes, not offline_access") {
  if (os::find_key("entra-auth-cli:test").state != os::KeyringState::usable) {
    WARN("skipped: no kernel keyring here");
    return;
  }
  for (const bool has_scopes : {true, false}) {
    CAPTURE(has_scopes);
    Fixture fixture(Flow::interactive_browser);
    fixture.profile.scopes.clear();
    if (has_scopes) fixture.profile.scopes = {"a", "offline_access", "openid"};
    const os::Environment environment(std::vector<std::string>{});
    const secrets::SecretSource secrets(environment, fixture.clock.in(seconds(60)));
    const service::GrantContext context{.environment = environment,
                                        .secrets = secrets,
                                        .transport = fixture.transport,
                                        .clock = fixture.clock,
                                        .deadline = fixture.clock.in(seconds(60))};
    const cache::SignInStore store(fixture.dir / "cache",
                                   cache::kernel_sign_in_keys(fixture.dir / "cache"));
    const service::KeptSignIn kept{
        .store = &store,
        .key = {.endpoint = kUrl, .client_id = "client", .profile = "p", .login_hint = ""}};
    REQUIRE(store.store(kept.key, {.refresh_token = Secret("rt"), .user_id = "", .user_name = ""}));
    fixture.transport.expect(kUrl, 200, R"({"token_type":"Bearer","access_token":"at"})");
    std::vector<std::string> warnings;
    REQUIRE(service::get_user_token(fixture.profile, context, {}, kept, fixture.clock, warnings));
    const auto& sent = fixture.transport.sent().at(1);
    CHECK(sent.has_field("scope") == has_scopes);
    if (has_scopes) CHECK(sent.field("scope") == "a openid");
  }
}
