// SPDX-License-Identifier: MIT
#include "service/sign_in/sign_in.hpp"

#include "base/json.hpp"
#include "crypto/digest.hpp"
#include "service/example_profiles.hpp"
#include "service/fake_user_agent.hpp"
#include "support/fake_clock.hpp"
#include "support/fake_transport.hpp"
#include "support/temp_dir.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth;
using Catch::Matchers::Contains;
using std::chrono::seconds;

namespace {

constexpr const char* kTenant = "11111111-2222-3333-4444-55555555abcd";
const std::string kBase = std::string("https://login.microsoftonline.com/") + kTenant;
const std::string kUrl = kBase + "/oauth2/v2.0/token";

Profile user_profile(Profile profile) {
  profile.flow = Flow::interactive_browser;
  profile.auth_method = AuthMethod::none;
  profile.client_secret.reset();
  if (profile.provider == Provider::entra) profile.tenant_id = kTenant;
  return profile;
}

std::string tokens_with(const Json& id_claims) {
  Json body = {{"token_type", "Bearer"}, {"access_token", "at"}, {"refresh_token", "rt"}};
  if (!id_claims.is_null()) body["id_token"] = test::id_token(id_claims);
  return body.dump();
}

struct Fixture {
  test::TempDir dir;
  test::FakeTransport transport;
  test::FakeClock clock;
  test::FakeUserAgent agent;
  Profile profile = user_profile(test::entra());
  Json id_claims = {{"aud", "client"},
                    {"iss", kBase + "/v2.0"},
                    {"tid", kTenant},
                    {"exp", 1767225600 + 600},
                    {"oid", "o1"},
                    {"sub", "s1"},
                    {"preferred_username", "kari"}};
  std::vector<std::pair<std::string, std::string>> more_parameters;
  std::vector<RedirectOutcome> outcomes;

  Result<service::SignedIn> sign_in() {
    const os::Environment environment(std::vector<std::string>{"SECRET=s3cret"});
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
  void come_back(const RedirectHandler& handler,
                 std::vector<std::pair<std::string, std::string>> parameters) {
    Form form;
    for (auto& [name, value] : parameters) form.push_back({name, Secret(std::move(value))});
    outcomes.push_back(handler(form));
  }
  /// The person signs in, and the token endpoint (if it is to be asked) answers with the claims.
  void expect_user(const std::string& token_url = kUrl) {
    agent.browser = [this, token_url](const std::string& url, const RedirectHandler& handler) {
      const auto query = test::query_of(url);
      if (id_claims.is_object() && !id_claims.contains("nonce")) {
        id_claims["nonce"] = query.at("nonce");
      }
      if (!token_url.empty()) transport.expect(token_url, 200, tokens_with(id_claims));
      std::vector<std::pair<std::string, std::string>> parameters = {{"code", "c0de"},
                                                                     {"state", query.at("state")}};
      parameters.insert(parameters.end(), more_parameters.begin(), more_parameters.end());
      come_back(handler, std::move(parameters));
    };
  }
  [[nodiscard]] std::map<std::string, std::string> query() const {
    return test::query_of(agent.urls.at(0));
  }
};

Error refused(Fixture& fixture) {
  const auto signed_in = fixture.sign_in();
  REQUIRE_FALSE(signed_in);
  // The browser must not say that all is well.
  for (const auto& outcome : fixture.outcomes) CHECK_FALSE(outcome.succeeded);
  return signed_in.error();
}

}  // namespace

TEST_CASE("sign_in: the code is redeemed with the verifier of the challenge in the address") {
  Fixture fixture;
  fixture.expect_user();
  const auto signed_in = fixture.sign_in();
  REQUIRE(signed_in);
  CHECK(signed_in->tokens.token.access_token.expose() == "at");
  CHECK(signed_in->tokens.refresh_token.expose() == "rt");
  CHECK(signed_in->user.id == std::string("o1.") + kTenant);
  REQUIRE(fixture.outcomes.size() == 1);
  CHECK(fixture.outcomes[0].is_ours);
  CHECK(fixture.outcomes[0].succeeded);
  CHECK(fixture.outcomes[0].message == "kari");
  const auto query = fixture.query();
  const auto& sent = fixture.transport.sent().at(0);
  CHECK(fixture.agent.urls[0].starts_with(kBase + "/oauth2/v2.0/authorize?"));
  CHECK(query.at("code_challenge_method") == "S256");
  CHECK(query.at("code_challenge") ==
        base64url_encode(crypto::sha256(sent.field("code_verifier"))));
  CHECK(sent.field("code_verifier").size() == 43);
  CHECK(sent.field("code") == "c0de");
  CHECK(sent.field("redirect_uri") == query.at("redirect_uri"));
  CHECK(query.at("redirect_uri") == "http://localhost:8400");
  CHECK(sent.attempts == Attempts::once);
}

TEST_CASE("sign_in: no two sign-ins share a state, a nonce or a verifier") {
  Fixture one;
  Fixture two;
  for (Fixture* each : {&one, &two}) {
    each->expect_user();
    REQUIRE(each->sign_in());
    CHECK(each->query().at("state").size() == 43);
    CHECK(each->query().at("nonce").size() == 43);
    CHECK(each->query().at("state") != each->query().at("nonce"));
  }
  for (const auto* name : {"state", "nonce", "code_challenge"}) {
    CHECK(one.query().at(name) != two.query().at(name));
  }
}

TEST_CASE("sign_in: the scopes of OpenID Connect are requested with the profile's, each once") {
  Fixture fixture;
  fixture.profile.scopes = {"profile", "api://x/a"};
  fixture.expect_user();
  REQUIRE(fixture.sign_in());
  CHECK(fixture.query().at("scope") == "profile api://x/a openid offline_access");
  CHECK(fixture.transport.sent().at(0).field("scope") == fixture.query().at("scope"));
}

TEST_CASE("sign_in: Entra posts the code, unless the user may have to copy the address") {
  Fixture posted;
  posted.expect_user();
  REQUIRE(posted.sign_in());
  CHECK(posted.query().at("response_mode") == "form_post");
  Fixture pasted;
  pasted.agent.redirect.may_be_pasted = true;
  pasted.expect_user();
  REQUIRE(pasted.sign_in());
  CHECK(pasted.query().at("response_mode") == "query");
}

TEST_CASE("sign_in: the profile's hints, prompt, port and redirect URI are used") {
  Fixture fixture;
  fixture.expect_user();
  REQUIRE(fixture.sign_in());
  CHECK(fixture.agent.opened.at(0).redirect_uri == "http://localhost");
  CHECK_FALSE(fixture.agent.opened.at(0).port);
  CHECK(fixture.agent.deadline == fixture.clock.in(seconds(300)));
  Fixture full;
  full.profile.redirect_uri = "http://127.0.0.1/cb";
  full.profile.port = 8401;
  full.profile.prompt = "consent";
  full.profile.login_hint = "kari@example.org";
  full.profile.domain_hint = "organizations";
  full.profile.client_capabilities = {"cp1"};
  full.expect_user();
  REQUIRE(full.sign_in());
  CHECK(full.agent.opened.at(0).redirect_uri == "http://127.0.0.1/cb");
  CHECK(full.agent.opened.at(0).port == 8401);
  CHECK(full.query().at("prompt") == "consent");
  CHECK(full.query().at("login_hint") == "kari@example.org");
  CHECK(full.query().at("domain_hint") == "organizations");
  CHECK(full.query().at("claims") == R"({"access_token":{"xms_cc":{"values":["cp1"]}}})");
}

TEST_CASE("sign_in: a foreign response is ignored, and the right one works later") {
  Fixture fixture;
  fixture.expect_user();
  const auto browser = fixture.agent.browser;
  fixture.agent.browser = [&](const std::string& url, const RedirectHandler& handler) {
    const auto state = test::query_of(url).at("state");
    fixture.come_back(handler, {});
    fixture.come_back(handler, {{"code", "evil"}, {"state", "wrong"}});
    fixture.come_back(handler, {{"code", "evil"}, {"state", state}, {"state", state}});
    fixture.come_back(handler, {{"error", "access_denied"}, {"state", ""}});
    for (const auto& outcome : fixture.outcomes) CHECK_FALSE(outcome.is_ours);
    browser(url, handler);
  };
  REQUIRE(fixture.sign_in());
  CHECK(fixture.outcomes.back().succeeded);
  CHECK(fixture.transport.sent().size() == 1);
  CHECK(fixture.transport.sent()[0].field("code") == "c0de");
}

TEST_CASE("sign_in: a refusal in the browser redeems nothing and is shown there") {
  Fixture fixture;
  fixture.expect_user("");
  fixture.more_parameters = {{"error", "access_denied"}, {"error_subcode", "cancel"}};
  CHECK(refused(fixture).message == "the sign-in was cancelled");
  CHECK(fixture.outcomes.at(0).is_ours);
  CHECK(fixture.outcomes.at(0).message == "the sign-in was cancelled");
  CHECK(fixture.transport.sent().empty());
}

TEST_CASE("sign_in: the browser's page says if a code could not be redeemed") {
  Fixture fixture;
  fixture.expect_user("");
  const auto browser = fixture.agent.browser;
  fixture.agent.browser = [&](const std::string& url, const RedirectHandler& handler) {
    fixture.transport.expect(kUrl, 400, R"({"error":"invalid_grant"})");
    browser(url, handler);
  };
  const auto error = refused(fixture);
  CHECK(error.kind == ErrorKind::server_refused);
  CHECK(error.error == "invalid_grant");
  CHECK(fixture.outcomes.at(0).is_ours);
  CHECK(fixture.outcomes.at(0).message == error.message);
}

TEST_CASE("sign_in: an id_token of another sign-in is refused, with the access token") {
  const std::vector<std::pair<std::string, Json>> changes = {{"nonce", "of-another-sign-in"},
                                                             {"nonce", nullptr},
                                                             {"aud", "other-client"},
                                                             {"iss", "https://evil.example"},
                                                             {"exp", 1767225600 - 600}};
  for (const auto& [name, value] : changes) {
    CAPTURE(name, value.dump());
    Fixture fixture;
    fixture.id_claims[name] = value;
    fixture.expect_user();
    const auto error = refused(fixture);
    CHECK(error.kind == ErrorKind::network);
    CHECK_THAT(error.message, Contains("(" + name + ")"));
  }
}

TEST_CASE("sign_in: a GUID in capital letters is the same client and tenant") {
  Fixture fixture;
  fixture.profile.client_id = "AAAAAAAA-2222-3333-4444-555555555555";
  fixture.id_claims["aud"] = "aaaaaaaa-2222-3333-4444-555555555555";
  fixture.expect_user();
  const auto client = fixture.sign_in();
  CHECK((client ? "" : client.error().message) == std::string());
  Fixture other;
  other.profile.tenant_id = "11111111-2222-3333-4444-55555555ABCD";
  other.expect_user(
      "https://login.microsoftonline.com/11111111-2222-3333-4444-55555555ABCD"
      "/oauth2/v2.0/token");
  const auto tenant = other.sign_in();
  CHECK((tenant ? "" : tenant.error().message) == std::string());
}

TEST_CASE("sign_in: without an id_token the user is not known") {
  Fixture fixture;
  fixture.id_claims = nullptr;
  fixture.expect_user();
  const auto signed_in = fixture.sign_in();
  REQUIRE(signed_in);
  CHECK(signed_in->user.id.empty());
}

TEST_CASE("sign_in: without a listener or a response nothing is sent") {
  Fixture fixture;
  fixture.agent.no_redirect = Error{.kind = ErrorKind::unexpected, .message = "port taken"};
  CHECK(refused(fixture).message == "port taken");
  CHECK(fixture.agent.urls.empty());
  fixture.agent.no_redirect.reset();
  CHECK(refused(fixture).kind == ErrorKind::timeout);
  CHECK(fixture.transport.sent().empty());
}

TEST_CASE(
    "sign_in: a confidential client redeems the code with its credential, never in the address") {
  Fixture fixture;
  fixture.profile.auth_method = AuthMethod::client_secret;
  fixture.profile.client_secret = EnvironmentSecret{"SECRET"};
  fixture.expect_user();
  REQUIRE(fixture.sign_in());
  CHECK(fixture.transport.sent().at(0).field("client_secret") == "s3cret");
  CHECK(fixture.agent.urls[0].find("s3cret") == std::string::npos);
}
