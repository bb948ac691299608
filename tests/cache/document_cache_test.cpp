// SPDX-License-Identifier: MIT
#include "cache/document_cache.hpp"

#include "support/fake_clock.hpp"
#include "support/temp_dir.hpp"

#include <catch2/catch.hpp>

#include <sys/stat.h>

#include <filesystem>
#include <fstream>

using namespace entra_auth;
namespace fs = std::filesystem;
using std::chrono::hours;

namespace {

constexpr const char* kUrl = "https://issuer.example/metadata";

struct Fixture {
  test::TempDir dir;
  test::FakeClock clock;
  cache::DocumentCache cache{dir / "cache"};

  [[nodiscard]] std::optional<std::string> find(const std::string& url = kUrl) const {
    return cache.find(url, clock.now(), hours(24));
  }
  /// The only file.
  [[nodiscard]] fs::path file() const {
    return *fs::directory_iterator(dir / "cache" / "documents");
  }
};

}  // namespace

TEST_CASE("DocumentCache: finds a document by its URL until it is too old") {
  Fixture fixture;
  CHECK_FALSE(fixture.find());
  REQUIRE(fixture.cache.store(kUrl, "{\"a\":\"\xc3\xa6\"}", fixture.clock.now()));
  CHECK(fixture.find() == "{\"a\":\"\xc3\xa6\"}");
  CHECK_FALSE(fixture.find("https://other.example/metadata"));
  fixture.clock.advance(hours(24) - std::chrono::seconds(1));
  CHECK(fixture.find());
  fixture.clock.advance(std::chrono::seconds(1));
  CHECK_FALSE(fixture.find());
}

TEST_CASE("DocumentCache: a document from the future is a miss") {
  Fixture fixture;
  REQUIRE(fixture.cache.store(kUrl, "{}", fixture.clock.now() + hours(1)));
  CHECK_FALSE(fixture.find());
}

TEST_CASE("DocumentCache: documents are private, and replaced as a whole") {
  Fixture fixture;
  REQUIRE(fixture.cache.store(kUrl, "one", fixture.clock.now()));
  REQUIRE(fixture.cache.store(kUrl, "two", fixture.clock.now()));
  CHECK(fixture.find() == "two");
  struct stat status {};
  REQUIRE(::stat(fixture.file().c_str(), &status) == 0);
  CHECK((status.st_mode & 07777U) == 0600);
}

TEST_CASE("DocumentCache: a document that anyone has changed is a miss") {
  Fixture fixture;
  REQUIRE(
      fixture.cache.store(kUrl, "{\"token_endpoint\":\"https://a.example\"}", fixture.clock.now()));
  const auto path = fixture.file();
  const std::string bytes = test::read_text(path);
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    auto changed = bytes;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    std::ofstream(path, std::ios::binary | std::ios::trunc) << changed;
    CAPTURE(i);
    CHECK_FALSE(fixture.find());
    std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes.substr(0, i);
    CHECK_FALSE(fixture.find());
  }
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
  CHECK(fixture.find());
  fs::permissions(path, fs::perms(0644));
  CHECK_FALSE(fixture.find());
}

TEST_CASE("DocumentCache: clear leaves nothing, and accepts an empty cache") {
  Fixture fixture;
  fixture.cache.clear();
  REQUIRE(fixture.cache.store(kUrl, "{}", fixture.clock.now()));
  fixture.cache.clear();
  CHECK_FALSE(fixture.find());
  CHECK(fs::is_empty(fixture.dir / "cache" / "documents"));
}
