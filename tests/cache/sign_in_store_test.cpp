// SPDX-License-Identifier: MIT
#include "cache/sign_in_store.hpp"

#include "base/json.hpp"
#include "cache/entry.hpp"
#include "os/kernel_keyring.hpp"
#include "support/failing_syscall.hpp"
#include "support/forked.hpp"
#include "support/temp_dir.hpp"

#include <catch2/catch.hpp>

#include <sys/stat.h>
#include <sys/syscall.h>

#include <cerrno>
#include <fstream>

using namespace entra_auth;
namespace fs = std::filesystem;

namespace {

const cache::SignInKey kKey{.endpoint = "https://login.example/t/token",
                            .client_id = "client-1",
                            .profile = "p",
                            .login_hint = ""};

/// Refresh tokens are kept nowhere but in files that a key in the keyring seals.
bool has_keyring() {
  if (os::find_key("entra-auth-cli:test").state == os::KeyringState::usable) return true;
  WARN("skipped: no kernel keyring here");
  return false;
}

cache::SignIn sign_in(const std::string& refresh_token = "rt-1") {
  return {.refresh_token = Secret(refresh_token), .user_id = "u1", .user_name = "kari"};
}

cache::SignInStore kernel_store(const fs::path& folder) {
  return {folder, cache::kernel_sign_in_keys(folder)};
}

struct Fixture {
  test::TempDir dir;
  cache::SignInStore store = kernel_store(dir / "cache");

  [[nodiscard]] fs::path folder() const { return dir / "cache" / "sign-ins"; }
  /// The only file.
  [[nodiscard]] fs::path file() const { return *fs::directory_iterator(folder()); }
  [[nodiscard]] std::string found(const cache::SignInKey& key = kKey) const {
    const auto kept = store.find(key).value();
    return kept ? std::string(kept->refresh_token.expose()) : "";
  }
  [[nodiscard]] Result<int> clear(const std::optional<std::string>& profile) const {
    return cache::SignInStore::clear(dir / "cache", profile);
  }
  /// What is in the file, in place of what was: same file, same mode.
  void write(const std::string& bytes) const {
    std::ofstream(file(), std::ios::binary | std::ios::trunc) << bytes;
  }
};

cache::SignInKey key_of(const std::string& profile, const std::string& hint = "") {
  auto key = kKey;
  key.profile = profile;
  key.login_hint = hint;
  return key;
}

}  // namespace

TEST_CASE("SignInStore: finds a sign-in as stored, and the newest one counts") {
  if (!has_keyring()) return;
  Fixture fixture;
  CHECK_FALSE(fixture.store.find(kKey).value());
  REQUIRE(fixture.store.store(kKey, sign_in()));
  const auto kept = kernel_store(fixture.dir / "cache").find(kKey).value();
  REQUIRE(kept);
  CHECK(kept->refresh_token.expose() == "rt-1");
  CHECK(kept->user_id == "u1");
  CHECK(kept->user_name == "kari");
  REQUIRE(fixture.store.store(
      kKey, {.refresh_token = Secret("rt-2"), .user_id = "", .user_name = "\xc3\xa5se \xff"}));
  CHECK(fixture.found() == "rt-2");
  CHECK(fixture.store.find(kKey).value()->user_id.empty());
  fixture.store.remove(kKey);
  CHECK_FALSE(fixture.store.find(kKey).value());
  fixture.store.remove(kKey);  // nothing is there, which is what was asked for
}

TEST_CASE("SignInStore: finds a sign-in by its exact key only") {
  if (!has_keyring()) return;
  Fixture fixture;
  REQUIRE(fixture.store.store(kKey, sign_in()));
  auto other = kKey;
  other.endpoint = "https://login.example/other/token";
  CHECK(fixture.found(other).empty());
  other = kKey;
  other.client_id = "client-2";
  CHECK(fixture.found(other).empty());
  CHECK(fixture.found(key_of("q")).empty());
  CHECK(fixture.found(key_of("p", "ola@example.org")).empty());
  CHECK(fixture.found() == "rt-1");
}

TEST_CASE("SignInStore: leaves nothing in plain text on disk, nor open to others") {
  if (!has_keyring()) return;
  Fixture fixture;
  const auto key = key_of("secret-profile", "ola@example.org");
  REQUIRE(fixture.store.store(key, sign_in("very-secret-refresh-token")));
  std::string all;
  for (const auto& entry : fs::recursive_directory_iterator(fixture.dir.path())) {
    all += entry.path().string() + "\n";
    struct stat status {};
    REQUIRE(::stat(entry.path().c_str(), &status) == 0);
    CAPTURE(entry.path());
    CHECK((status.st_mode & 0077U) == 0);
    if (entry.is_regular_file()) all += test::read_text(entry.path()) + "\n";
  }
  for (const std::string text : {"very-secret", "refresh-token", "ola@", "secret-profile", "kari",
                                 "client-1", "login.example"}) {
    CAPTURE(text);
    CHECK(all.find(text) == std::string::npos);
  }
  struct stat status {};
  REQUIRE(::stat(fixture.file().c_str(), &status) == 0);
  CHECK((status.st_mode & 07777U) == 0600);
}

TEST_CASE("SignInStore: a sign-in that anyone has changed is absent") {
  if (!has_keyring()) return;
  Fixture fixture;
  REQUIRE(fixture.store.store(kKey, sign_in()));
  const auto bytes = test::read_text(fixture.file());
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    auto changed = bytes;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    CAPTURE(i);
    fixture.write(changed);
    CHECK(fixture.found().empty());
    fixture.write(bytes.substr(0, i));
    CHECK(fixture.found().empty());
  }
  fixture.write(bytes + "x");
  CHECK(fixture.found().empty());
  fixture.write(bytes);
  CHECK(fixture.found() == "rt-1");
  fs::permissions(fixture.file(), fs::perms(0644));
  CHECK(fixture.found().empty());
}

TEST_CASE("SignInStore: the next sign-in replaces a damaged one") {
  if (!has_keyring()) return;
  Fixture fixture;
  REQUIRE(fixture.store.store(kKey, sign_in()));
  fixture.write("garbage");
  REQUIRE(fixture.store.store(kKey, sign_in("rt-2")));
  CHECK(fixture.found() == "rt-2");
}

TEST_CASE("SignInStore: the file of one sign-in cannot replace another's") {
  if (!has_keyring()) return;
  Fixture fixture;
  REQUIRE(fixture.store.store(kKey, sign_in("rt-p")));
  const auto first = fixture.file();
  const auto bytes = test::read_text(first);
  REQUIRE(fixture.store.store(key_of("q"), sign_in("rt-q")));
  for (const auto& entry : fs::directory_iterator(fixture.folder())) {
    if (entry.path() != first) {
      fs::copy_file(first, entry.path(), fs::copy_options::overwrite_existing);
      REQUIRE(test::read_text(entry.path()) == bytes);
    }
  }
  CHECK(fixture.found(key_of("q")).empty());
  CHECK(fixture.found() == "rt-p");
}

TEST_CASE("SignInStore: never trusts a file that is not sealed") {
  if (!has_keyring()) return;
  Fixture fixture;
  REQUIRE(fixture.store.store(kKey, sign_in()));
  const auto name = fixture.file().stem().stem().string();
  const OrderedJson payload = {{"key", kKey.to_json()}, {"refresh_token", "planted"}};
  const auto plain = cache::encode_entry(std::nullopt, name, payload.dump());
  // It is a sound file by all the rules of token files.
  REQUIRE(cache::decode_entry(std::nullopt, name, plain).state == cache::EntryState::usable);
  fixture.write(plain);
  CHECK(fixture.found().empty());
  CHECK(fixture.clear("p") == 1);
}

TEST_CASE("SignInStore: does not follow a link in the place of a sign-in") {
  if (!has_keyring()) return;
  Fixture fixture;
  REQUIRE(fixture.store.store(kKey, sign_in()));
  const auto file = fixture.file();
  fs::rename(file, fixture.dir / "elsewhere");
  fs::create_symlink(fixture.dir / "elsewhere", file);
  CHECK(fixture.found().empty());
  REQUIRE(fixture.store.store(kKey, sign_in("rt-2")));
  CHECK_FALSE(fs::is_symlink(file));
}

TEST_CASE("SignInStore: without a keyring it writes nothing") {
  const test::TempDir dir;
  const int status = test::run_forked([&] {
    if (!test::make_syscall_fail(SYS_keyctl, EACCES)) return 1;
    if (!test::make_syscall_fail(SYS_add_key, EACCES)) return 1;
    const auto store = kernel_store(dir / "cache");
    const auto stored = store.store(kKey, sign_in());
    if (stored || stored.error().kind != ErrorKind::secret_unavailable) return 2;
    return store.find(kKey).value() ? 3 : 0;
  });
  if (status == 1) {
    WARN("skipped: no seccomp here");
    return;
  }
  CHECK(status == 0);
  for (const auto& entry : fs::recursive_directory_iterator(dir.path())) {
    CAPTURE(entry.path());
    CHECK((entry.is_directory() || entry.path().extension() == ".lock"));
  }
}

TEST_CASE("SignInStore: a sign-in whose key is gone is absent, and cleared with its profile") {
  if (!has_keyring()) return;
  Fixture fixture;
  REQUIRE(fixture.store.store(kKey, sign_in()));
  const int status = test::run_forked([&] {
    if (!test::make_syscall_fail(SYS_keyctl, ENOKEY)) return 1;
    if (fixture.store.find(kKey).value()) return 2;
    return fixture.clear("p") == 1 ? 0 : 3;
  });
  CHECK(status == 0);
  CHECK(fs::is_empty(fixture.folder()));
}

TEST_CASE("SignInStore: clear removes the sign-ins of one profile, or all") {
  if (!has_keyring()) return;
  Fixture fixture;
  CHECK(fixture.clear(std::nullopt) == 0);
  REQUIRE(fixture.store.store(key_of("p"), sign_in()));
  REQUIRE(fixture.store.store(key_of("p", "ola@example.org"), sign_in()));
  REQUIRE(fixture.store.store(key_of("q"), sign_in("rt-q")));
  fixture.dir.write("cache/sign-ins/00000000000000000000000000000000.sign-in", "garbage");
  fixture.dir.write("cache/sign-ins/note.txt", "not ours");
  CHECK(fixture.clear("p") == 2);
  CHECK(fixture.found(key_of("p")).empty());
  CHECK(fixture.found(key_of("q")) == "rt-q");
  CHECK(fixture.clear(std::nullopt) == 2);
  CHECK(fixture.found(key_of("q")).empty());
  CHECK(fs::exists(fixture.folder() / "note.txt"));
}

TEST_CASE("SignInStore: storing fails if the folder cannot be written") {
  if (!has_keyring()) return;
  const test::TempDir dir;
  dir.write("not-a-folder", "");
  const auto stored = kernel_store(dir / "not-a-folder/cache").store(kKey, sign_in());
  REQUIRE_FALSE(stored);
  CHECK(stored.error().kind == ErrorKind::unexpected);
}

TEST_CASE("SignInStore holders: names the holder of a sign-in's key without the key") {
  const Fixture fixture;
  const auto folder = fixture.dir / "cache";
  CHECK(cache::SignInStore::holders(folder, "p").empty());
  if (!has_keyring()) return;
  REQUIRE(fixture.store.store(kKey, sign_in()));
  CHECK(cache::SignInStore::holders(folder, "p") ==
        std::vector<cache::KeyHolder>{cache::KeyHolder::kernel_keyring});
  CHECK(cache::SignInStore::holders(folder, "other").empty());
  fixture.write("damage");
  CHECK(cache::SignInStore::holders(folder, "p").empty());
}
