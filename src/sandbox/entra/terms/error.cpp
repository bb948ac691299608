// SPDX-License-Identifier: MIT
#include "sandbox/entra/terms/error.hpp"

#include "base/json.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "oauth/authority.hpp"
#include "os/random.hpp"
#include "sandbox/jwt.hpp"

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

// Sorted by code. Status 401 for invalid_client and 400 for the rest, as RFC 6749 section 5.2
// demands and samples of real responses show.
constexpr std::array kCodes{
    CodeRow{28000, 400, "invalid_grant"},         // scopes of several APIs
    CodeRow{50011, 400, "invalid_request"},       // redirect URI is not registered
    CodeRow{50013, 400, "invalid_grant"},         // incoming token: signature or issuer
    CodeRow{50027, 400, "invalid_request"},       // assertion is not a JWT
    CodeRow{50034, 400, "invalid_grant"},         // unknown user
    CodeRow{50048, 401, "invalid_client"},        // assertion: sub is not iss
    CodeRow{50058, 400, "login_required"},        // prompt=none, no session
    CodeRow{50059, 400, "invalid_request"},       // /common for an app-only grant
    CodeRow{50076, 400, "interaction_required"},  // multifactor authentication
    CodeRow{50147, 400, "invalid_request"},       // code_challenge is missing
    CodeRow{50148, 400, "invalid_grant"},         // code_verifier is missing
    CodeRow{50149, 400, "invalid_request"},       // code_challenge_method
    CodeRow{50173, 400, "invalid_grant"},         // refresh token: revoked
    CodeRow{53003, 400, "interaction_required"},  // Conditional Access
    CodeRow{54005, 400, "invalid_grant"},         // code was already redeemed
    CodeRow{65001, 400, "invalid_grant"},         // consent is missing
    CodeRow{65004, 400, "access_denied"},         // user declined
    CodeRow{70000, 400, "invalid_grant"},         // code or refresh token is not valid
    CodeRow{70003, 400, "unsupported_grant_type"},
    CodeRow{70005, 400, "unsupported_response_type"},
    CodeRow{70007, 400, "invalid_request"},  // response_mode
    CodeRow{70008, 400, "invalid_grant"},    // code has expired
    CodeRow{70011, 400, "invalid_scope"},
    CodeRow{70016, 400, "authorization_pending"},
    CodeRow{70018, 400, "bad_verification_code"},
    CodeRow{70019, 400, "expired_token"},
    CodeRow{90002, 400, "invalid_request"},  // unknown tenant
    CodeRow{90011, 400, "invalid_request"},  // client_assertion_type
    CodeRow{90014, 400, "invalid_request"},  // a field is missing
    CodeRow{90023, 400, "invalid_request"},  // authorize parameter
    CodeRow{90100, 400, "invalid_request"},  // claims parameter
    CodeRow{240002, 400, "invalid_grant"},   // incoming token: not of a user
    CodeRow{500011, 400, "invalid_resource"},
    CodeRow{500112, 400, "invalid_grant"},         // redirect URI changed
    CodeRow{500131, 400, "invalid_grant"},         // incoming token: aud
    CodeRow{500133, 400, "invalid_grant"},         // incoming token: expired
    CodeRow{501051, 400, "invalid_grant"},         // not assigned to a role of the API
    CodeRow{501481, 400, "invalid_grant"},         // code_verifier
    CodeRow{501491, 400, "invalid_request"},       // code_challenge
    CodeRow{650053, 401, "invalid_client"},        // unknown scope of an API
    CodeRow{700005, 400, "invalid_grant"},         // code of another tenant
    CodeRow{700016, 400, "unauthorized_client"},   // unknown client
    CodeRow{700021, 401, "invalid_client"},        // assertion of another client
    CodeRow{700023, 401, "invalid_client"},        // assertion: aud
    CodeRow{700024, 401, "invalid_client"},        // assertion: lifetime
    CodeRow{700025, 401, "invalid_client"},        // public client with a credential
    CodeRow{700027, 401, "invalid_client"},        // assertion: key or signature
    CodeRow{700082, 400, "invalid_grant"},         // refresh token: expired
    CodeRow{700211, 401, "invalid_client"},        // federated: issuer
    CodeRow{700212, 401, "invalid_client"},        // federated: audience
    CodeRow{700213, 401, "invalid_client"},        // federated: subject
    CodeRow{900144, 400, "invalid_request"},       // a parameter is missing
    CodeRow{900561, 405, "invalid_request"},       // not POST
    CodeRow{901002, 400, "invalid_request"},       // resource parameter
    CodeRow{1002012, 400, "invalid_scope"},        // not /.default
    CodeRow{5002723, 401, "invalid_client"},       // assertion names no key
    CodeRow{5002738, 401, "invalid_client"},       // assertion: alg
    CodeRow{5002741, 401, "invalid_client"},       // assertion: several aud
    CodeRow{7000114, 400, "unauthorized_client"},  // on-behalf-of is not allowed
    CodeRow{7000215, 401, "invalid_client"},       // wrong secret
    CodeRow{7000218, 401, "invalid_client"},       // credential is missing
    CodeRow{7000222, 401, "invalid_client"},       // expired secret
    CodeRow{7002138, 401, "invalid_client"},       // federated: case of the subject
    CodeRow{9000411, 400, "invalid_request"},      // duplicate parameter
    CodeRow{9001023, 400, "invalid_request"},      // user grant at /consumers
    CodeRow{9002313, 400, "invalid_request"},      // malformed
    CodeRow{9002326, 400, "invalid_request"},      // Origin, but not a single-page application
    CodeRow{9002327, 400, "invalid_request"},      // single-page application without Origin
};
static_assert(std::ranges::is_sorted(kCodes, {}, &CodeRow::code));

const CodeRow& row_of(int code) {
  const auto* row = std::ranges::lower_bound(kCodes, code, {}, &CodeRow::code);
  if (row == kCodes.end() || row->code != code) {
    throw std::logic_error("AADSTS" + std::to_string(code) + " has no row");
  }
  return *row;
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

Refusal unknown_client(std::string_view client_id, std::string_view tenant) {
  return {700016, "Application with identifier '" + std::string(client_id) +
                      "' was not found in the directory '" + std::string(tenant) +
                      "'. This can happen if the application has not been installed by the "
                      "administrator of the tenant or consented to by any user in the tenant. You "
                      "may have sent your authentication request to the wrong tenant."};
}

std::string code_text(const Refusal& refusal) { return "AADSTS" + std::to_string(refusal.code); }

OrderedJson entra_error_body(const Refusal& refusal, const Request& request,
                             const std::string& base_url) {
  const auto trace_id = os::random_uuid();
  const auto sent_id = request.header("client-request-id");
  const auto correlation_id =
      sent_id && oauth::is_guid(*sent_id) ? std::string(*sent_id) : os::random_uuid();
  const auto time = timestamp();
  OrderedJson body{
      {"error", refusal.error.empty() ? row_of(refusal.code).error : refusal.error},
      {"error_description", code_text(refusal) + ": " + refusal.text + " Trace ID: " + trace_id +
                                " Correlation ID: " + correlation_id + " Timestamp: " + time},
      {"error_codes", OrderedJson::array({refusal.code})},
      {"timestamp", time},
      {"trace_id", trace_id},
      {"correlation_id", correlation_id},
      {"error_uri", base_url + "/error?code=" + std::to_string(refusal.code)}};
  if (!refusal.suberror.empty()) body["suberror"] = refusal.suberror;
  if (!refusal.claims.empty()) body["claims"] = refusal.claims;
  return body;
}

Reply entra_error_reply(const Refusal& refusal, const Request& request,
                        const std::string& base_url) {
  const auto body = entra_error_body(refusal, request, base_url);
  auto reply = json_reply(row_of(refusal.code).status, body);
  reply.code = code_text(refusal);
  add_entra_headers(reply, request, body.at("trace_id").get<std::string>());
  return reply;
}

void add_entra_headers(Reply& reply, const Request& request, const std::string& trace_id) {
  reply.headers.emplace_back("Cache-Control", "no-store, no-cache");
  reply.headers.emplace_back("Pragma", "no-cache");
  reply.headers.emplace_back("x-ms-request-id", trace_id);
  const auto id = request.header("client-request-id");
  const auto wanted = request.header("return-client-request-id").value_or("");
  if (id && oauth::is_guid(*id) && equals_ignoring_case(wanted, "true")) {
    reply.headers.emplace_back("client-request-id", std::string(*id));
  }
}

}  // namespace entra_auth::sandbox
