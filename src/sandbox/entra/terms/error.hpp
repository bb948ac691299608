// SPDX-License-Identifier: MIT
// Entra's error responses: the AADSTS codes that the sandbox returns, each with its HTTP status and
// `error`.
#pragma once

#include "sandbox/http/message.hpp"

#include <tl/expected.hpp>

#include <string>

namespace entra_auth::sandbox {

struct Refusal {
  int code;                // AADSTS number, one of those in error.cpp
  std::string text;        // without the number and the trace lines
  std::string error{};     // replaces the code's own
  std::string suberror{};  // empty: none
  std::string claims{};    // JSON that a new sign-in must send; empty: none
};

/// A value, or the refusal that Entra would return.
template <class T>
using Checked = tl::expected<T, Refusal>;

[[nodiscard]] inline tl::unexpected<Refusal> refuse(int code, std::string text) {
  return tl::unexpected<Refusal>(Refusal{.code = code, .text = std::move(text)});
}

/// AADSTS900144.
[[nodiscard]] tl::unexpected<Refusal> refuse_missing_parameter(std::string_view name);
/// AADSTS90014.
[[nodiscard]] tl::unexpected<Refusal> refuse_missing_field(std::string_view name);
/// AADSTS9002313.
[[nodiscard]] tl::unexpected<Refusal> refuse_malformed_request();
/// AADSTS90002.
[[nodiscard]] Refusal unknown_tenant(std::string_view tenant);
/// AADSTS700016.
[[nodiscard]] Refusal unknown_client(std::string_view client_id, std::string_view tenant);

/// "AADSTS50011"
[[nodiscard]] std::string code_text(const Refusal& refusal);

/// The members of the response, with a new trace id and the client's correlation id.
[[nodiscard]] OrderedJson entra_error_body(const Refusal& refusal, const Request& request,
                                           const std::string& base_url);

/// The response, with a new trace id and the client's correlation id.
[[nodiscard]] Reply entra_error_reply(const Refusal& refusal, const Request& request,
                                      const std::string& base_url);

/// Adds the headers that every response of the token endpoint has.
void add_entra_headers(Reply& reply, const Request& request, const std::string& trace_id);

}  // namespace entra_auth::sandbox
