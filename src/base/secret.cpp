// SPDX-License-Identifier: MIT
#include "entra_auth/secret.hpp"

#include <cstring>
#include <utility>

namespace entra_auth {

Secret::Secret(std::string_view bytes)
    : bytes_(bytes.empty() ? nullptr : new char[bytes.size()]), size_(bytes.size()) {
  if (size_ != 0) std::memcpy(bytes_.get(), bytes.data(), size_);
}

Secret::Secret(std::string&& bytes) : Secret(std::string_view(bytes)) { entra_auth::wipe(bytes); }

Secret::Secret(const Secret& other) : Secret(other.expose()) {}

Secret::Secret(Secret&& other) noexcept
    : bytes_(std::move(other.bytes_)), size_(std::exchange(other.size_, 0)) {}

Secret& Secret::operator=(const Secret& other) {
  if (this != &other) *this = Secret(other);
  return *this;
}

Secret& Secret::operator=(Secret&& other) noexcept {
  if (this != &other) {
    wipe();
    bytes_ = std::move(other.bytes_);
    size_ = std::exchange(other.size_, 0);
  }
  return *this;
}

Secret::~Secret() { wipe(); }

void Secret::wipe() noexcept {
  if (bytes_) explicit_bzero(bytes_.get(), size_);
}

void wipe(std::string& text) noexcept {
  text.resize(text.capacity());  // what the string held when it was longer is still there
  explicit_bzero(text.data(), text.size());
  text.clear();
}

bool equal_in_constant_time(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  unsigned difference = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    difference |=
        static_cast<unsigned char>(a[i]) ^ static_cast<unsigned>(static_cast<unsigned char>(b[i]));
  }
  return difference == 0;
}

}  // namespace entra_auth
