// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <iosfwd>
#include <memory>
#include <string>
#include <string_view>

namespace entra_auth {

/// Bytes that must not leak: no stream operator, no formatter, no implicit conversion, wiped when
/// destroyed, assigned over or moved from. `expose()` is the only way to the bytes, so
/// `grep -rn 'expose(' src` lists every place where a secret leaves its type.
/// Copies are allowed and are wiped like the original. Not thread-safe.
class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string_view bytes);
  /// Takes the bytes over and wipes `bytes` itself.
  explicit Secret(std::string&& bytes);
  explicit Secret(const char* text) : Secret(std::string_view(text)) {}

  Secret(const Secret& other);
  Secret(Secret&& other) noexcept;
  Secret& operator=(const Secret& other);
  Secret& operator=(Secret&& other) noexcept;
  ~Secret();

  /// Valid until this object is changed or destroyed. Not NUL-terminated.
  [[nodiscard]] std::string_view expose() const { return {bytes_.get(), size_}; }
  [[nodiscard]] bool empty() const { return size_ == 0; }
  [[nodiscard]] std::size_t size() const { return size_; }

 private:
  void wipe() noexcept;

  std::unique_ptr<char[]> bytes_;
  std::size_t size_ = 0;
};

std::ostream& operator<<(std::ostream&, const Secret&) = delete;

/// Overwrites the characters with zeros, which the compiler does not optimise away, then clears the
/// string.
void wipe(std::string& text) noexcept;

/// Whether both hold the same bytes. The time depends on the length only, not on where they differ.
[[nodiscard]] bool equal_in_constant_time(std::string_view a, std::string_view b);

}  // namespace entra_auth
