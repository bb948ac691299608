// SPDX-License-Identifier: MIT
#include "crypto/passphrase_key.hpp"

#include "crypto/sodium.hpp"
#include "os/random.hpp"

#include <sodium.h>

#include <stdexcept>

namespace entra_auth::crypto {

static_assert(kPassphraseSaltBytes == crypto_pwhash_argon2id_SALTBYTES);

bool is_within_bounds(const PassphraseCost& cost) {
  return cost.passes >= kMinCost.passes && cost.passes <= kMaxCost.passes &&
         cost.memory_kib >= kMinCost.memory_kib && cost.memory_kib <= kMaxCost.memory_kib;
}

std::string new_passphrase_salt() { return os::random_bytes(kPassphraseSaltBytes); }

Result<Secret> derive_passphrase_key(const Secret& passphrase, std::string_view salt,
                                     const PassphraseCost& cost) {
  start_sodium();
  if (salt.size() != kPassphraseSaltBytes || !is_within_bounds(cost)) {
    throw std::invalid_argument("salt or cost of a passphrase out of bounds");
  }
  std::string key(kPassphraseKeyBytes, '\0');
  const char* text = passphrase.empty() ? "" : passphrase.expose().data();  // null is not allowed
  if (crypto_pwhash_argon2id(reinterpret_cast<unsigned char*>(key.data()), key.size(), text,
                             passphrase.size(), reinterpret_cast<const unsigned char*>(salt.data()),
                             cost.passes, std::size_t{cost.memory_kib} * 1024,
                             crypto_pwhash_argon2id_ALG_ARGON2ID13) != 0) {
    return fail(ErrorKind::secret_unavailable,
                "there is not enough memory to make a key of the passphrase: " +
                    std::to_string(cost.memory_kib / 1024) + " MiB are needed",
                {"give this process more memory"});
  }
  return Secret(std::move(key));
}

}  // namespace entra_auth::crypto
