// SPDX-License-Identifier: MIT
// The token of a user: silently with the kept refresh token, otherwise by a sign-in.
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
  UserAgent* user_agent = nullptr;  // null: the user may not be prompted
  std::string no_prompt_reason{};   // why: "--no-interaction", "there is no terminal", ...
  std::string command{};            // to run in a terminal; empty: get-token for the profile
  bool sign_in_anew = false;        // even if a refresh token is kept
  Deadline deadline{};              // of a sign-in
};

/// Where the user's refresh token is kept. The caller holds the lock of the key, so that no other
/// process uses or replaces it.
struct KeptSignIn {
  const cache::SignInStore* store = nullptr;  // null: it is not kept
  cache::SignInKey key;
};

struct UserToken {
  Token token;
  bool is_same_user = false;  // the cached tokens belong to this user, as far as we know
};

/// A new refresh token is on disk before this returns. One that the server refuses for good is
/// removed, unless a newer one has replaced it. Fails with `interaction_required` if the user must
/// sign in and may not be prompted. Only the user agent prompts.
[[nodiscard]] Result<UserToken> get_user_token(const Profile& profile, const GrantContext& context,
                                               const SignInOptions& options, const KeptSignIn& kept,
                                               Clock& clock, std::vector<std::string>& warnings);

}  // namespace entra_auth::service
