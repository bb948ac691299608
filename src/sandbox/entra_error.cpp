// SPDX-License-Identifier: MIT
#include "sandbox/entra_error.hpp"

#include "base/duration.hpp"
#include "base/text.hpp"
#include "crypto/uuid.hpp"
#include "sandbox/sandbox.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace entra_auth::sandbox {
namespace {

struct CodeRow {
  int code;
  int status;
  const char* error;
};

// Sorted by code. Statuses: 401 for invalid_client, 400 for the rest, as RFC 6749 section 5.2 asks
// and samples of real answers show.
constexpr std::array kCodes{
    CodeRow{50013, 400, "invalid_grant"},    // user token: signature or issuer
    CodeRow{50027, 400, "invalid_request"},  // assertion is no JWT
    CodeRow{50048, 401, "invalid_client"},   // assertion: sub is not iss
    CodeRow{50059, 400, "invalid_request"},  // /common for an app-only grant
    CodeRow{70003, 400, "unsupported_grant_type"},
    CodeRow{70011, 400, "invalid_scope"},
    CodeRow{90002, 400, "invalid_request"},  // unknown tenant
    CodeRow{90011, 400, "invalid_request"},  // client_assertion_type
    CodeRow{90014, 400, "invalid_request"},  // a field is missing
    CodeRow{240002, 400, "invalid_grant"},   // user token: no access token of a user
    CodeRow{500011, 400, "invalid_resource"},
    CodeRow{500131, 400, "invalid_grant"},        // user token: aud
    CodeRow{500133, 400, "invalid_grant"},        // user token: expired
    CodeRow{501051, 400, "invalid_grant"},        // not assigned to a role of the API
    CodeRow{700016, 400, "unauthorized_client"},  // unknown client
    CodeRow{700021, 401, "invalid_client"},       // assertion of another client
    CodeRow{700023, 401, "invalid_client"},       // assertion: aud
    CodeRow{700024, 401, "invalid_client"},       // assertion: lifetime
    CodeRow{700025, 401, "invalid_client"},       // public client with a credential
    CodeRow{700027, 401, "invalid_client"},       // assertion: key or signature
    CodeRow{700211, 401, "invalid_client"},       // federated: issuer
    CodeRow{700212, 401, "invalid_client"},       // federated: audience
    CodeRow{700213, 401, "invalid_client"},       // federated: subject
    CodeRow{900144, 400, "invalid_request"},      // a parameter is missing
    CodeRow{900561, 405, "invalid_request"},      // not POST
    CodeRow{901002, 400, "invalid_request"},      // resource parameter
    CodeRow{1002012, 400, "invalid_scope"},       // not /.default
    CodeRow{5002723, 401, "invalid_client"},      // assertion names no key
    CodeRow{5002738, 401, "invalid_client"},      // assertion: alg
    CodeRow{5002741, 401, "invalid_client"},      // assertion: several aud
    CodeRow{7000215, 401, "invalid_client"},      // wrong secret
    CodeRow{7000218, 401, "invalid_client"},      // no credential
    CodeRow{7000222, 401, "invalid_client"},      // expired secret
    CodeRow{7002138, 401, "invalid_client"},      // federated: case of the subject
    CodeRow{9000411, 400, "invalid_request"},     // duplicate parameter
    CodeRow{9002313, 400, "invalid_request"},     // malformed
};
static_assert(std::ranges::is_sorted(kCodes, {}, &CodeRow::code));

const CodeRow& row_of(int code) {
  const auto* row = std::ranges::lower_bound(kCodes, code, {}, &CodeRow::code);
  if (row == kCodes.end() || row->code != code) {
    throw std::logic_error("AADSTS" + std::to_string(code) + " has no row");
  }
  return *row;
}

bool is_guid(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    const bool fits =
        dash ? text[i] == '-'
             : std::string_view("0123456789abcdefABCDEF").find(text[i]) != std::string_view::npos;
    if (!fits) return false;
  }
  return true;
}

/// "2026-11-21 08:30:00Z"
std::string timestamp() {
  auto text = to_rfc3339(now());
  text[text.find('T')] = ' ';
  return text;
}

}  // namespace

tl::unexpected<Refusal> refuse_missing_parameter(std::string_view name) {
  return refuse(900144, "The request body must contain the following parameter: '" +
                            std::string(name) + "'.");
}

tl::unexpected<Refusal> refuse_missing_field(std::string_view name) {
  return refuse(90014, "The required field '" + std::string(name) +
                           "' is missing from the credential. Ensure that you have all the "
                           "necessary parameters for the login request.");
}

tl::unexpected<Refusal> refuse_malformed_request() {
  return refuse(9002313, "Invalid request. Request is malformed or invalid.");
}

Refusal unknown_tenant(std::string_view tenant) {
  return {90002, "Tenant '" + std::string(tenant) +
                     "' not found. Check to make sure you have the correct tenant ID and are "
                     "signing into the correct cloud. Check with your subscription administrator, "
                     "this may happen if there are no active subscriptions for the tenant."};
}

void add_entra_headers(Reply& reply, const Request& request, const std::string& trace_id) {
  reply.headers.emplace_back("Cache-Control", "no-store, no-cache");
  reply.headers.emplace_back("Pragma", "no-cache");
  reply.headers.emplace_back("x-ms-request-id", trace_id);
  const auto id = request.header("client-request-id");
  const auto wanted = request.header("return-client-request-id").value_or("");
  if (id && is_guid(*id) && equals_ignoring_case(wanted, "true")) {
    reply.headers.emplace_back("client-request-id", std::string(*id));
  }
}

Reply entra_error_reply(const Refusal& refusal, const Request& request,
                        const std::string& base_url) {
  const auto& row = row_of(refusal.code);
  const auto number = std::to_string(refusal.code);
  const auto trace_id = crypto::random_uuid();
  const auto sent_id = request.header("client-request-id");
  const auto correlation_id =
      sent_id && is_guid(*sent_id) ? std::string(*sent_id) : crypto::random_uuid();
  const auto time = timestamp();
  auto reply = json_reply(
      row.status,
      {{"error", row.error},
       {"error_description", "AADSTS" + number + ": " + refusal.text + " Trace ID: " + trace_id +
                                 " Correlation ID: " + correlation_id + " Timestamp: " + time},
       {"error_codes", OrderedJson::array({refusal.code})},
       {"timestamp", time},
       {"trace_id", trace_id},
       {"correlation_id", correlation_id},
       {"error_uri", base_url + "/error?code=" + number}});
  reply.code = "AADSTS" + number;
  add_entra_headers(reply, request, trace_id);
  return reply;
}

}  // namespace entra_auth::sandbox
