// SPDX-License-Identifier: MIT
#include "sandbox/user.hpp"

#include "base/encoding.hpp"
#include "base/text.hpp"
#include "crypto/digest.hpp"

namespace entra_auth::sandbox {

std::string pairwise_subject(const User& user, std::string_view audience) {
  return base64url_encode(crypto::sha256(user.oid + " " + to_lower(audience)));
}

}  // namespace entra_auth::sandbox
