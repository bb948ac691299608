// SPDX-License-Identifier: MIT
// Bytes under a passphrase: the form of the vault and of exported profiles (docs/vault-format.md).
#pragma once

#include "crypto/passphrase_key.hpp"
#include <entra_auth/result.hpp>
#include <entra_auth/secret.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace entra_auth::secrets {

/// The longest such file that is written or read.
inline constexpr std::size_t kMaxSealedBytes = 16 * 1024 * 1024;

/// What the file is. It is authenticated: an export cannot stand in for a vault.
enum class SealedKind : std::uint8_t { vault, exported_profiles };

/// What stands in clear before the sealed bytes and is authenticated with them.
struct SealedHeader {
  SealedKind kind = SealedKind::vault;
  crypto::PassphraseCost cost{};
  std::string salt{};

  bool operator==(const SealedHeader&) const = default;
};

/// The key of the files with that header. It opens and seals them without the passphrase.
struct SealedFileKey {
  SealedHeader header;
  Secret key;
};

// Errors have kind `secret_unavailable`. Those about a file are for its name to stand before them:
// "is no vault of entra-auth-cli", "does not open: …".

/// Read and checked: another kind of file, a newer format and a cost out of bounds are refused
/// before anything is done about them.
[[nodiscard]] Result<SealedHeader> read_sealed_header(SealedKind kind, std::string_view file);

/// Takes as long, and as much memory, as the header says.
[[nodiscard]] Result<SealedFileKey> derive_sealed_key(const SealedHeader& header,
                                                      const Secret& passphrase);
/// For a new file, or a new passphrase: with a new salt.
[[nodiscard]] Result<SealedFileKey> new_sealed_key(SealedKind kind, const Secret& passphrase,
                                                   const crypto::PassphraseCost& cost = {});

/// The whole file. Refused where it would become longer than kMostSealedBytes.
[[nodiscard]] Result<std::string> seal_file(const SealedFileKey& key, std::string_view content);

/// The content. A wrong passphrase and damage cannot be told apart.
[[nodiscard]] Result<Secret> open_sealed_file(const SealedFileKey& key, std::string_view file);
[[nodiscard]] Result<Secret> open_sealed_file(SealedKind kind, const Secret& passphrase,
                                              std::string_view file);

/// 16 bytes that stand for this header alone: salts never meet.
[[nodiscard]] std::string fingerprint(const SealedHeader& header);

}  // namespace entra_auth::secrets
