// SPDX-License-Identifier: MIT
#include "service/incoming_token.hpp"

#include "oauth/authority.hpp"
#include "oauth/tokens/incoming_token.hpp"

#include <string>
#include <vector>

namespace entra_auth::service {
namespace {

/// By which audiences this application goes, as far as it is known here.
std::vector<std::string> own_audiences(const Profile& profile, const os::Environment& environment) {
  if (profile.provider == Provider::texas) {
    // TokenX takes tokens of several issuers, and the sidecar knows best which are right.
    const auto own = environment.get_nonempty("AZURE_APP_CLIENT_ID");
    if (profile.identity_provider == "tokenx" || !own) return {};
    return {std::string(*own)};
  }
  // The token's `aud` is in lower case, whatever somebody typed into a profile.
  const auto id = oauth::canonical_guid(profile.client_id);
  std::vector<std::string> audiences = {id, "api://" + id};
  audiences.insert(audiences.end(), profile.identifier_uris.begin(), profile.identifier_uris.end());
  return audiences;
}

}  // namespace

Result<void> check_incoming_token(const Profile& profile, const Secret* token,
                                  const os::Environment& environment, Timestamp now) {
  if (profile.flow != Flow::on_behalf_of) return {};
  if (token == nullptr) {
    return fail(ErrorKind::usage, "flow on-behalf-of needs the token of a user");
  }
  return oauth::check_incoming_token(*token,
                                     {.audiences = own_audiences(profile, environment),
                                      .needs_user_scope = profile.identity_provider != "tokenx"},
                                     now);
}

}  // namespace entra_auth::service
