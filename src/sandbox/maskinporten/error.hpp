// SPDX-License-Identifier: MIT
// Maskinporten's error responses: the MP codes that the sandbox returns, each with its HTTP status
// and `error`.
#pragma once

#include "sandbox/http/message.hpp"

#include <tl/expected.hpp>

#include <string>
#include <string_view>

namespace entra_auth::sandbox {

struct MaskinportenRefusal {
  int status;
  std::string error;
  std::string code;  // "MP-200"; empty if Maskinporten has no code for it
  std::string text;  // without the code and the id for support
};

/// A value, or the refusal that Maskinporten would return.
template <class T>
using MaskinportenChecked = tl::expected<T, MaskinportenRefusal>;

/// `number` is one of those in error.cpp.
[[nodiscard]] tl::unexpected<MaskinportenRefusal> refuse_grant(int number, std::string_view text);
/// MP-011: the assertion has a wrong header or claim.
[[nodiscard]] tl::unexpected<MaskinportenRefusal> refuse_parameter_value(std::string_view what);
/// Status 400 without an MP code: the request has no assertion.
[[nodiscard]] tl::unexpected<MaskinportenRefusal> refuse_request(std::string_view error,
                                                                 std::string_view text);

/// The response, with a new id for support.
[[nodiscard]] Reply maskinporten_error_reply(const MaskinportenRefusal& refusal);

}  // namespace entra_auth::sandbox
