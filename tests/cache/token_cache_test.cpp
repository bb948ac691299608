// SPDX-License-Identifier: MIT

#include "cache/token_cache.hpp"

#include "support/fake_clock.hpp"
#include "support/temp_dir.hpp"

#include <catch2/catch.hpp>

#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <functional>
#include <vector>

using namespace entra_auth;
using cache::Freshness;
using std::chrono::seconds;
namespace fs = std::filesystem;

namespace {

constexpr Timestamp kAcquired{seconds(1'000'000)};

Freshness at(long long age, long long life, long long min_validity, long long refresh_in = 0) {
  Token token{.access_token = Secret("t"),
              .acquired_at = kAcquired,
              .expires_at = kAcquired + seconds(life),
              .refresh_at = {},
              .scope = {}};
  if (refresh_in != 0) token.refresh_at = kAcquired + seconds(refresh_in);
  return cache::freshness(token, kAcquired + seconds(age), seconds(min_validity));
}

const Secret kVersion("v1");
constexpr seconds kMinValidity{300};

struct Fixture {
  test::TempDir dir;
  test::FakeClock clock;
  cache::TokenCache cache{dir / "cache"};

  [[nodiscard]] Token token(const char* text = "abc") const {
    return {.access_token = Secret(text),
            .acquired_at = clock.now(),
            .expires_at = clock.now() + seconds(3600),
            .refresh_at = {},
            .scope = "s"};
  }
  [[nodiscard]] cache::Lookup find(const cache::CacheKey& key) const {
    return cache.find(key, kVersion, clock.now(), kMinValidity);
  }
  [[nodiscard]] fs::path file(const cache::CacheKey& key) const {
    return dir / "cache" / "tokens" / (key.file_name() + ".token");
  }
};

cache::CacheKey key(const std::string& client = "client") {
  cache::CacheKey result;
  result.client_id = client;
  return result;
}

unsigned mode_of(const fs::path& path) {
  struct stat status {};
  REQUIRE(::lstat(path.c_str(), &status) == 0);
  return status.st_mode & 07777U;
}

}  // namespace
TEST_CASE("freshness: a token is served while it outlives min_validity") {
  CHECK(at(0, 3600, 300) == Freshness::fresh);
  CHECK(at(3299, 3600, 300) == Freshness::fresh);
  CHECK(at(3300, 3600, 300) == Freshness::stale);
  CHECK(at(3599, 3600, 0) == Freshness::fresh);
  CHECK(at(3600, 3600, 0) == Freshness::stale);
}

TEST_CASE("freshness: min_validity counts for at most half the lifetime") {
  CHECK(at(59, 120, 300) == Freshness::fresh);
  CHECK(at(60, 120, 300) == Freshness::stale);
  CHECK(at(1799, 3600, 86400) == Freshness::fresh);
  CHECK(at(1800, 3600, 86400) == Freshness::stale);
}

TEST_CASE("freshness: a token without a lifetime is never served") {
  CHECK(at(0, 0, 0) == Freshness::stale);
  CHECK(at(0, 0, 300) == Freshness::stale);
}

TEST_CASE("freshness: after refresh_in a token may be served but should be renewed") {
  CHECK(at(1799, 3600, 300, 1800) == Freshness::fresh);
  CHECK(at(1800, 3600, 300, 1800) == Freshness::renewable);
  CHECK(at(3300, 3600, 300, 1800) == Freshness::stale);
}

TEST_CASE("freshness: an entry from the future is stale") {
  CHECK(at(-300, 3600, 300) == Freshness::fresh);
  CHECK(at(-301, 3600, 300) == Freshness::stale);
  CHECK(at(-86400, 3600, 300) == Freshness::stale);
}

TEST_CASE("freshness: a token is stale a day after it was acquired") {
  CHECK(at(86400, 200000, 300) == Freshness::fresh);
  CHECK(at(86401, 200000, 300) == Freshness::stale);
}

TEST_CASE("freshness: distant years do not overflow") {
  for (const long long now : {0LL, 4102444800LL, 253402300799LL}) {
    const Token token{.access_token = Secret("t"),
                      .acquired_at = kAcquired,
                      .expires_at = kAcquired + seconds(3600),
                      .refresh_at = {},
                      .scope = {}};
    CHECK(cache::freshness(token, Timestamp(seconds(now)), seconds(300)) == Freshness::stale);
  }
}

TEST_CASE("TokenCache: a stored token is found until it is stale") {
  Fixture fixture;
  CHECK(fixture.find(key()).reason == "no entry");
  REQUIRE(fixture.cache.store(key(), "p", kVersion, fixture.token()));
  const auto hit = fixture.find(key());
  REQUIRE(hit.token);
  CHECK(hit.token->access_token.expose() == "abc");
  CHECK(hit.reason == "expires in 1 h");
  fixture.clock.advance(seconds(3300));
  const auto stale = fixture.find(key());
  CHECK_FALSE(stale.token);
  CHECK(stale.reason == "expires in 5 min");
  fixture.clock.advance(seconds(600));
  CHECK(fixture.find(key()).reason == "expired 5 min ago");
}

TEST_CASE("TokenCache: files are 0600 and folders 0700 whatever the umask") {
  for (const mode_t mask : {0000U, 0777U}) {
    Fixture fixture;
    const mode_t before = ::umask(mask);
    const auto stored = fixture.cache.store(key(), "p", kVersion, fixture.token());
    ::umask(before);
    REQUIRE(stored);
    CHECK(mode_of(fixture.file(key())) == 0600);
    CHECK(mode_of(fixture.dir / "cache") == 0700);
    CHECK(mode_of(fixture.dir / "cache/tokens") == 0700);
    CHECK(mode_of(fixture.dir / "cache/locks") == 0700);
  }
}

TEST_CASE("TokenCache: another request or another credential is a miss") {
  Fixture fixture;
  REQUIRE(fixture.cache.store(key("a"), "p", kVersion, fixture.token()));
  CHECK_FALSE(fixture.find(key("b")).token);
  const auto changed =
      fixture.cache.find(key("a"), Secret("v2"), fixture.clock.now(), kMinValidity);
  CHECK_FALSE(changed.token);
  CHECK(changed.reason == "the credential has changed");
  // One entry's file in another's place is not believed.
  fs::copy(fixture.file(key("a")), fixture.file(key("b")));
  CHECK_FALSE(fixture.find(key("b")).token);
}

TEST_CASE("TokenCache: any damage is a miss, and the next store repairs it") {
  Fixture fixture;
  const fs::path path = fixture.file(key());
  const auto victim = fixture.dir.write("victim", "victim");
  const std::vector<std::function<void()>> damages = {
      [&] { std::ofstream(path, std::ios::trunc); },
      [&] { fs::resize_file(path, 1ULL << 30U); },
      [&] { fs::remove(path), fs::create_symlink(victim, path); },
      [&] { fs::remove(path), fs::create_symlink("/nowhere", path); },
      [&] {
        fs::remove(path);
        REQUIRE(::mkfifo(path.c_str(), 0600) == 0);
      },
      [&] { fs::remove(path), fs::create_symlink("/dev/zero", path); },
      [&] { fs::permissions(path, fs::perms::others_read, fs::perm_options::add); },
      [&] { fs::create_hard_link(path, fixture.dir / "link"); },
  };
  for (const auto& damage : damages) {
    REQUIRE(fixture.cache.store(key(), "p", kVersion, fixture.token()));
    REQUIRE(fixture.find(key()).token);
    damage();
    const auto lookup = fixture.find(key());
    CHECK_FALSE(lookup.token);
    CHECK_FALSE(lookup.reason.empty());
  }
  REQUIRE(fixture.cache.store(key(), "p", kVersion, fixture.token()));
  CHECK(fixture.find(key()).token);
  CHECK(test::read_text(victim) == "victim");
}

TEST_CASE("TokenCache: a folder in the entry's place is a miss, and storing fails") {
  Fixture fixture;
  fs::create_directories(fixture.file(key()));
  CHECK_FALSE(fixture.find(key()).token);
  CHECK_FALSE(fixture.cache.store(key(), "p", kVersion, fixture.token()));
}

TEST_CASE("TokenCache try_lock: a lock is held once, by its name") {
  Fixture fixture;
  auto first = fixture.cache.try_lock("a");
  REQUIRE(first);
  REQUIRE(*first);
  const auto second = fixture.cache.try_lock("a");
  REQUIRE(second);
  CHECK_FALSE(*second);
  const auto other = fixture.cache.try_lock("b");
  REQUIRE(other);
  CHECK(*other);
}

TEST_CASE("TokenCache: lists entries without their tokens, and clears them by profile") {
  Fixture fixture;
  REQUIRE(fixture.cache.store(key("a"), "one", kVersion, fixture.token("canary")));
  REQUIRE(fixture.cache.store(key("b"), "two", kVersion, fixture.token()));
  fixture.dir.write("cache/tokens/ffffffffffffffffffffffffffffffff.token", "damaged");
  fixture.dir.write("cache/tokens/notes.txt", "not ours");
  const auto entries = fixture.cache.list();
  REQUIRE(entries.size() == 3);
  CHECK_FALSE(entries[0].readable);
  CHECK(entries[1].profile == "one");
  CHECK(entries[1].key["client_id"] == "a");
  CHECK(entries[1].expires_at == fixture.clock.now() + seconds(3600));

  CHECK(fixture.cache.clear("one").value() == 1);
  CHECK_FALSE(fixture.find(key("a")).token);
  CHECK(fixture.find(key("b")).token);
  CHECK(fixture.cache.clear("none").value() == 0);
  CHECK(fixture.cache.clear(std::nullopt).value() == 2);
  CHECK(fs::exists(fixture.dir / "cache/tokens/notes.txt"));
  CHECK(fixture.cache.list().empty());
}

TEST_CASE("TokenCache: without a folder it lists and clears nothing") {
  const cache::TokenCache cache("/nonexistent/cache");
  CHECK(cache.list().empty());
  CHECK(cache.clear(std::nullopt).value() == 0);
}
