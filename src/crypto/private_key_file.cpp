// SPDX-License-Identifier: MIT
#include "crypto/private_key_file.hpp"

#include "base/try.hpp"
#include "crypto/key_file.hpp"
#include "crypto/openssl.hpp"
#include "crypto/private_key_block.hpp"

#include <algorithm>

namespace entra_auth::crypto {

Result<PrivateKey> load_private_key(const Secret& content, const std::string& name,
                                    const std::optional<Secret>& password) {
  const OpenSslScope openssl;
  const ProtectedFile file{.name = name, .password = password};
  TRY(const auto blocks, read_key_file(content, file));
  const auto block = std::find_if(blocks.begin(), blocks.end(), is_private_key);
  if (block == blocks.end()) {
    return fail(ErrorKind::invalid_configuration,
                name + " holds " + describe(blocks) + ", and no private key that we can read",
                advice(blocks, name));
  }
  return read_private_key(*block, file);
}

}  // namespace entra_auth::crypto
