// SPDX-License-Identifier: MIT
#include "service/incoming_token.hpp"

#include "base/text.hpp"
#include "base/try.hpp"
#include "oauth/authority.hpp"
#include "oauth/tokens/incoming_token.hpp"
#include "service/token_verifier.hpp"

#include <string>
#include <vector>

namespace entra_auth::service {
namespace {

/// The audiences of this application, as far as they are known here.
std::vector<std::string> own_audiences(const Profile& profile, const os::Environment& environment) {
  if (profile.provider == Provider::texas) {
    // TokenX accepts tokens of several issuers, and the sidecar checks their audiences.
    const auto own = environment.get_nonempty("AZURE_APP_CLIENT_ID");
    if (profile.identity_provider == "tokenx" || !own) return {};
    return {std::string(*own)};
  }
  // The token's `aud` is in lower case, even if the profile is not.
  const auto id = oauth::canonical_guid(profile.client_id);
  std::vector<std::string> audiences = {id, "api://" + id};
  audiences.insert(audiences.end(), profile.identifier_uris.begin(), profile.identifier_uris.end());
  return audiences;
}

}  // namespace

Result<oauth::DecodedJwt> check_incoming_token(const Profile& profile, const Secret* token,
                                               const os::Environment& environment, Timestamp now) {
  if (token == nullptr) {
    return fail(ErrorKind::usage, "flow on-behalf-of needs the token of a user");
  }
  return oauth::check_incoming_token(*token,
                                     {.audiences = own_audiences(profile, environment),
                                      .needs_user_scope = profile.identity_provider != "tokenx"},
                                     now);
}

Result<void> verify_incoming_token(const oauth::DecodedJwt& token, const Profile& profile,
                                   const os::Environment& environment,
                                   const DocumentContext& context) {
  TRY(const auto verdict, verify_token(token, {.profile = &profile}, environment, context));
  if (verdict.verified) return {};
  return fail(ErrorKind::invalid_token,
              "the incoming token breaks a rule: " + for_terminal(verdict.reason, 1000),
              {"pass the access token that the caller sent in its Authorization header"});
}

}  // namespace entra_auth::service
