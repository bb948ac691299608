// SPDX-License-Identifier: MIT
#include "secrets/vault/sealed_file.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace entra_auth;
using namespace entra_auth::secrets;
using Catch::Matchers::Contains;

namespace {

constexpr std::size_t kHeaderBytes = 33;
constexpr std::size_t kPassesAt = 9;
constexpr std::size_t kMemoryAt = 13;

SealedFileKey new_key(SealedKind kind = SealedKind::vault) {
  auto key = new_sealed_key(kind, Secret("correct horse"), crypto::kMinCost);
  REQUIRE(key);
  return std::move(*key);
}

std::string sealed(const SealedFileKey& key, std::string_view content) {
  auto file = seal_file(key, content);
  REQUIRE(file);
  return std::move(*file);
}

/// With the key of the file as it was, and the header as it is now: only the seal can refuse.
Result<Secret> open_as_it_is(const Secret& key, std::string_view file,
                             SealedKind kind = SealedKind::vault) {
  auto header = read_sealed_header(kind, file);
  if (!header) return fail(header.error());
  return open_sealed_file({.header = *header, .key = key}, file);
}

void check_refused(const Result<Secret>& opened, const std::string& message = {}) {
  REQUIRE_FALSE(opened);
  CHECK(opened.error().kind == ErrorKind::secret_unavailable);
  CHECK_THAT(opened.error().message, Contains(message));
  CHECK_FALSE(opened.error().hints.empty());
}

std::string with_number(std::string file, std::size_t at, std::uint32_t value) {
  for (std::size_t i = 4; i-- > 0; value >>= 8U) file[at + i] = static_cast<char>(value & 0xFFU);
  return file;
}

}  // namespace

TEST_CASE("sealed file: opens with the passphrase, and with the key derived from it") {
  for (const auto kind : {SealedKind::vault, SealedKind::exported_profiles}) {
    const auto key = new_key(kind);
    for (const std::string& content : {std::string(), std::string("a\0b", 3)}) {
      const auto file = sealed(key, content);
      CHECK(file.size() == kHeaderBytes + 24 + content.size() + 16);
      const auto by_key = open_sealed_file(key, file);
      REQUIRE(by_key);
      CHECK(by_key->expose() == content);
      const auto by_passphrase = open_sealed_file(kind, Secret("correct horse"), file);
      REQUIRE(by_passphrase);
      CHECK(by_passphrase->expose() == content);
    }
  }
}

TEST_CASE("read_sealed_header: the header in clear is that of docs/vault-format.md") {
  auto key = new_key();
  key.header.salt = "0123456789abcdef";
  key.header.cost = {.passes = 3, .memory_kib = 65536};
  CHECK(sealed(key, "x").substr(0, kHeaderBytes) ==
        std::string("EACVLT01\x01\0\0\0\x03\0\x01\0\0", 17) + "0123456789abcdef");
  key.header.kind = SealedKind::exported_profiles;
  CHECK(sealed(key, "x").starts_with("EACEXP01\x01"));
}

TEST_CASE("open_sealed_file: a wrong passphrase fails, and cannot be told from damage") {
  const auto file = sealed(new_key(), "content");
  for (const char* wrong : {"", "correct horsf", "Correct horse", "correct horse "}) {
    check_refused(open_sealed_file(SealedKind::vault, Secret(wrong), file),
                  "the passphrase is wrong, or the file is damaged");
  }
}

TEST_CASE("new_sealed_key: every key has its own salt, and two files of one key differ") {
  const auto key = new_key();
  const auto other = new_key();
  CHECK(key.header.salt != other.header.salt);
  CHECK(key.key.expose() != other.key.expose());
  CHECK(fingerprint(key.header) != fingerprint(other.header));
  CHECK(fingerprint(key.header) == fingerprint(SealedHeader(key.header)));
  CHECK(sealed(key, "content") != sealed(key, "content"));
}

TEST_CASE("open_sealed_file: refuses a file with one changed byte") {
  const auto key = new_key();
  const auto file = sealed(key, "a small vault");
  for (std::size_t i = 0; i < file.size(); ++i) {
    for (const unsigned bits : {0x01U, 0x80U}) {
      CAPTURE(i, bits);
      auto changed = file;
      changed[i] = static_cast<char>(static_cast<unsigned char>(changed[i]) ^ bits);
      check_refused(open_sealed_file(key, changed));
      check_refused(open_as_it_is(key.key, changed));
    }
  }
}

TEST_CASE("open_sealed_file: refuses a file that is cut short or has bytes appended") {
  const auto key = new_key();
  const auto file = sealed(key, "a small vault");
  for (std::size_t size = 0; size < file.size(); ++size) {
    CAPTURE(size);
    check_refused(open_sealed_file(key, file.substr(0, size)));
  }
  check_refused(open_sealed_file(key, file + '\0'));
  check_refused(open_sealed_file(key, file + file));
}

TEST_CASE("open_sealed_file: refuses a file made of parts of two others") {
  const auto key = new_key();
  const auto one = sealed(key, "the first content");
  const auto two = sealed(key, "another contents!");
  REQUIRE(one.size() == two.size());
  for (std::size_t at = kHeaderBytes + 1; at < one.size(); ++at) {
    CAPTURE(at);
    const auto spliced = one.substr(0, at) + two.substr(at);
    // Random bytes may be the same in both.
    if (spliced != one && spliced != two) check_refused(open_sealed_file(key, spliced));
  }
  // The same passphrase and even the same key, under another header.
  auto moved = key;
  moved.header.salt = new_key().header.salt;
  check_refused(open_as_it_is(
      key.key, sealed(moved, "x").substr(0, kHeaderBytes) + one.substr(kHeaderBytes)));
  auto exported = key;
  exported.header.kind = SealedKind::exported_profiles;
  const auto as_export = sealed(exported, "x").substr(0, kHeaderBytes) + one.substr(kHeaderBytes);
  check_refused(open_as_it_is(key.key, as_export, SealedKind::exported_profiles));
}

TEST_CASE("read_sealed_header: reports another kind of file and a newer format") {
  const auto key = new_key();
  const auto file = sealed(key, "content");
  check_refused(open_sealed_file(key, ""), "is not a vault");
  check_refused(open_sealed_file(key, "-----BEGIN PRIVATE KEY-----"), "is not a vault");
  check_refused(open_sealed_file(key, sealed(new_key(SealedKind::exported_profiles), "content")),
                "is not a vault of entra-auth-cli but an export");
  check_refused(open_sealed_file(SealedKind::exported_profiles, Secret("x"), file),
                "is not an export of entra-auth-cli but a vault");
  auto newer = file;
  newer[7] = '2';
  check_refused(open_sealed_file(key, newer), "a newer format");
  newer = file;
  newer[8] = 2;  // another way from the passphrase to the key
  check_refused(open_sealed_file(key, newer), "a newer format");
  check_refused(open_sealed_file(key, file.substr(0, 20)), "is damaged");
}

TEST_CASE("read_sealed_header: refuses too much or too little work before any is done") {
  const auto file = sealed(new_key(), "content");
  const auto open = [](const std::string& hostile) {
    return open_sealed_file(SealedKind::vault, Secret("correct horse"), hostile);
  };
  for (const std::uint32_t passes : {0U, 17U, 1U << 16U, 0xFFFFFFFFU}) {
    CAPTURE(passes);
    check_refused(open(with_number(file, kPassesAt, passes)),
                  "asks for an unreasonable amount of work");
  }
  for (const std::uint32_t memory : {0U, 1U, 8191U, (1U << 20U) + 1, 1U << 30U, 0xFFFFFFFFU}) {
    CAPTURE(memory);
    check_refused(open(with_number(file, kMemoryAt, memory)),
                  "asks for an unreasonable amount of work");
  }
}

TEST_CASE("seal_file: refuses to write a file that would become too large") {
  const auto key = new_key();
  constexpr std::size_t kMaxContent = kMaxSealedBytes - kHeaderBytes - 24 - 16;
  const auto largest = seal_file(key, std::string(kMaxContent, 'x'));
  REQUIRE(largest);
  CHECK(largest->size() == kMaxSealedBytes);
  const auto too_large = seal_file(key, std::string(kMaxContent + 1, 'x'));
  REQUIRE_FALSE(too_large);
  CHECK(too_large.error().kind == ErrorKind::secret_unavailable);
  CHECK_THAT(too_large.error().message, Contains("16 MiB"));
}
