// SPDX-License-Identifier: MIT
// The cache of a person's tokens and sign-ins together, and tokens on behalf of one.
#include "service/token_service.hpp"

#include "base/json.hpp"
#include "crypto/jwk.hpp"
#include "os/kernel_keyring.hpp"
#include "service/example_profiles.hpp"
#include "service/fake_user_agent.hpp"
#include "support/fake_clock.hpp"
#include "support/fake_transport.hpp"
#include "support/temp_dir.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth;
using Catch::Matchers::Contains;
using service::TokenOrigin;
using std::chrono::seconds;

namespace {

constexpr const char* kUrl =
    "https://login.microsoftonline.com/contoso.onmicrosoft.com/oauth2/v2.0/token";
constexpr const char* kTenant = "11111111-2222-3333-4444-555555555555";
constexpr long long kNow = 1767225600;

/// Refresh tokens are kept nowhere but in files that a key in the keyring seals.
bool has_keyring() {
  if (os::find_key("entra-auth-cli:test").state == os::KeyringState::usable) return true;
  WARN("skipped: no kernel keyring here");
  return false;
}

Profile user_profile(const std::string& scope = "api://x/a") {
  auto profile = test::entra();
  profile.flow = Flow::interactive_browser;
  profile.auth_method = AuthMethod::none;
  profile.client_secret.reset();
  profile.scopes = {scope};
  return profile;
}

Profile on_behalf_of() {
  auto profile = test::entra();
  profile.flow = Flow::on_behalf_of;
  profile.identifier_uris = {"https://api.contoso.example"};
  return profile;
}

std::string body(const std::string& token, const Json& more = Json::object()) {
  Json response = {{"token_type", "Bearer"}, {"access_token", token}, {"expires_in", 3600}};
  response.update(more);
  return response.dump();
}

/// A user's token for this application, with those claims changed.
Secret incoming_token(const Json& changes = Json::object()) {
  Json claims = {{"aud", "api://client"}, {"exp", kNow + 3600}, {"scp", "access"}, {"sub", "s1"}};
  claims.update(changes);
  return Secret(test::id_token(claims));
}

struct Fixture {
  test::TempDir dir;
  test::FakeClock clock;
  test::FakeTransport transport;
  test::FakeUserAgent agent;
  os::Environment environment{std::vector<std::string>{"SECRET=s1"}};
  service::TokenService tokens{environment, cache::TokenCache(dir / "cache"), "", transport, clock};

  Result<service::TokenResponse> get(const Profile& profile, service::TokenOptions options = {}) {
    options.deadline = clock.in(seconds(60));
    options.sign_in.deadline = clock.in(seconds(300));
    if (options.sign_in.user_agent == nullptr)
      options.sign_in.no_prompt_reason = "--no-interaction";
    return tokens.get(profile, options);
  }
  std::string text(const Result<service::TokenResponse>& response) const {
    return response ? std::string(response->token.access_token.expose()) : response.error().message;
  }
  /// That user signs in on the profile's page.
  std::string sign_in(const Profile& profile, const std::string& user, const std::string& token,
                      service::TokenOptions options = {}) {
    agent.browser = [&](const std::string& url, const RedirectHandler& handler) {
      const auto query = test::query_of(url);
      const Json claims = {
          {"aud", "client"},
          {"iss", std::string("https://login.microsoftonline.com/") + kTenant + "/v2.0"},
          {"tid", kTenant},
          {"exp", kNow + 7200},
          {"nonce", query.at("nonce")},
          {"sub", user}};
      transport.expect(
          kUrl, 200,
          body(token, {{"refresh_token", "rt-" + user}, {"id_token", test::id_token(claims)}}));
      CHECK(handler({{"code", Secret("c")}, {"state", Secret(query.at("state"))}}).succeeded);
    };
    options.sign_in = {.user_agent = &agent, .sign_in_anew = true};
    return text(get(profile, options));
  }
  Result<service::TokenResponse> exchange(const Secret& assertion) {
    return get(on_behalf_of(), {.incoming_token = assertion});
  }
};

Error refused(const Result<service::TokenResponse>& response, ErrorKind kind) {
  REQUIRE_FALSE(response);
  CHECK(response.error().kind == kind);
  return response.error();
}

}  // namespace

TEST_CASE("get: one sign-in serves all scopes of a profile, and a hit makes no request") {
  if (!has_keyring()) return;
  Fixture fixture;
  CHECK(fixture.sign_in(user_profile(), "kari", "a1") == "a1");
  const auto hit = fixture.get(user_profile());
  REQUIRE(hit);
  CHECK(hit->origin == TokenOrigin::cache);
  CHECK(fixture.text(hit) == "a1");
  fixture.transport.expect(kUrl, 200, body("b1"));
  CHECK(fixture.text(fixture.get(user_profile("api://x/b"))) == "b1");
  CHECK(fixture.transport.sent().at(1).field("refresh_token") == "rt-kari");
}

TEST_CASE("get: a sign-in of another user removes the first user's tokens of the profile") {
  if (!has_keyring()) return;
  Fixture fixture;
  CHECK(fixture.sign_in(user_profile("api://x/b"), "kari", "kari-b") == "kari-b");
  CHECK(fixture.sign_in(user_profile(), "ola", "ola-a") == "ola-a");
  CHECK(fixture.text(fixture.get(user_profile())) == "ola-a");
  fixture.transport.expect(kUrl, 200, body("ola-b"));
  CHECK(fixture.text(fixture.get(user_profile("api://x/b"))) == "ola-b");
  CHECK(fixture.transport.sent().back().field("refresh_token") == "rt-ola");
}

TEST_CASE("get: a sign-in of the same user keeps the profile's other tokens") {
  if (!has_keyring()) return;
  Fixture fixture;
  CHECK(fixture.sign_in(user_profile("api://x/b"), "kari", "kari-b") == "kari-b");
  CHECK(fixture.sign_in(user_profile(), "kari", "kari-a") == "kari-a");
  CHECK(fixture.text(fixture.get(user_profile("api://x/b"))) == "kari-b");
  CHECK(fixture.transport.sent().size() == 2);
}

TEST_CASE("get: a sign-in of another user leaves other profiles and hints alone") {
  if (!has_keyring()) return;
  Fixture fixture;
  auto other = user_profile();
  other.name = "q";
  CHECK(fixture.sign_in(other, "kari", "kari-q") == "kari-q");
  CHECK(fixture.sign_in(user_profile(), "ola", "ola-p") == "ola-p");
  CHECK(fixture.text(fixture.get(other)) == "kari-q");
  auto hinted = user_profile();
  hinted.login_hint = "kari@example.org";
  refused(fixture.get(hinted), ErrorKind::interaction_required);
}

TEST_CASE("get: a sign-in of another user without the cache removes the first one's tokens, too") {
  if (!has_keyring()) return;
  Fixture fixture;
  CHECK(fixture.sign_in(user_profile(), "kari", "kari-a") == "kari-a");
  CHECK(fixture.sign_in(user_profile("api://x/b"), "ola", "ola-b", {.use_cache = false}) ==
        "ola-b");
  fixture.transport.expect(kUrl, 200, body("ola-a"));
  CHECK(fixture.text(fixture.get(user_profile())) == "ola-a");
}

TEST_CASE("get: without the cache the kept sign-in is used and renewed all the same") {
  if (!has_keyring()) return;
  Fixture fixture;
  CHECK(fixture.sign_in(user_profile(), "kari", "a1") == "a1");
  fixture.transport.expect(kUrl, 200, body("a2", {{"refresh_token", "rt-2"}}));
  fixture.transport.expect(kUrl, 200, body("a3"));
  CHECK(fixture.text(fixture.get(user_profile(), {.use_cache = false})) == "a2");
  CHECK(fixture.text(fixture.get(user_profile(), {.use_cache = false})) == "a3");
  CHECK(fixture.transport.sent().at(1).field("refresh_token") == "rt-kari");
  CHECK(fixture.transport.sent().at(2).field("refresh_token") == "rt-2");
  CHECK(fixture.text(fixture.get(user_profile())) == "a1");
}

TEST_CASE("get: without a kept sign-in and a prompt the error is interaction_required") {
  Fixture fixture;
  refused(fixture.get(user_profile()), ErrorKind::interaction_required);
  refused(fixture.get(user_profile(), {.use_cache = false}), ErrorKind::interaction_required);
  CHECK(fixture.transport.sent().empty());
}

TEST_CASE("get: a renewal of a valid token never prompts the user") {
  if (!has_keyring()) return;
  Fixture fixture;
  CHECK(fixture.sign_in(user_profile(), "kari", "a1") == "a1");
  fixture.transport.expect(kUrl, 200, body("a2", {{"refresh_in", 1800}}));
  CHECK(fixture.text(fixture.get(user_profile(), {.force = true})) == "a2");
  fixture.clock.advance(seconds(1800));
  fixture.agent = {};
  fixture.transport.expect(kUrl, 400, R"({"error":"interaction_required"})");
  const auto served = fixture.get(user_profile(), {.sign_in = {.user_agent = &fixture.agent}});
  CHECK(fixture.text(served) == "a2");
  CHECK_FALSE(fixture.agent.was_asked());
}

TEST_CASE("get: two processes never use one sign-in at once") {
  Fixture fixture;
  const cache::SignInKey key{
      .endpoint = kUrl, .client_id = "client", .profile = "p", .login_hint = ""};
  const auto held =
      cache::TokenCache(fixture.dir / "cache").try_lock(cache::file_name_of(key.to_json()));
  REQUIRE(held);
  REQUIRE(*held);
  const auto started = fixture.clock.steady_now();
  const auto error = refused(
      fixture.get(user_profile(), {.sign_in = {.user_agent = &fixture.agent}}), ErrorKind::timeout);
  CHECK_THAT(error.message, Contains("another process is signing in"));
  CHECK(fixture.agent.said.size() == 1);
  CHECK(fixture.clock.steady_now() - started < seconds(300));
  refused(
      fixture.get(user_profile(), {.use_cache = false, .sign_in = {.user_agent = &fixture.agent}}),
      ErrorKind::timeout);
  CHECK_FALSE(fixture.agent.was_asked());
  CHECK(fixture.transport.sent().empty());
}

TEST_CASE("get: two users have two tokens, and one user's token is exchanged once") {
  Fixture fixture;
  fixture.transport.expect(kUrl, 200, body("for-kari"));
  fixture.transport.expect(kUrl, 200, body("for-ola"));
  const auto kari = incoming_token({{"sub", "kari"}});
  const auto ola = incoming_token({{"sub", "ola"}});
  CHECK(fixture.text(fixture.exchange(kari)) == "for-kari");
  CHECK(fixture.text(fixture.exchange(ola)) == "for-ola");
  CHECK(fixture.text(fixture.exchange(kari)) == "for-kari");
  CHECK(fixture.text(fixture.exchange(ola)) == "for-ola");
  REQUIRE(fixture.transport.sent().size() == 2);
  CHECK(fixture.transport.sent()[0].field("assertion") == kari.expose());
  CHECK(fixture.transport.sent()[1].field("assertion") == ola.expose());
}

TEST_CASE("get: every name of this application is an accepted audience of an incoming token") {
  for (const std::string audience : {"client", "api://client", "https://api.contoso.example"}) {
    CAPTURE(audience);
    Fixture fixture;
    fixture.transport.expect(kUrl, 200, body("one"));
    CHECK(fixture.text(fixture.exchange(incoming_token({{"aud", audience}}))) == "one");
  }
}

TEST_CASE("get: an unsuitable incoming token is refused without a request") {
  const std::vector<std::pair<Json, std::string>> cases = {
      {{{"exp", kNow}}, "expired"},
      {{{"aud", "00000003-0000-0000-c000-000000000000"}}, "not for this application"},
      {{{"aud", "api://client/"}}, "not for this application"},
      {{{"idtyp", "app"}}, "application"},
      {{{"scp", nullptr}, {"roles", {"r"}}}, "application"},
      {{{"scp", nullptr}}, "id_token"}};
  Fixture fixture;
  for (const auto& [changes, message] : cases) {
    CAPTURE(changes.dump());
    CHECK_THAT(refused(fixture.exchange(incoming_token(changes)), ErrorKind::invalid_token).message,
               Contains(message));
  }
  refused(fixture.exchange(Secret("opaque")), ErrorKind::invalid_token);
  refused(fixture.get(on_behalf_of()), ErrorKind::usage);
  CHECK(fixture.transport.sent().empty());
}

TEST_CASE("get: an exchanged token is not served once the incoming token has expired") {
  Fixture fixture;
  fixture.transport.expect(kUrl, 200, body("one"));
  const auto assertion = incoming_token({{"exp", kNow + 60}});
  CHECK(fixture.text(fixture.exchange(assertion)) == "one");
  fixture.clock.advance(seconds(60));
  refused(fixture.exchange(assertion), ErrorKind::invalid_token);
}

TEST_CASE("get: a refused exchange is passed on to the caller's client as a challenge") {
  Fixture fixture;
  const Json refusal = {{"error", "interaction_required"},
                        {"error_description", "AADSTS50076: Use MFA."},
                        {"claims", R"({"access_token":{}})"}};
  fixture.transport.expect(kUrl, 400, refusal.dump());
  const auto error = refused(fixture.exchange(incoming_token()), ErrorKind::interaction_required);
  CHECK(error.www_authenticate ==
        "Bearer realm=\"\", authorization_uri=\"https://login.microsoftonline.com/"
        "contoso.onmicrosoft.com/oauth2/v2.0/authorize\", error=\"insufficient_claims\", "
        "claims=\"eyJhY2Nlc3NfdG9rZW4iOnt9fQ==\"");
  CHECK_THAT(error.hints.back(), Contains("401"));
  fixture.transport.expect(kUrl, 400, R"({"error":"invalid_grant"})");
  CHECK(refused(fixture.exchange(incoming_token()), ErrorKind::server_refused)
            .www_authenticate.empty());
  // No application's token took the user's place, and nothing was cached.
  REQUIRE(fixture.transport.sent().size() == 2);
  for (const auto& sent : fixture.transport.sent()) {
    CHECK(sent.field("grant_type") == "urn:ietf:params:oauth:grant-type:jwt-bearer");
    CHECK(sent.field("requested_token_use") == "on_behalf_of");
  }
}

TEST_CASE("get: verify_incoming_token refuses a forged token before it is sent") {
  Fixture fixture;
  const std::string base = "https://login.microsoftonline.com/" + on_behalf_of().tenant_id;
  const std::string issuer = std::string("https://login.microsoftonline.com/") + kTenant + "/v2.0";
  fixture.transport.expect(base + "/v2.0/.well-known/openid-configuration", 200,
                           Json{{"issuer", issuer}, {"jwks_uri", base + "/keys"}}.dump());
  auto jwk = crypto::to_public_jwk(crypto::PrivateKey::generate_rsa(2048).public_key());
  jwk["kid"] = "k";
  fixture.transport.expect(base + "/keys", 200,
                           OrderedJson{{"keys", OrderedJson::array({jwk})}}.dump());
  const auto error = refused(fixture.get(on_behalf_of(), {.incoming_token = incoming_token(),
                                                          .verify_incoming_token = true}),
                             ErrorKind::invalid_token);
  CHECK_THAT(error.message, Contains("the incoming token breaks a rule"));
}
