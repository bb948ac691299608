// SPDX-License-Identifier: MIT
#include "profiles/edit/profile_editor.hpp"

#include "os/file_lock.hpp"
#include "os/system_clock.hpp"
#include "profiles/profile_store.hpp"
#include "support/fake_clock.hpp"
#include "support/forked.hpp"
#include "support/temp_dir.hpp"

#include <catch2/catch.hpp>

#include <sys/stat.h>
#include <unistd.h>

#include <string>
#include <vector>

using namespace entra_auth;
using namespace entra_auth::profiles;
using Catch::Matchers::Contains;

namespace {

namespace fs = std::filesystem;

const std::string kGood = "[profiles.a]\ntenant_id = 't'\nclient_id = 'c'\n";

TomlValue text(std::string content) { return {.line = 0, .content = std::move(content)}; }

ProfileEdit set(const std::string& key, const std::string& value) {
  return {[=](ProfileText& t) { return t.set_key("a", key, text(value)); }, {"a"}};
}

ProfileEdit add(const std::string& name) {
  return {[=](ProfileText& t) {
            return t.add_profile(name, {{"tenant_id", 0, text("t")}, {"client_id", 0, text("c")}});
          },
          {name}};
}

Result<void> edit(const fs::path& file, const ProfileEdit& change) {
  os::SystemClock clock;
  return edit_profiles(file, change, clock);
}

unsigned mode_of(const fs::path& path) {
  struct stat status {};
  REQUIRE(::stat(path.c_str(), &status) == 0);
  return status.st_mode & 07777U;
}

}  // namespace

TEST_CASE("edit_profiles: creates a missing file and folder for this user only") {
  const test::TempDir dir;
  const auto file = dir / "config/ours/profiles.toml";
  REQUIRE(edit(file, add("first")));
  CHECK(test::read_text(file) == "[profiles.first]\ntenant_id = \"t\"\nclient_id = \"c\"\n");
  CHECK(mode_of(file) == 0600);
  CHECK(mode_of(file.parent_path()) == 0700);
  CHECK(fs::exists(file.parent_path() / ".profiles.toml.lock"));
}

TEST_CASE("edit_profiles: makes the file private and leaves its folder as it is") {
  const test::TempDir dir;
  REQUIRE(::chmod(dir.path().c_str(), 0755) == 0);
  const auto file = dir.write("profiles.toml", kGood, 0644);
  REQUIRE(edit(file, set("tenant_id", "new")));
  CHECK(mode_of(file) == 0600);
  CHECK(mode_of(dir.path()) == 0755);
  CHECK_THAT(test::read_text(file), Contains("\"new\""));
}

TEST_CASE("edit_profiles: writes nothing if the profile would have a problem") {
  const test::TempDir dir;
  const auto file = dir.write("profiles.toml", kGood);
  for (const auto& [key, value] :
       {std::pair("tenant_id", "not a tenant"), std::pair("flwo", "x")}) {
    for (const auto& done :
         {edit(file, set(key, value)), check_profile_edit(file, set(key, value))}) {
      REQUIRE_FALSE(done);
      CHECK(done.error().kind == ErrorKind::invalid_configuration);
      CHECK_THAT(done.error().message, Contains("profile a: "));
    }
  }
  CHECK(test::read_text(file) == kGood);
  CHECK(check_profile_edit(file, set("tenant_id", "other")));
  CHECK(test::read_text(file) == kGood);
}

TEST_CASE("edit_profiles: problems of other profiles do not matter") {
  const test::TempDir dir;
  const auto file = dir.write("profiles.toml", kGood + "[profiles.b]\nnonsense = 1\n");
  CHECK(edit(file, set("tenant_id", "other")));
}

TEST_CASE("edit_profiles: an edit without effect writes nothing") {
  const test::TempDir dir;
  const auto file = dir.write("profiles.toml", kGood, 0644);
  const auto before = fs::last_write_time(file);
  REQUIRE(edit(file, set("tenant_id", "t")));
  CHECK(fs::last_write_time(file) == before);
  CHECK(mode_of(file) == 0644);
}

TEST_CASE(
    "edit_profiles: before_write runs before the file is written, and is rolled back if that "
    "fails") {
  const test::TempDir dir;
  const auto file = dir.write("profiles.toml", kGood);
  int stored = 0;
  int taken_back = 0;
  auto with_secret = set("client_id", "other");
  with_secret.before_write = [&]() -> Result<void> {
    CHECK(test::read_text(file) == kGood);
    ++stored;
    return {};
  };
  with_secret.roll_back = [&] { ++taken_back; };
  REQUIRE(edit(file, with_secret));
  CHECK(stored == 1);
  CHECK(taken_back == 0);

  // Also where the text stays: the secret may be another one all the same.
  with_secret.before_write = [&]() -> Result<void> {
    ++stored;
    return {};
  };
  REQUIRE(edit(file, with_secret));
  CHECK(stored == 2);

  auto bad = with_secret;
  bad.change = set("client_id", "").change;
  CHECK_FALSE(edit(file, bad));
  CHECK(stored == 2);
  CHECK(taken_back == 0);

  const auto before = test::read_text(file);
  auto refused = set("client_id", "third");
  refused.before_write = [] { return fail(ErrorKind::secret_unavailable, "no"); };
  refused.roll_back = with_secret.roll_back;
  CHECK_FALSE(edit(file, refused));
  CHECK(taken_back == 1);
  CHECK(test::read_text(file) == before);

  auto unwritable = refused;
  unwritable.before_write = [&]() -> Result<void> {
    fs::remove(file);
    fs::create_directory(file);  // cannot be replaced
    return {};
  };
  CHECK_FALSE(edit(file, unwritable));
  CHECK(taken_back == 2);
}

TEST_CASE("edit_profiles: never rewrites a file with a syntax error") {
  const test::TempDir dir;
  for (const std::string broken :
       {"[profiles.a\n", "default_profile = 1\n", "x = 1\n", "[profiles.'a b']\n", "\xff\n"}) {
    const auto file = dir.write("profiles.toml", broken);
    const auto done = edit(file, add("n"));
    REQUIRE_FALSE(done);
    CHECK(done.error().kind == ErrorKind::invalid_configuration);
    CHECK(test::read_text(file) == broken);
  }
}

TEST_CASE("edit_profiles: follows a link of this user and keeps it") {
  const test::TempDir dir;
  fs::create_directory(dir / "dotfiles");
  fs::create_directory(dir / "config");
  const auto target = dir.write("dotfiles/profiles.toml", kGood);
  const auto link = dir / "config/profiles.toml";
  fs::create_symlink("../dotfiles/profiles.toml", link);
  REQUIRE(edit(link, set("tenant_id", "new")));
  CHECK(fs::is_symlink(link));
  CHECK_THAT(test::read_text(target), Contains("\"new\""));
  fs::remove(target);  // a link to nothing yet
  REQUIRE(edit(link, add("first")));
  CHECK(fs::is_symlink(link));
  CHECK_THAT(test::read_text(target), Contains("first"));
}

TEST_CASE("edit_profiles: refuses circular links, folders and devices") {
  const test::TempDir dir;
  fs::create_symlink("profiles.toml", dir / "profiles.toml");
  CHECK_FALSE(edit(dir / "profiles.toml", add("n")));
  CHECK_FALSE(edit(dir.path(), add("n")));
  CHECK_FALSE(edit("/dev/null", add("n")));
  CHECK(fs::is_character_file("/dev/null"));
}

TEST_CASE("edit_profiles: refuses files and links of another user") {
  if (!test::can_change_user()) return;
  const test::TempDir dir;
  const auto file = dir.write("profiles.toml", kGood);
  fs::create_symlink(file, dir / "link");
  REQUIRE(::lchown((dir / "link").c_str(), test::kOtherUser, test::kOtherUser) == 0);
  CHECK_FALSE(edit(dir / "link", set("tenant_id", "x")));
  REQUIRE(::chown(file.c_str(), test::kOtherUser, test::kOtherUser) == 0);
  CHECK_FALSE(edit(file, set("tenant_id", "x")));
  CHECK(test::read_text(file) == kGood);
}

TEST_CASE("edit_profiles: concurrent edits of many processes lose nothing") {
  const test::TempDir dir;
  const auto file = dir.write("profiles.toml", "# kept\n" + kGood);
  constexpr int kProcesses = 50;
  std::vector<pid_t> children;
  for (int i = 0; i < kProcesses; ++i) {
    children.push_back(
        test::start_forked([&, i] { return edit(file, add("p" + std::to_string(i))) ? 0 : 1; }));
  }
  for (const pid_t child : children) CHECK(test::wait_for(child) == 0);
  const auto store = ProfileStore::load(file);
  REQUIRE(store);
  CHECK(store->names().size() == kProcesses + 1);
  CHECK(store->problems().empty());
  CHECK(test::read_text(file).starts_with("# kept\n" + kGood));
}

TEST_CASE("edit_profiles: waits for the lock, but not forever") {
  const test::TempDir dir;
  const auto file = dir.write("profiles.toml", kGood);
  const auto held = os::FileLock::try_acquire(dir / ".profiles.toml.lock");
  REQUIRE(held);
  REQUIRE(*held);
  test::FakeClock clock;
  const auto start = clock.steady_now();
  const auto done = edit_profiles(file, set("tenant_id", "x"), clock);
  REQUIRE_FALSE(done);
  CHECK(done.error().kind == ErrorKind::timeout);
  CHECK(clock.steady_now() - start >= std::chrono::seconds(10));
  CHECK(clock.steady_now() - start < std::chrono::seconds(11));
  CHECK(test::read_text(file) == kGood);
}

TEST_CASE("edit_profiles: refuses to make the file larger than can be read") {
  const test::TempDir dir;
  const auto file = dir.write("profiles.toml", kGood);
  CHECK_FALSE(edit(file, set("login_hint", std::string(1024 * 1024, 'x'))));
  CHECK(test::read_text(file) == kGood);
}
