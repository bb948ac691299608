// SPDX-License-Identifier: MIT
#include "cache/sign_in_keys.hpp"

#include "cache/key_holder.hpp"

namespace entra_auth::cache {

std::optional<KeyHolder> key_holder(char letter) {
  for (const auto holder :
       {KeyHolder::kernel_keyring, KeyHolder::secret_service, KeyHolder::vault}) {
    if (letter == static_cast<char>(holder)) return holder;
  }
  return std::nullopt;
}

const char* describe(KeyHolder holder) {
  switch (holder) {
    case KeyHolder::kernel_keyring:
      return "the kernel keyring";
    case KeyHolder::secret_service:
      return "the keyring";
    case KeyHolder::vault:
      return "the vault";
  }
  return "";
}

SignInKeys kernel_sign_in_keys(const std::filesystem::path& folder) {
  return {.find = [](KeyHolder holder) -> Result<std::optional<Secret>> {
            if (holder != KeyHolder::kernel_keyring) return std::nullopt;
            return find_sealing_key();
          },
          .choose = [folder]() -> Result<HeldKey> {
            auto key = find_or_make_sealing_key(folder / "locks");
            if (key) return HeldKey{KeyHolder::kernel_keyring, std::move(*key)};
            return fail(ErrorKind::secret_unavailable,
                        "this machine has no keyring to keep the key for refresh tokens in",
                        {"make a vault for it: entra-auth-cli config vault init"});
          }};
}

}  // namespace entra_auth::cache
