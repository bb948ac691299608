// SPDX-License-Identifier: MIT
#include "crypto/sealing.hpp"

#include "crypto/sodium.hpp"
#include "os/random.hpp"

#include <sodium.h>

#include <array>
#include <stdexcept>

namespace entra_auth::crypto {
namespace {

constexpr std::size_t kNonceBytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t kTagBytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
static_assert(kSealingKeyBytes == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);

const unsigned char* sealed_bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

Secret new_sealing_key() { return Secret(os::random_bytes(kSealingKeyBytes)); }

std::string seal(const Secret& key, std::string_view associated_data, std::string_view plaintext) {
  start_sodium();
  if (key.size() != kSealingKeyBytes) throw std::invalid_argument("sealing key of a wrong size");
  std::string sealed = os::random_bytes(kNonceBytes);
  sealed.resize(kNonceBytes + plaintext.size() + kTagBytes);
  auto* bytes = reinterpret_cast<unsigned char*>(sealed.data());
  crypto_aead_xchacha20poly1305_ietf_encrypt(bytes + kNonceBytes, nullptr, sealed_bytes(plaintext),
                                             plaintext.size(), sealed_bytes(associated_data),
                                             associated_data.size(), nullptr, bytes,
                                             sealed_bytes(key.expose()));
  return sealed;
}

std::optional<Secret> open_sealed(const Secret& key, std::string_view associated_data,
                                  std::string_view sealed) {
  start_sodium();
  if (key.size() != kSealingKeyBytes || sealed.size() < kNonceBytes + kTagBytes)
    return std::nullopt;
  const std::string_view ciphertext = sealed.substr(kNonceBytes);
  std::string plaintext(ciphertext.size() - kTagBytes, '\0');
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(
          reinterpret_cast<unsigned char*>(plaintext.data()), nullptr, nullptr,
          sealed_bytes(ciphertext), ciphertext.size(), sealed_bytes(associated_data),
          associated_data.size(), sealed_bytes(sealed), sealed_bytes(key.expose())) != 0) {
    return std::nullopt;
  }
  return Secret(std::move(plaintext));
}

std::string checksum(std::string_view bytes) {
  start_sodium();
  std::string sum(16, '\0');
  crypto_generichash(reinterpret_cast<unsigned char*>(sum.data()), sum.size(), sealed_bytes(bytes),
                     bytes.size(), nullptr, 0);
  return sum;
}

}  // namespace entra_auth::crypto
