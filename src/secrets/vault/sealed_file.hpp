// SPDX-License-Identifier: MIT
// A file sealed with a passphrase: the form of the vault and of exported profiles
// (docs/vault-format.md).
#pragma once

#include "crypto/passphrase_key.hpp"
#include <entra_auth/result.hpp>
#include <entra_auth/secret.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace entra_auth::secrets {

/// The largest file that is written or read.
inline constexpr std::size_t kMaxSealedBytes = 16 * 1024 * 1024;

/// What the file is. It is authenticated, so an export cannot be used as a vault.
enum class SealedKind : std::uint8_t { vault, exported_profiles };

/// The header, which precedes the sealed bytes in clear and is authenticated with them.
struct SealedHeader {
  SealedKind kind = SealedKind::vault;
  crypto::PassphraseCost cost{};
  std::string salt{};

  bool operator==(const SealedHeader&) const = default;
};

/// The key of the files with that header: it opens and seals them without the passphrase.
struct SealedFileKey {
  SealedHeader header;
  Secret key;
};

// All functions fail with `secret_unavailable`. A message about a file continues a sentence that
// begins with its name: "is not a vault of entra-auth-cli", "does not open: …".

/// Reads and checks the header. Another kind of file, a newer format and a cost out of bounds are
/// refused before any work is done.
[[nodiscard]] Result<SealedHeader> read_sealed_header(SealedKind kind, std::string_view file);

/// Takes the time and memory that the header asks for.
[[nodiscard]] Result<SealedFileKey> derive_sealed_key(const SealedHeader& header,
                                                      const Secret& passphrase);
/// The key for a new file or passphrase, with a new salt.
[[nodiscard]] Result<SealedFileKey> new_sealed_key(SealedKind kind, const Secret& passphrase,
                                                   const crypto::PassphraseCost& cost = {});

/// The whole file. Fails if it would be longer than kMaxSealedBytes.
[[nodiscard]] Result<std::string> seal_file(const SealedFileKey& key, std::string_view content);

/// The content. A wrong passphrase and a damaged file cannot be told apart.
[[nodiscard]] Result<Secret> open_sealed_file(const SealedFileKey& key, std::string_view file);
[[nodiscard]] Result<Secret> open_sealed_file(SealedKind kind, const Secret& passphrase,
                                              std::string_view file);

/// 16 bytes that identify this header: every file has its own salt.
[[nodiscard]] std::string fingerprint(const SealedHeader& header);

}  // namespace entra_auth::secrets
