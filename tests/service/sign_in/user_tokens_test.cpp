// SPDX-License-Identifier: MIT
#include "service/sign_in/user_tokens.hpp"

#include "base/json.hpp"
#include "os/kernel_keyring.hpp"
#include "service/example_profiles.hpp"
#include "service/fake_user_agent.hpp"
#include "support/fake_clock.hpp"
#include "support/fake_transport.hpp"
#include "support/temp_dir.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <functional>

using namespace entra_auth;
using Catch::Matchers::Contains;
using std::chrono::seconds;

namespace {

constexpr const char* kUrl =
    "https://login.microsoftonline.com/contoso.onmicrosoft.com/oauth2/v2.0/token";
constexpr const char* kRefused = R"({"error":"invalid_grant","suberror":"bad_token",)"
                                 R"("error_description":"AADSTS700082: It has expired."})";

/// Refresh tokens are kept nowhere but in files that a key in the keyring seals.
bool has_keyring() {
  if (os::find_key("entra-auth-cli:test").state == os::KeyringState::usable) return true;
  WARN("skipped: no kernel keyring here");
  return false;
}

std::string tokens(const std::string& refresh_token, const std::string& user = "") {
  Json body = {{"token_type", "Bearer"}, {"access_token", "at"}, {"expires_in", 3600}};
  if (!refresh_token.empty()) body["refresh_token"] = refresh_token;
  if (!user.empty()) body["id_token"] = user;
  return body.dump();
}

/// Calls `meanwhile` while a request is on its way, as a sibling process would act.
class Siblings final : public Transport {
 public:
  explicit Siblings(Transport& transport) : transport_(transport) {}
  Result<HttpResponse> send(const HttpRequest& request) override {
    if (meanwhile) meanwhile();
    return transport_.send(request);
  }
  std::function<void()> meanwhile;

 private:
  Transport& transport_;
};

struct Fixture {
  test::TempDir dir;
  test::FakeTransport transport;
  Siblings siblings{transport};
  test::FakeClock clock;
  test::FakeUserAgent agent;
  cache::SignInStore store{dir / "cache", cache::kernel_sign_in_keys(dir / "cache")};
  cache::SignInKey key{.endpoint = kUrl, .client_id = "client", .profile = "p", .login_hint = ""};
  Profile profile = [] {
    auto person = test::entra();
    person.flow = Flow::interactive_browser;
    person.auth_method = AuthMethod::none;
    person.client_secret.reset();
    return person;
  }();
  bool keeps = true;
  std::vector<std::string> warnings;

  void keep(const std::string& refresh_token) const {
    REQUIRE(store.store(
        key, {.refresh_token = Secret(refresh_token), .user_id = "s1", .user_name = "kari"}));
  }
  [[nodiscard]] std::string kept() const {
    const auto found = store.find(key).value();
    return found ? std::string(found->refresh_token.expose()) : "";
  }
  Result<service::UserToken> get(bool may_ask, bool anew = false) {
    const os::Environment environment(std::vector<std::string>{});
    const secrets::SecretSource secrets(environment, clock.in(seconds(60)));
    const service::GrantContext context{.environment = environment,
                                        .secrets = secrets,
                                        .transport = siblings,
                                        .clock = clock,
                                        .deadline = clock.in(seconds(60))};
    const service::SignInOptions options{.user_agent = may_ask ? &agent : nullptr,
                                         .no_prompt_reason = "--no-interaction",
                                         .sign_in_anew = anew,
                                         .deadline = clock.in(seconds(300))};
    return service::get_user_token(profile, context, options,
                                   {.store = keeps ? &store : nullptr, .key = key}, clock,
                                   warnings);
  }
  /// A person signs in; with that refresh token, if any.
  void expect_user(const std::string& refresh_token, const std::string& user = "s1") {
    agent.browser = [this, refresh_token, user](const std::string& url,
                                                const RedirectHandler& handler) {
      const auto query = test::query_of(url);
      const std::string tenant = "11111111-2222-3333-4444-555555555555";
      transport.expect(
          kUrl, 200,
          tokens(refresh_token,
                 test::id_token({{"aud", "client"},
                                 {"iss", "https://login.microsoftonline.com/" + tenant + "/v2.0"},
                                 {"tid", tenant},
                                 {"exp", 1767225600 + 3600},
                                 {"nonce", query.at("nonce")},
                                 {"sub", user}})));
      CHECK(handler({{"code", Secret("c")}, {"state", Secret(query.at("state"))}}).succeeded);
    };
  }
};

Error refused(const Result<service::UserToken>& token, ErrorKind kind) {
  REQUIRE_FALSE(token);
  CHECK(token.error().kind == kind);
  return token.error();
}

}  // namespace

TEST_CASE("get_user_token: without a kept sign-in and a prompt nothing is sent") {
  Fixture fixture;
  const auto error = refused(fixture.get(false), ErrorKind::interaction_required);
  CHECK(error.error == "interaction_required");
  CHECK_THAT(error.message, Contains("--no-interaction"));
  CHECK_THAT(error.hints.at(0), Contains("get-token -p p"));
  CHECK(fixture.transport.sent().empty());
}

TEST_CASE("get_user_token: a kept sign-in is used before the user is prompted") {
  if (!has_keyring()) return;
  Fixture fixture;
  fixture.keep("rt-1");
  fixture.transport.expect(kUrl, 200, tokens(""));
  const auto token = fixture.get(true);
  REQUIRE(token);
  CHECK(token->token.access_token.expose() == "at");
  CHECK(token->is_same_user);
  CHECK_FALSE(fixture.agent.was_asked());
  const auto& sent = fixture.transport.sent().at(0);
  CHECK(sent.field("grant_type") == "refresh_token");
  CHECK(sent.field("refresh_token") == "rt-1");
  CHECK(sent.field("scope") == "api://x/.default openid profile offline_access");
  CHECK(fixture.kept() == "rt-1");
  CHECK(fixture.warnings.empty());
}

TEST_CASE("get_user_token: a new refresh token is on disk before the access token is returned") {
  if (!has_keyring()) return;
  Fixture fixture;
  fixture.keep("rt-1");
  fixture.transport.expect(kUrl, 200, tokens("rt-2"));
  REQUIRE(fixture.get(false));
  CHECK(fixture.kept() == "rt-2");
  CHECK(fixture.store.find(fixture.key).value()->user_id == "s1");
  CHECK(fixture.store.find(fixture.key).value()->user_name == "kari");
}

TEST_CASE(
    "get_user_token: a refresh token that another process has renewed is used instead of ours") {
  if (!has_keyring()) return;
  Fixture fixture;
  fixture.keep("rt-1");
  fixture.siblings.meanwhile = [&] {
    fixture.keep("rt-2");
    fixture.siblings.meanwhile = nullptr;
  };
  fixture.transport.expect(kUrl, 400, kRefused);
  fixture.transport.expect(kUrl, 200, tokens("rt-3"));
  REQUIRE(fixture.get(true));
  CHECK(fixture.transport.sent().at(1).field("refresh_token") == "rt-2");
  CHECK(fixture.kept() == "rt-3");
  CHECK_FALSE(fixture.agent.was_asked());
}

TEST_CASE("get_user_token: the refusal of an old refresh token does not remove a newer one") {
  if (!has_keyring()) return;
  Fixture fixture;
  fixture.keep("rt-1");
  int sent = 1;
  fixture.siblings.meanwhile = [&] { fixture.keep("rt-" + std::to_string(++sent)); };
  fixture.transport.expect(kUrl, 400, kRefused);  // of rt-1, while rt-2 appears
  fixture.transport.expect(kUrl, 400, kRefused);  // of rt-2, while rt-3 appears
  refused(fixture.get(false), ErrorKind::interaction_required);
  CHECK(fixture.kept() == "rt-3");
}

TEST_CASE("get_user_token: a refresh token that is refused for good is removed") {
  if (!has_keyring()) return;
  Fixture fixture;
  fixture.keep("rt-1");
  fixture.transport.expect(kUrl, 400, kRefused);
  const auto error = refused(fixture.get(false), ErrorKind::interaction_required);
  CHECK(error.code == "AADSTS700082");
  CHECK_THAT(error.message, Contains("--no-interaction") && Contains("AADSTS700082"));
  CHECK(fixture.kept().empty());
}

TEST_CASE("get_user_token: the user is prompted if the refresh token is refused for good") {
  if (!has_keyring()) return;
  Fixture fixture;
  fixture.keep("rt-1");
  fixture.transport.expect(kUrl, 400, kRefused);
  fixture.expect_user("rt-2");
  const auto token = fixture.get(true);
  REQUIRE(token);
  CHECK(token->is_same_user);
  CHECK(fixture.kept() == "rt-2");
  CHECK(fixture.agent.deadline == fixture.clock.in(seconds(300)));
}

TEST_CASE(
    "get_user_token: a refusal that the user can lift keeps the sign-in and passes the claims on") {
  if (!has_keyring()) return;
  const std::string body = R"({"error":"invalid_grant","suberror":"basic_action",)"
                           R"("claims":"{\"access_token\":{\"capolids\":{\"values\":[\"c1\"]}}}"})";
  Fixture alone;
  alone.keep("rt-1");
  alone.transport.expect(kUrl, 400, body);
  const auto error = refused(alone.get(false), ErrorKind::interaction_required);
  CHECK(error.claims == R"({"access_token":{"capolids":{"values":["c1"]}}})");
  CHECK(alone.kept() == "rt-1");
  Fixture asked;
  asked.profile.client_capabilities = {"cp1"};
  asked.keep("rt-1");
  asked.transport.expect(kUrl, 400, body);
  asked.expect_user("");
  REQUIRE(asked.get(true));
  const std::string claims =
      R"({"access_token":{"capolids":{"values":["c1"]},"xms_cc":{"values":["cp1"]}}})";
  CHECK(test::query_of(asked.agent.urls.at(0)).at("claims") == claims);
  CHECK(asked.transport.sent().at(1).field("claims") == claims);
}

TEST_CASE(
    "get_user_token: a failure that the user cannot fix neither prompts nor drops the sign-in") {
  if (!has_keyring()) return;
  Fixture fixture;
  fixture.keep("rt-1");
  fixture.transport.expect_failure(kUrl, Error{.kind = ErrorKind::network, .message = "down"});
  refused(fixture.get(true), ErrorKind::network);
  fixture.transport.expect(kUrl, 401, R"({"error":"invalid_client"})");
  refused(fixture.get(true), ErrorKind::server_refused);
  fixture.transport.expect(kUrl, 400, R"({"error":"invalid_scope"})");
  refused(fixture.get(true), ErrorKind::server_refused);
  fixture.transport.expect(kUrl, 503, R"({"error":"invalid_grant"})");
  CHECK_FALSE(fixture.get(false));
  CHECK_FALSE(fixture.agent.was_asked());
  CHECK(fixture.kept() == "rt-1");
}

TEST_CASE("get_user_token: sign_in_anew prompts even with a kept sign-in") {
  if (!has_keyring()) return;
  Fixture fixture;
  fixture.keep("rt-1");
  refused(fixture.get(false, true), ErrorKind::interaction_required);
  fixture.expect_user("rt-ola", "s2");
  const auto token = fixture.get(true, true);
  REQUIRE(token);
  CHECK_FALSE(token->is_same_user);
  CHECK(fixture.transport.sent().size() == 1);  // the code
  CHECK(fixture.kept() == "rt-ola");
  CHECK(fixture.store.find(fixture.key).value()->user_id == "s2");
}

TEST_CASE(
    "get_user_token: a sign-in without a refresh token removes another user's, not one's own") {
  if (!has_keyring()) return;
  Fixture fixture;
  fixture.keep("rt-1");
  fixture.expect_user("", "s1");
  CHECK(fixture.get(true, true)->is_same_user);
  CHECK(fixture.kept() == "rt-1");
  fixture.expect_user("", "s2");
  CHECK_FALSE(fixture.get(true, true)->is_same_user);
  CHECK(fixture.kept().empty());
}

TEST_CASE("get_user_token: if a sign-in cannot be kept, the token is returned with a warning") {
  Fixture fixture;
  fixture.keeps = false;
  fixture.expect_user("rt-1");
  REQUIRE(fixture.get(true));
  REQUIRE(fixture.warnings.size() == 1);
  CHECK_THAT(fixture.warnings[0], Contains("sign in again next time"));
}

TEST_CASE("get_user_token: if a renewed sign-in cannot be kept, the token is still returned") {
  if (!has_keyring()) return;
  Fixture fixture;
  fixture.keep("rt-1");
  fixture.siblings.meanwhile = [&] {
    std::filesystem::remove_all(fixture.dir / "cache");
    fixture.dir.write("cache", "no folder");
  };
  fixture.transport.expect(kUrl, 200, tokens("rt-2"));
  CHECK(fixture.get(false));
  CHECK(fixture.warnings.size() == 1);
}
