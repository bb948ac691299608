// SPDX-License-Identifier: MIT
#include "secrets/vault/sealed_file.hpp"

#include "base/try.hpp"
#include "crypto/sealing.hpp"

#include <utility>

namespace entra_auth::secrets {
namespace {

static_assert(crypto::kPassphraseKeyBytes == crypto::kSealingKeyBytes);

constexpr std::size_t kMagicBytes = 8;
constexpr std::string_view kVersion = "01";
constexpr char kArgon2id = 1;
constexpr std::size_t kNumberBytes = 4;
constexpr std::size_t kHeaderBytes =
    kMagicBytes + 1 + 2 * kNumberBytes + crypto::kPassphraseSaltBytes;

struct Name {
  std::string_view magic;  // its version follows
  const char* words;       // as in "is not WORDS of entra-auth-cli"
  const char* remedy;      // for a damaged one
};

Name name(SealedKind kind) {
  if (kind == SealedKind::vault) return {"EACVLT", "a vault", "restore it from a backup"};
  return {"EACEXP", "an export", "export the profile again"};
}

SealedKind other(SealedKind kind) {
  return kind == SealedKind::vault ? SealedKind::exported_profiles : SealedKind::vault;
}

tl::unexpected<Error> refuse(std::string message, std::string hint) {
  return fail(ErrorKind::secret_unavailable, std::move(message), {std::move(hint)});
}

/// Big endian.
std::string number(std::uint32_t value) {
  std::string bytes(kNumberBytes, '\0');
  for (std::size_t i = kNumberBytes; i-- > 0; value >>= 8U) {
    bytes[i] = static_cast<char>(value & 0xFFU);
  }
  return bytes;
}

std::uint32_t read_number(std::string_view bytes) {
  std::uint32_t value = 0;
  for (const char byte : bytes.substr(0, kNumberBytes)) {
    value = value << 8U | static_cast<unsigned char>(byte);
  }
  return value;
}

std::string encode(const SealedHeader& header) {
  std::string bytes(name(header.kind).magic);
  bytes += kVersion;
  bytes += kArgon2id;
  bytes += number(header.cost.passes) + number(header.cost.memory_kib);
  return bytes + header.salt;
}

Result<void> check_magic(SealedKind kind, std::string_view file) {
  const auto [magic, words, remedy] = name(kind);
  if (!file.starts_with(magic)) {
    const auto found = name(other(kind));
    if (file.starts_with(found.magic)) {
      return refuse(std::string("is not ") + words + " of entra-auth-cli but " + found.words,
                    std::string("name the file of ") + words);
    }
    return refuse(std::string("is not ") + words + " of entra-auth-cli",
                  std::string("the file is something else, or it was damaged: ") + remedy);
  }
  const auto version = file.substr(magic.size(), kVersion.size());
  const bool has_version = version.find_first_not_of("0123456789") == std::string_view::npos;
  if (!has_version || file.size() <= kMagicBytes) return {};  // damaged: the caller reports it
  if (version == kVersion && file[kMagicBytes] == kArgon2id) return {};
  return refuse("has a newer format than this version of entra-auth-cli supports",
                "update entra-auth-cli");
}

}  // namespace

Result<SealedHeader> read_sealed_header(SealedKind kind, std::string_view file) {
  TRY_VOID(check_magic(kind, file));
  const std::string damaged = "is damaged: it is not " + std::string(name(kind).words) + " in full";
  const std::string hint = name(kind).remedy;
  if (file.size() < kHeaderBytes) return refuse(damaged, hint);
  file = file.substr(0, kHeaderBytes);
  auto at = file.substr(kMagicBytes + 1);
  SealedHeader header{
      .kind = kind,
      .cost = {.passes = read_number(at), .memory_kib = read_number(at.substr(kNumberBytes))},
      .salt = std::string(at.substr(2 * kNumberBytes))};
  if (encode(header) != file) return refuse(damaged, hint);
  if (!crypto::is_within_bounds(header.cost)) {
    return refuse("asks for an unreasonable amount of work (" + std::to_string(header.cost.passes) +
                      " passes over " + std::to_string(header.cost.memory_kib) + " KiB)",
                  "the file is damaged or malicious: " + hint);
  }
  return header;
}

Result<SealedFileKey> derive_sealed_key(const SealedHeader& header, const Secret& passphrase) {
  TRY(auto key, crypto::derive_passphrase_key(passphrase, header.salt, header.cost));
  return SealedFileKey{.header = header, .key = std::move(key)};
}

Result<SealedFileKey> new_sealed_key(SealedKind kind, const Secret& passphrase,
                                     const crypto::PassphraseCost& cost) {
  return derive_sealed_key({.kind = kind, .cost = cost, .salt = crypto::new_passphrase_salt()},
                           passphrase);
}

Result<std::string> seal_file(const SealedFileKey& key, std::string_view content) {
  std::string file = encode(key.header);
  file += crypto::seal(key.key, file, content);
  if (file.size() <= kMaxSealedBytes) return file;
  return refuse("would become larger than " + std::to_string(kMaxSealedBytes >> 20U) + " MiB",
                "remove secrets that are no longer needed");
}

Result<Secret> open_sealed_file(const SealedFileKey& key, std::string_view file) {
  TRY(const auto header, read_sealed_header(key.header.kind, file));
  if (header == key.header) {
    auto content =
        crypto::open_sealed(key.key, file.substr(0, kHeaderBytes), file.substr(kHeaderBytes));
    if (content) return std::move(*content);
  }
  return refuse("does not open: the passphrase is wrong, or the file is damaged",
                std::string("try again; if the file is damaged, ") + name(key.header.kind).remedy);
}

Result<Secret> open_sealed_file(SealedKind kind, const Secret& passphrase, std::string_view file) {
  TRY(const auto header, read_sealed_header(kind, file));
  TRY(const auto key, derive_sealed_key(header, passphrase));
  return open_sealed_file(key, file);
}

std::string fingerprint(const SealedHeader& header) { return crypto::checksum(encode(header)); }

}  // namespace entra_auth::secrets
