// SPDX-License-Identifier: MIT
// The two macros of the project: both return the Error of a failed Result to our caller.
#pragma once

#include <entra_auth/result.hpp>

#define ENTRA_AUTH_CONCAT_(a, b) a##b
#define ENTRA_AUTH_CONCAT(a, b) ENTRA_AUTH_CONCAT_(a, b)
#define ENTRA_AUTH_TRY_(result, declaration, ...)                                  \
  auto result = (__VA_ARGS__);                                                     \
  if (!result) return tl::unexpected<::entra_auth::Error>(std::move(result).error()); \
  declaration = std::move(*result)

/// TRY(auto value, call()): declares `value` from a successful Result<T>.
#define TRY(declaration, ...) \
  ENTRA_AUTH_TRY_(ENTRA_AUTH_CONCAT(try_result_, __COUNTER__), declaration, __VA_ARGS__)

/// TRY_VOID(call()): for Result<void>.
#define TRY_VOID(...)                                                                   \
  do {                                                                                  \
    if (auto try_result = (__VA_ARGS__); !try_result)                                   \
      return tl::unexpected<::entra_auth::Error>(std::move(try_result).error());         \
  } while (false)
