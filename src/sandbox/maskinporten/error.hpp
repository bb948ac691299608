// SPDX-License-Identifier: MIT
// Maskinporten's error answers: the MP codes the sandbox gives, each with its HTTP status and
// `error`.
#pragma once

#include "sandbox/http/message.hpp"

#include <tl/expected.hpp>

#include <string>
#include <string_view>

namespace entra_auth::sandbox {

struct MaskinportenRefusal {
  int status;
  std::string error;
  std::string code;  // "MP-200"; empty where Maskinporten has no number for it
  std::string text;  // without the number and the id for support
};

/// A value, or why Maskinporten would refuse.
template <class T>
using MaskinportenChecked = tl::expected<T, MaskinportenRefusal>;

/// `number` is one of those in maskinporten_error.cpp.
[[nodiscard]] tl::unexpected<MaskinportenRefusal> refuse_grant(int number, std::string_view text);
/// MP-011: what is written in the assertion is not what may stand there.
[[nodiscard]] tl::unexpected<MaskinportenRefusal> refuse_parameter_value(std::string_view what);
/// A request that holds no assertion to look at: no MP code, status 400.
[[nodiscard]] tl::unexpected<MaskinportenRefusal> refuse_request(std::string_view error,
                                                                 std::string_view text);

/// The answer, with a new id for support.
[[nodiscard]] Reply maskinporten_error_reply(const MaskinportenRefusal& refusal);

}  // namespace entra_auth::sandbox
