// SPDX-License-Identifier: MIT
#include "os/kernel_keyring.hpp"

#include <linux/keyctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstring>
#include <string_view>

namespace entra_auth::os {
namespace {

constexpr const char* kType = "user";

template <class... Arguments>
long keyctl(int operation, Arguments... arguments) {
  return ::syscall(SYS_keyctl, operation, arguments...);
}

/// The keyring that holds our keys, linked so that we possess it. Negative if there is none. Then
/// the default permissions of add_key (all for a possessor, view for the user) are sufficient.
long open_keyring() {
  constexpr long kThisUser = -1;
  const long persistent = keyctl(KEYCTL_GET_PERSISTENT, kThisUser, long{KEY_SPEC_PROCESS_KEYRING});
  if (persistent >= 0) return persistent;
  if (keyctl(KEYCTL_LINK, long{KEY_SPEC_USER_KEYRING}, long{KEY_SPEC_PROCESS_KEYRING}) != 0)
    return -1;
  return KEY_SPEC_USER_KEYRING;
}

long add_key(const std::string& description, const Secret& bytes, long keyring) {
  return ::syscall(SYS_add_key, kType, description.c_str(), bytes.expose().data(), bytes.size(),
                   keyring);
}

/// Whether the errno means that the key is absent or expired, and not that keyrings do not work.
bool means_no_key(int error_number) {
  return error_number == ENOKEY || error_number == EKEYEXPIRED || error_number == EKEYREVOKED;
}

}  // namespace

KeyringKey find_key(const std::string& description) {
  const long keyring = open_keyring();
  if (keyring == -1) return {};
  const long key = keyctl(KEYCTL_SEARCH, keyring, kType, description.c_str(), 0L);
  std::array<char, 4096> bytes{};
  const long size = key < 0 ? -1 : keyctl(KEYCTL_READ, key, bytes.data(), bytes.size());
  if (size < 0) {
    if (!means_no_key(errno)) return {};
    return {.state = KeyringState::usable, .bytes = std::nullopt};
  }
  if (static_cast<std::size_t>(size) > bytes.size()) return {};  // not one of ours
  KeyringKey found{.state = KeyringState::usable,
                   .bytes = Secret(std::string_view(bytes.data(), static_cast<std::size_t>(size)))};
  ::explicit_bzero(bytes.data(), bytes.size());
  return found;
}

bool store_key(const std::string& description, const Secret& bytes,
               std::optional<std::chrono::seconds> lifetime) {
  const long keyring = open_keyring();
  if (keyring == -1) return false;
  if (!lifetime) return add_key(description, bytes, keyring) >= 0;

  // First in the keyring of this process, which ends with it: if the process is killed, no key
  // without a lifetime is left.
  const long key = add_key(description, bytes, KEY_SPEC_PROCESS_KEYRING);
  if (key < 0) return false;
  const bool stored = keyctl(KEYCTL_SET_TIMEOUT, key, lifetime->count()) == 0 &&
                      keyctl(KEYCTL_LINK, key, keyring) == 0;
  keyctl(KEYCTL_UNLINK, key, long{KEY_SPEC_PROCESS_KEYRING});
  return stored;
}

bool remove_key(const std::string& description) {
  const long keyring = open_keyring();
  if (keyring == -1) return true;
  const long key = keyctl(KEYCTL_SEARCH, keyring, kType, description.c_str(), 0L);
  if (key < 0) return means_no_key(errno);
  return keyctl(KEYCTL_INVALIDATE, key) == 0 || keyctl(KEYCTL_UNLINK, key, keyring) == 0;
}

}  // namespace entra_auth::os
