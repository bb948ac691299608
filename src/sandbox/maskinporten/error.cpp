// SPDX-License-Identifier: MIT
#include "sandbox/maskinporten/error.hpp"

#include "os/random.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace entra_auth::sandbox {
namespace {

struct MaskinportenRow {
  int number;
  int status;
  const char* error;
};

// Sorted by number.
constexpr std::array kRows{
    MaskinportenRow{11, 400, "invalid_request"},   // malformed assertion or claim
    MaskinportenRow{12, 400, "invalid_grant"},     // replayed
    MaskinportenRow{100, 400, "invalid_grant"},    // unknown client
    MaskinportenRow{110, 400, "invalid_grant"},    // aud
    MaskinportenRow{120, 400, "invalid_grant"},    // key or certificate
    MaskinportenRow{121, 400, "invalid_grant"},    // expired key
    MaskinportenRow{122, 400, "invalid_grant"},    // certificate of another organization
    MaskinportenRow{123, 400, "invalid_grant"},    // x5c
    MaskinportenRow{124, 400, "invalid_grant"},    // signature
    MaskinportenRow{130, 400, "invalid_grant"},    // times
    MaskinportenRow{200, 400, "invalid_scope"},    // scope not registered on the client
    MaskinportenRow{250, 403, "forbidden"},        // scope not granted to the consumer
    MaskinportenRow{251, 403, "forbidden"},        // no delegation by the consumer
    MaskinportenRow{301, 400, "invalid_request"},  // authorization_details: type
    MaskinportenRow{302, 400, "invalid_request"},  // authorization_details: unknown field
    MaskinportenRow{303, 400, "invalid_request"},  // authorization_details: value
};
static_assert(std::ranges::is_sorted(kRows, {}, &MaskinportenRow::number));

/// "MP-012"
std::string code_of(int number) {
  const auto digits = std::to_string(number);
  return "MP-" + std::string(3 - std::min<std::size_t>(digits.size(), 3), '0') + digits;
}

}  // namespace

tl::unexpected<MaskinportenRefusal> refuse_grant(int number, std::string_view text) {
  const auto* row = std::ranges::find(kRows, number, &MaskinportenRow::number);
  if (row == kRows.end()) throw std::logic_error(code_of(number) + " has no row");
  return tl::unexpected(
      MaskinportenRefusal{row->status, row->error, code_of(number), std::string(text)});
}

tl::unexpected<MaskinportenRefusal> refuse_parameter_value(std::string_view what) {
  return refuse_grant(11, "Invalid assertion. Invalid parameter value: " + std::string(what));
}

tl::unexpected<MaskinportenRefusal> refuse_request(std::string_view error, std::string_view text) {
  return tl::unexpected(MaskinportenRefusal{400, std::string(error), {}, std::string(text)});
}

Reply maskinporten_error_reply(const MaskinportenRefusal& refusal) {
  const auto support = (refusal.code.empty() ? "" : refusal.code + ", ") + "trace_id: ";
  auto reply =
      json_reply(refusal.status,
                 {{"error", refusal.error},
                  {"error_description", refusal.text + " (" + support + os::random_uuid() + ")"}});
  reply.headers.emplace_back("Cache-Control", "no-store");
  reply.code = refusal.code;
  return reply;
}

}  // namespace entra_auth::sandbox
