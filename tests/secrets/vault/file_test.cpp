// SPDX-License-Identifier: MIT

#include "secrets/vault/file.hpp"

#include "support/forked.hpp"
#include "support/temp_dir.hpp"

#include <catch2/catch.hpp>

#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <string>

using namespace entra_auth;
using namespace entra_auth::secrets;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;
namespace fs = std::filesystem;

namespace {

SealedFileKey new_key() {
  return new_sealed_key(SealedKind::vault, Secret("p"), crypto::kMinCost).value();
}

std::string error_of(const fs::path& path) {
  const auto bytes = read_vault_file(path);
  if (bytes) return "no error";
  CHECK(bytes.error().kind == ErrorKind::secret_unavailable);
  return bytes.error().message;
}

VaultItems one_item() { return {{{"/a", "p", "k"}, Secret("s3cret")}}; }

std::string decoding_error(std::string_view text) {
  const auto items = decode_items(text);
  if (items) return "";
  CHECK(items.error().kind == ErrorKind::secret_unavailable);
  CHECK(items.error().message.find("canary") == std::string::npos);
  return items.error().message;
}

std::string list_of(const std::string& items) { return R"({"version":1,"items":[)" + items + "]}"; }

const std::string kItem = R"({"owner":"L2E","profile":"YQ","key":"aw","secret":"cw"})";

}  // namespace
TEST_CASE("vault file: items are written and read back, and the file is private") {
  const test::TempDir dir;
  const auto path = dir / "vault";
  const auto key = new_key();
  CHECK_FALSE(is_taken(path));
  REQUIRE(write_vault_file(path, one_item(), key));
  CHECK(is_taken(path));
  struct stat status {};
  REQUIRE(::stat(path.c_str(), &status) == 0);
  CHECK((status.st_mode & 07777U) == 0600U);
  const auto bytes = read_vault_file(path);
  REQUIRE(bytes);
  CHECK(bytes->expose().find("s3cret") == std::string_view::npos);
  CHECK(vault_header(path, *bytes).value() == key.header);
  const auto items = open_vault_file(path, *bytes, key);
  REQUIRE(items);
  CHECK(items->at(0).secret.expose() == "s3cret");
}

TEST_CASE("vault file: an error names the file") {
  const test::TempDir dir;
  const auto path = dir / "vault";
  const auto key = new_key();
  REQUIRE(write_vault_file(path, one_item(), key));
  const auto bytes = read_vault_file(path).value();
  const auto opened = open_vault_file(path, bytes, new_key());
  REQUIRE_FALSE(opened);
  CHECK_THAT(opened.error().message, StartsWith(path.string() + " does not open"));
  const auto header = vault_header(path, Secret("something else"));
  REQUIRE_FALSE(header);
  CHECK(header.error().message == path.string() + " is not a vault of entra-auth-cli");
  const Secret sealed_text(seal_file(key, "no items").value());
  CHECK_THAT(open_vault_file(path, sealed_text, key).error().message,
             StartsWith(path.string() + " does not contain secrets"));
  const auto written = write_vault_file(dir / "absent/vault", {}, key);
  REQUIRE_FALSE(written);
  CHECK(written.error().kind == ErrorKind::secret_unavailable);
  CHECK_THAT(written.error().message, Contains((dir / "absent/vault").string()));
}

TEST_CASE("read_vault_file: reads only a private file of this user") {
  const test::TempDir dir;
  const auto absent = read_vault_file(dir / "absent");
  REQUIRE_FALSE(absent);
  CHECK(absent.error().message == "there is no vault yet: " + (dir / "absent").string());
  CHECK_THAT(absent.error().hints.at(0), Contains("entra-auth-cli config vault init"));

  const auto file = dir.write("vault", "x");
  CHECK(error_of(file) == "no error");
  fs::create_symlink(file, dir / "link");
  CHECK_FALSE(error_of(dir / "link") == "no error");
  CHECK(is_taken(dir / "link"));
  fs::create_symlink("nowhere", dir / "dangling");
  CHECK(is_taken(dir / "dangling"));
  fs::create_directory(dir / "folder");
  CHECK_FALSE(error_of(dir / "folder") == "no error");
  for (const unsigned mode : {0640U, 0604U, 0620U}) {
    CAPTURE(mode);
    CHECK_FALSE(error_of(dir.write("open", "x", mode)) == "no error");
  }
  const auto sparse = dir.write("large", "");
  fs::resize_file(sparse, kMaxSealedBytes + 1);
  CHECK_FALSE(error_of(sparse) == "no error");
  if (test::can_change_user()) {
    REQUIRE(::chown(file.c_str(), test::kOtherUser, test::kOtherUser) == 0);
    CHECK_FALSE(error_of(file) == "no error");
  }
}

TEST_CASE("lock_vault_file: waits for a held lock, then names it") {
  const test::TempDir dir;
  const auto path = dir / "vault";
  {
    const auto held = lock_vault_file(path);
    REQUIRE(held);
    const auto start = std::chrono::steady_clock::now();
    const auto second = lock_vault_file(path, std::chrono::milliseconds(50));
    CHECK(std::chrono::steady_clock::now() - start >= std::chrono::milliseconds(50));
    REQUIRE_FALSE(second);
    CHECK(second.error().kind == ErrorKind::secret_unavailable);
    CHECK_THAT(second.error().message, Contains((dir / "vault.lock").string()));
  }
  CHECK(lock_vault_file(path, std::chrono::milliseconds(0)));
  CHECK_FALSE(lock_vault_file(dir / "absent/vault"));
}

TEST_CASE("encode_items: decode_items restores any bytes") {
  VaultItems items;
  items.push_back({{"/home/u/profiles.toml", "api", "client_secret"}, Secret("s3cret")});
  items.push_back({{"/home/u/\xff\xfe\n\"\\", "", "k\0y"}, Secret()});
  items.push_back({{"", "", ""}, Secret(std::string(65536, '\0'))});
  const auto text = encode_items(items);
  CHECK(text.expose().find("s3cret") == std::string_view::npos);
  const auto read = decode_items(text.expose());
  REQUIRE(read);
  REQUIRE(read->size() == items.size());
  for (std::size_t i = 0; i < items.size(); ++i) {
    CHECK((*read)[i].item == items[i].item);
    CHECK((*read)[i].secret.expose() == items[i].secret.expose());
  }
  CHECK(encode_items(*read).expose() == text.expose());
  CHECK(encode_items({}).expose() == R"({"version":1,"items":[]})");
  CHECK(decode_items(encode_items({}).expose())->empty());
}

TEST_CASE("encode_items: the text is that of docs/vault-format.md") {
  CHECK(encode_items({{{"/a", "a", "k"}, Secret("s")}}).expose() == list_of(kItem));
}

TEST_CASE("find_item: compares the whole name") {
  VaultItems items;
  items.push_back({{"/a", "p", "k"}, Secret("1")});
  items.push_back({{"/b", "p", "k"}, Secret("2")});
  REQUIRE(find_item(items, {"/b", "p", "k"}) != items.end());
  CHECK(find_item(items, {"/b", "p", "k"})->secret.expose() == "2");
  for (const auto& other : {SecretItem{"/c", "p", "k"}, {"/a", "q", "k"}, {"/a", "p", "l"}}) {
    CHECK(find_item(items, other) == items.end());
  }
}

TEST_CASE("decode_items: refuses anything else") {
  CHECK(decoding_error(list_of(kItem)).empty());
  for (const std::string& text : {
           std::string(),
           std::string("canary"),
           std::string("[]"),
           std::string("{}"),
           std::string(R"({"version":1})"),
           std::string(R"({"items":[]})"),
           std::string(R"({"version":"1","items":[]})"),
           std::string(R"({"version":1,"items":{}})"),
           std::string(R"({"version":1,"items":[],"more":"canary"})"),
           std::string(R"({"version":1,"version":1,"items":[]})"),
           list_of("1"),
           list_of("{}"),
           list_of(R"({"owner":"L2E","profile":"YQ","key":"aw"})"),
           list_of(R"({"owner":"L2E","profile":"YQ","key":"aw","secret":1})"),
           list_of(R"({"owner":"L2E","profile":"YQ","key":"aw","secret":"cw=="})"),
           list_of(R"({"owner":"L2E","profile":"YQ","key":"aw","secret":"cx"})"),
           list_of(R"({"owner":"/a","profile":"YQ","key":"aw","secret":"cw"})"),
           list_of(R"({"owner":"L2E","profile":"YQ","key":"aw","secret":"cw","x":"canary"})"),
           list_of(R"({"owner":"L2E","profile":"YQ","key":"aw","secret":["cw"]})"),
           list_of(kItem + "," + kItem),
           list_of(kItem) + "x",
       }) {
    CAPTURE(text);
    CHECK_THAT(decoding_error(text), Contains("does not contain secrets in the expected form"));
  }
  CHECK_THAT(decoding_error(R"({"version":2,"items":[]})"), Contains("a newer format"));
}
