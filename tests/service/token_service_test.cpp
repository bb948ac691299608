// SPDX-License-Identifier: MIT
#include "service/token_service.hpp"

#include "secrets/vault_fixture.hpp"
#include "support/fake_clock.hpp"
#include "support/fake_transport.hpp"
#include "support/temp_dir.hpp"

#include <catch2/catch.hpp>

#include <sys/stat.h>

#include <memory>

using namespace entra_auth;
using service::TokenOrigin;
using std::chrono::seconds;

namespace {

constexpr const char* kUrl = "https://login.example/t/oauth2/v2.0/token";

Profile profile(const std::string& variable = "SECRET") {
  Profile result;
  result.name = "p";
  result.authority = "https://login.example";
  result.tenant_id = "t";
  result.client_id = "client";
  result.scopes = {"api://x/.default"};
  result.flow = Flow::client_credentials;
  result.auth_method = AuthMethod::client_secret;
  result.client_secret = EnvironmentSecret{variable};
  return result;
}

std::string token_body(const std::string& token, int expires_in = 3600, int refresh_in = 0) {
  return R"({"token_type":"Bearer","access_token":")" + token + R"(","expires_in":)" +
         std::to_string(expires_in) +
         (refresh_in == 0 ? "" : ",\"refresh_in\":" + std::to_string(refresh_in)) + "}";
}

struct Fixture {
  test::TempDir dir;
  test::FakeClock clock;
  test::FakeTransport transport;
  os::Environment environment{std::vector<std::string>{"SECRET=s1", "OTHER=s2"}};
  service::TokenService tokens{environment, cache::TokenCache(dir / "cache"), "", transport, clock};

  Result<service::TokenResponse> get(const Profile& which = profile(),
                                     service::TokenOptions options = {}) {
    options.deadline = clock.in(seconds(60));
    return tokens.get(which, options);
  }
  std::string text(const Result<service::TokenResponse>& response) const {
    return response ? std::string(response->token.access_token.expose()) : response.error().message;
  }
};

}  // namespace

TEST_CASE("get: a miss asks the server once, a hit makes no request") {
  Fixture fixture;
  fixture.transport.expect(kUrl, 200, token_body("one"));
  const auto first = fixture.get();
  REQUIRE(first);
  CHECK(first->origin == TokenOrigin::server);
  CHECK(first->warnings.empty());
  const auto second = fixture.get();
  REQUIRE(second);
  CHECK(second->origin == TokenOrigin::cache);
  CHECK(fixture.text(second) == "one");
  CHECK(fixture.transport.sent().size() == 1);
}

TEST_CASE("get: force asks the server and replaces the entry") {
  Fixture fixture;
  fixture.transport.expect(kUrl, 200, token_body("one"));
  fixture.transport.expect(kUrl, 200, token_body("two"));
  REQUIRE(fixture.get());
  CHECK(fixture.text(fixture.get(profile(), {.force = true})) == "two");
  CHECK(fixture.text(fixture.get()) == "two");
}

TEST_CASE("get: without the cache nothing is read and nothing is written") {
  Fixture fixture;
  fixture.transport.expect(kUrl, 200, token_body("one"));
  fixture.transport.expect(kUrl, 200, token_body("two"));
  fixture.transport.expect(kUrl, 200, token_body("three"));
  REQUIRE(fixture.get());
  CHECK(fixture.text(fixture.get(profile(), {.use_cache = false})) == "two");
  CHECK(fixture.text(fixture.get()) == "one");
  Fixture empty;
  empty.transport.expect(kUrl, 200, token_body("four"));
  REQUIRE(empty.get(profile(), {.use_cache = false}));
  CHECK_FALSE(std::filesystem::exists(empty.dir / "cache"));
  CHECK(fixture.text(fixture.get(profile(), {.force = true})) == "three");
}

TEST_CASE("get: another scope, resource, client or secret is another request") {
  Fixture fixture;
  auto scope = profile();
  scope.scopes = {"api://y/.default"};
  auto client = profile();
  client.client_id = "other";
  fixture.transport.expect(kUrl, 200, token_body("one"));
  fixture.transport.expect(kUrl, 200, token_body("two"));
  fixture.transport.expect(kUrl, 200, token_body("three"));
  fixture.transport.expect(kUrl, 200, token_body("four"));
  CHECK(fixture.text(fixture.get()) == "one");
  CHECK(fixture.text(fixture.get(scope)) == "two");
  CHECK(fixture.text(fixture.get(client)) == "three");
  CHECK(fixture.text(fixture.get(profile("OTHER"))) == "four");
  CHECK(fixture.text(fixture.get()) == "one");
}

TEST_CASE("get: a resource and the scope it stands for share an entry") {
  Fixture fixture;
  auto resource = profile();
  resource.scopes = {};
  resource.resource = "api://x";
  fixture.transport.expect(kUrl, 200, token_body("one"));
  REQUIRE(fixture.get(resource));
  CHECK(fixture.transport.sent()[0].field("scope") == "api://x/.default");
  CHECK(fixture.text(fixture.get()) == "one");
}

TEST_CASE("get: a rotated secret does not get the old secret's token") {
  test::TempDir dir;
  test::FakeClock clock;
  test::FakeTransport transport;
  transport.expect(kUrl, 200, token_body("one"));
  transport.expect(kUrl, 200, token_body("two"));
  for (const char* secret : {"SECRET=old", "SECRET=new"}) {
    const os::Environment environment(std::vector<std::string>{secret});
    service::TokenService tokens(environment, cache::TokenCache(dir / "c"), "", transport, clock);
    REQUIRE(tokens.get(profile(), {.deadline = clock.in(seconds(60))}));
  }
  CHECK(transport.sent()[1].field("client_secret") == "new");
}

TEST_CASE("get: a missing secret is named, and no request is made") {
  Fixture fixture;
  const auto response = fixture.get(profile("ABSENT_SECRET"));
  REQUIRE_FALSE(response);
  CHECK(response.error().kind == ErrorKind::secret_unavailable);
  CHECK(response.error().message.find("ABSENT_SECRET") != std::string::npos);
  CHECK(fixture.transport.sent().empty());
}

TEST_CASE("get: a refusal is not cached and damages nothing") {
  Fixture fixture;
  fixture.transport.expect(kUrl, 401, R"({"error":"invalid_client"})");
  fixture.transport.expect(kUrl, 200, token_body("one"));
  const auto refused = fixture.get();
  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind == ErrorKind::server_refused);
  CHECK(fixture.text(fixture.get()) == "one");
}

TEST_CASE("get: past refresh_in the token is renewed") {
  Fixture fixture;
  fixture.transport.expect(kUrl, 200, token_body("one", 7200, 3600));
  fixture.transport.expect(kUrl, 200, token_body("two", 7200, 3600));
  REQUIRE(fixture.get());
  fixture.clock.advance(seconds(3599));
  CHECK(fixture.text(fixture.get()) == "one");
  fixture.clock.advance(seconds(1));
  const auto renewed = fixture.get();
  REQUIRE(renewed);
  CHECK(fixture.text(renewed) == "two");
  CHECK(renewed->origin == TokenOrigin::server);
}

TEST_CASE("get: a renewal of a valid token never asks for the vault passphrase") {
  const test::VaultFixture vault;
  const auto opened = vault.with("p4ss");
  REQUIRE(opened.init());
  const SecretItem item{"/p.toml", "p", "client_secret"};
  REQUIRE(opened.put(item, Secret("hush")));
  REQUIRE(vault.locked().lock());
  Fixture fixture;
  service::TokenService tokens(vault.environment(), cache::TokenCache(fixture.dir / "cache"), "",
                               fixture.transport, fixture.clock);
  auto which = profile();
  which.client_secret = StoredSecret{"vault", item};
  int asked = 0;
  service::TokenOptions options;
  options.vault_passphrase = [&] {
    ++asked;
    return secrets::PassphraseOptions{.file = vault.file_with("p4ss")};
  };
  const auto get = [&] {
    options.deadline = fixture.clock.in(seconds(60));
    return tokens.get(which, options);
  };
  fixture.transport.expect(kUrl, 200, token_body("one", 7200, 3600));
  CHECK(fixture.text(get()) == "one");
  CHECK(asked == 1);
  REQUIRE(vault.locked().lock());
  fixture.clock.advance(seconds(3601));
  CHECK(fixture.text(get()) == "one");
  CHECK(asked == 1);
  CHECK(fixture.transport.sent().size() == 1);
}

TEST_CASE("get: a failed renewal serves the valid token and is not repeated at once") {
  Fixture fixture;
  fixture.transport.expect(kUrl, 200, token_body("one", 7200, 3600));
  REQUIRE(fixture.get());
  fixture.clock.advance(seconds(3600));
  fixture.transport.expect_failure(kUrl, Error{.kind = ErrorKind::network, .message = "down"});
  const auto served = fixture.get();
  REQUIRE(served);
  CHECK(fixture.text(served) == "one");
  CHECK(served->warnings.empty());
  CHECK(fixture.text(fixture.get()) == "one");
  fixture.clock.advance(seconds(60));
  fixture.transport.expect(kUrl, 200, token_body("two", 7200, 3600));
  CHECK(fixture.text(fixture.get()) == "two");
}

TEST_CASE("get: an expired token is never served, even if the server is down") {
  Fixture fixture;
  fixture.transport.expect(kUrl, 200, token_body("one"));
  REQUIRE(fixture.get());
  fixture.clock.advance(seconds(3400));
  fixture.transport.expect_failure(kUrl, Error{.kind = ErrorKind::network, .message = "down"});
  const auto response = fixture.get();
  REQUIRE_FALSE(response);
  CHECK(response.error().kind == ErrorKind::network);
  CHECK(fixture.text(fixture.get(profile(), {.min_validity = seconds(60)})) == "one");
}

TEST_CASE("get: a token without a lifetime is returned and not cached") {
  Fixture fixture;
  fixture.transport.expect(kUrl, 200, R"({"token_type":"Bearer","access_token":"one"})");
  fixture.transport.expect(kUrl, 200, R"({"token_type":"Bearer","access_token":"two"})");
  CHECK(fixture.text(fixture.get()) == "one");
  CHECK(fixture.text(fixture.get()) == "two");
}

TEST_CASE("get: a waiter takes what the holder of the lock has stored") {
  Fixture fixture;
  fixture.transport.expect(kUrl, 200, token_body("one"));
  REQUIRE(fixture.get());
  // Force skips the entry; with the lock held elsewhere it must wait, then ask for itself.
  cache::TokenCache cache(fixture.dir / "cache");
  CHECK(service::find_cached(profile(), cache, fixture.environment, fixture.clock).value());
  const auto held = [&] {
    for (const auto& entry : cache.list()) {
      return os::FileLock::try_acquire(fixture.dir / "cache" / "locks" / (entry.id + ".lock"));
    }
    return Result<std::optional<os::FileLock>>(std::nullopt);
  }();
  REQUIRE(held);
  REQUIRE(*held);
  fixture.transport.expect(kUrl, 200, token_body("two"));
  const auto started = fixture.clock.steady_now();
  CHECK(fixture.text(fixture.get(profile(), {.force = true})) == "two");
  const auto waited = fixture.clock.steady_now() - started;
  CHECK(waited >= seconds(45));
  CHECK(waited < seconds(46));
}

TEST_CASE("get: without a writable cache the token is returned with one warning") {
  test::TempDir dir;
  dir.write("not-a-folder", "");
  test::FakeClock clock;
  test::FakeTransport transport;
  transport.expect(kUrl, 200, token_body("one"));
  const os::Environment environment(std::vector<std::string>{"SECRET=s"});
  service::TokenService tokens(environment, cache::TokenCache(dir / "not-a-folder/cache"), "",
                               transport, clock);
  const auto response = tokens.get(profile(), {.deadline = clock.in(seconds(60))});
  REQUIRE(response);
  REQUIRE(response->warnings.size() == 1);
  CHECK(response->warnings[0].starts_with("the token was not cached: "));
}

TEST_CASE("get: without a cache folder the warning says why") {
  test::FakeClock clock;
  test::FakeTransport transport;
  transport.expect(kUrl, 200, token_body("one"));
  const os::Environment environment(std::vector<std::string>{"SECRET=s"});
  service::TokenService tokens(environment, std::nullopt, "HOME is not set", transport, clock);
  const auto response = tokens.get(profile(), {.deadline = clock.in(seconds(60))});
  REQUIRE(response);
  CHECK(response->warnings ==
        std::vector<std::string>{"the token was not cached: HOME is not set"});
}
