// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace entra_auth::graph {

/// A display name with `*` for any characters, compared without case (ASCII and the letters of
/// Latin-1, as in `Å`).
class NamePattern {
 public:
  explicit NamePattern(std::string_view text);

  [[nodiscard]] bool matches(std::string_view name) const;
  /// What comes before the first `*`; the whole text if there is none.
  [[nodiscard]] std::string_view prefix() const;
  [[nodiscard]] bool has_star() const;

 private:
  std::string text_;    // as given
  std::string folded_;  // in lower case
};

}  // namespace entra_auth::graph
