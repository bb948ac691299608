// SPDX-License-Identifier: MIT
#include "secrets/vault/kept_key.hpp"

#include "base/encoding.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "os/kernel_keyring.hpp"

#include <string>
#include <utility>

namespace entra_auth::secrets {
namespace {

constexpr const char* kTimeoutVariable = "ENTRA_AUTH_CLI_VAULT_TIMEOUT";
constexpr std::chrono::hours kDefaultTimeout(8);

std::string description(const SealedHeader& header) {
  return "entra-auth-cli:vault:" + hex_encode(fingerprint(header));
}

}  // namespace

Result<std::chrono::seconds> vault_timeout(const os::Environment& environment) {
  if (const auto text = environment.get_nonempty(kTimeoutVariable)) {
    if (const auto duration = parse_duration(*text)) return *duration;
    return fail(ErrorKind::invalid_configuration,
                std::string(kTimeoutVariable) + ": not a duration: " + for_terminal(*text, 60),
                {"write 90, 90s, 5m or 1h (at most 30 days), or 0 to keep no key"});
  }
  const auto ci = environment.get_nonempty("CI");
  if (ci && *ci != "false" && *ci != "0") return std::chrono::seconds(0);
  return kDefaultTimeout;
}

std::optional<SealedFileKey> find_vault_key(const SealedHeader& header) {
  auto found = os::find_key(description(header)).bytes;
  if (!found || found->size() != crypto::kPassphraseKeyBytes) return std::nullopt;
  return SealedFileKey{.header = header, .key = std::move(*found)};
}

bool keep_vault_key(const SealedFileKey& key, std::chrono::seconds lifetime) {
  return os::store_key(description(key.header), key.key, lifetime);
}

bool forget_vault_key(const SealedHeader& header) { return os::remove_key(description(header)); }

}  // namespace entra_auth::secrets
