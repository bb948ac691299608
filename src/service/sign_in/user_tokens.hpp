// SPDX-License-Identifier: MIT
// The token of a person: silently with the refresh token that is kept, else by a sign-in.
#pragma once

#include "cache/sign_in_store.hpp"
#include "service/context.hpp"
#include <entra_auth/profile.hpp>
#include <entra_auth/result.hpp>
#include <entra_auth/token.hpp>
#include <entra_auth/user_agent.hpp>

#include <string>
#include <vector>

namespace entra_auth::service {

struct SignInOptions {
  UserAgent* user_agent = nullptr;  // null: nobody may be asked
  std::string no_prompt_reason{};   // why: "--no-interaction", "there is no terminal", ...
  std::string command{};            // to run in a terminal; empty: get-token for the profile
  bool sign_in_anew = false;        // the person wants to, whatever is kept
  Deadline deadline{};              // a sign-in ends here, if not before
};

/// Where the person's refresh token is kept. The caller holds the lock of the key, so that nobody
/// else uses or replaces it.
struct KeptSignIn {
  const cache::SignInStore* store = nullptr;  // null: nowhere
  cache::SignInKey key;
};

struct UserToken {
  Token token;
  bool is_same_user = false;  // as the one of the tokens that are cached, for all we know
};

/// A new refresh token is on disk before this returns. One that the server refuses for good is
/// dropped, unless a newer one has taken its place. Kind `interaction_required` where a person is
/// needed and may not be asked; everything that asks one goes to the user agent, nothing else.
[[nodiscard]] Result<UserToken> get_user_token(const Profile& profile, const GrantContext& context,
                                               const SignInOptions& options, const KeptSignIn& kept,
                                               Clock& clock, std::vector<std::string>& warnings);

}  // namespace entra_auth::service
