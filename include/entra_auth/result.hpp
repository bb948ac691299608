// SPDX-License-Identifier: MIT
#pragma once

#include "entra_auth/error.hpp"

#include <tl/expected.hpp>

#include <string>
#include <utility>

namespace entra_auth {

/// A value or an `Error`. Expected failures travel this way; exceptions are for bugs only.
template <class T>
using Result = tl::expected<T, Error>;

[[nodiscard]] inline tl::unexpected<Error> fail(Error error) {
  return tl::unexpected<Error>(std::move(error));
}

[[nodiscard]] inline tl::unexpected<Error> fail(ErrorKind kind, std::string message,
                                                std::vector<std::string> hints = {}) {
  return tl::unexpected<Error>(
      Error{.kind = kind, .message = std::move(message), .hints = std::move(hints)});
}

}  // namespace entra_auth
