// SPDX-License-Identifier: MIT
#include "service/token_verifier.hpp"

#include "base/text.hpp"
#include "base/try.hpp"
#include "oauth/grants/sidecar.hpp"
#include "service/issuer_keys.hpp"
#include "service/server.hpp"

#include <utility>

namespace entra_auth::service {
namespace {

Result<Verdict> ask_sidecar(const oauth::DecodedJwt& jwt, const Profile& profile,
                            const os::Environment& environment, const DocumentContext& context) {
  TRY(const auto endpoint, introspection_endpoint(profile, environment));
  // Without the `Bearer ` and white space that are forgiven.
  const Secret token(jwt.signing_input + "." + jwt.signature_text);
  TRY(const auto response, oauth::introspect(context.transport, endpoint, profile.identity_provider,
                                             token, context.clock, context.deadline));
  Verdict verdict{.verified = response.active,
                  .verifier = "the Nais token sidecar (" + profile.identity_provider + ")",
                  .reason = {},
                  .rules = {}};
  if (!response.active) verdict.reason = response.error.empty() ? "not active" : response.error;
  return verdict;
}

std::optional<Verdict> refuse_api_only(const oauth::DecodedJwt& jwt) {
  if (!oauth::is_for_its_api_only(jwt)) return std::nullopt;
  return Verdict{.verified = false,
                 .verifier = "us",
                 .reason = "its header has a `nonce`: only the API it was issued for can verify it",
                 .rules = {}};
}

Verdict make_verdict(oauth::Verification verification, std::string verifier) {
  Verdict verdict{.verified = verification.verified(),
                  .verifier = std::move(verifier),
                  .reason = {},
                  .rules = std::move(verification.rules)};
  for (const auto& rule : verdict.rules) {
    if (rule.held) continue;
    verdict.reason += (verdict.reason.empty() ? "" : "; ") + rule.rule + ": " + rule.detail;
  }
  return verdict;
}

Result<KeySource> source_of(const oauth::DecodedJwt& jwt, const VerificationRequest& request) {
  if (!request.jwks_uri.empty()) {
    return KeySource{.metadata_url = {}, .jwks_uri = request.jwks_uri, .issuer = request.issuer};
  }
  if (!request.issuer.empty()) return key_source_of(request.issuer);
  if (request.profile != nullptr) return key_source_of(*request.profile, jwt.claims);
  return known_key_source(jwt.claims);
}

}  // namespace

Result<Verdict> verify_token(const oauth::DecodedJwt& jwt, const VerificationRequest& request,
                             const os::Environment& environment, const DocumentContext& context) {
  const bool trusts_sidecar = request.profile != nullptr &&
                              request.profile->provider == Provider::texas &&
                              request.jwks_uri.empty() && request.issuer.empty();
  if (trusts_sidecar) {
    if (request.rules) {
      return fail(ErrorKind::usage, "the Nais token sidecar does not take rules",
                  {"leave --audience, --require-scope, --require-role and --leeway out"});
    }
    return ask_sidecar(jwt, *request.profile, environment, context);
  }
  if (auto refused = refuse_api_only(jwt)) return std::move(*refused);
  TRY(const auto source, source_of(jwt, request));
  auto rules = request.rules.value_or(oauth::VerificationRules{});
  if (rules.issuer.empty()) rules.issuer = request.issuer;
  TRY(auto verification, verify_with(source, jwt, std::move(rules), context));
  const auto& where = source.metadata_url.empty() ? source.jwks_uri : source.metadata_url;
  return make_verdict(std::move(verification), "the keys of " + for_terminal(where, 200));
}

Verdict verify_with_keys(const oauth::DecodedJwt& jwt, std::span<const crypto::PublicJwk> keys,
                         const oauth::VerificationRules& rules, Timestamp now,
                         std::string verifier) {
  if (auto refused = refuse_api_only(jwt)) return std::move(*refused);
  return make_verdict(oauth::verify_token(jwt, keys, rules, now), std::move(verifier));
}

}  // namespace entra_auth::service
