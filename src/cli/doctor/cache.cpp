// SPDX-License-Identifier: MIT
#include "base/json.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "base/try.hpp"
#include "cache/sign_in_store.hpp"
#include "cache/token_cache.hpp"
#include "cli/doctor/sections.hpp"
#include "os/folders.hpp"

#include <string>
#include <vector>

namespace entra_auth::cli {
namespace {

using cache::KeyHolder;
using cache::SealingKeyState;

std::string scopes_of(const cache::EntrySummary& entry) {
  std::vector<std::string> scopes;
  const auto found = entry.key.find("scopes");
  if (found == entry.key.end() || !found->is_array()) return {};
  for (const auto& scope : *found) {
    if (scope.is_string()) scopes.push_back(scope.get_ref<const std::string&>());
  }
  return join(scopes, " ");
}

Finding token(const cache::EntrySummary& entry, Timestamp now) {
  const auto left = entry.expires_at - now;
  const std::string scopes = scopes_of(entry);
  auto finding =
      info("token", (scopes.empty() ? "no scopes" : scopes) +
                        (left.count() > 0 ? ": expires in " + describe_duration(left)
                                          : ": expired " + describe_duration(-left) + " ago") +
                        (entry.sealed ? ", sealed" : ", plain 0600"));
  if (left.count() > 0) finding.status = FindingStatus::ok;
  finding.facts = {{"id", entry.id},
                   {"scopes", entry.key.value("scopes", Json::array())},
                   {"expires_at", to_rfc3339(entry.expires_at)},
                   {"expires_in", left.count()},
                   {"sealed", entry.sealed}};
  return finding;
}

Finding sign_in(KeyHolder holder, const StoreStates& stores) {
  const std::string text =
      std::string("stored, sealed with a key in ") + cache::describe(holder) + ", which is ";
  bool is_usable = false;
  std::string hint = "sign in again: the key is gone";
  switch (holder) {
    case KeyHolder::kernel_keyring:
      is_usable = stores.sealing_key == SealingKeyState::present;
      break;
    case KeyHolder::secret_service:
      is_usable = stores.keyring.has_value();
      hint = "make the keyring usable, or sign in again";
      break;
    case KeyHolder::vault:
      is_usable = stores.vault_is_unlocked;
      hint = "unlock it: entra-auth-cli config vault unlock";
      break;
  }
  auto finding = is_usable ? ok("sign_in", text + "usable")
                           : warning("sign_in", text + "not usable now", hint);
  finding.facts = {{"key_holder", cache::describe(holder)}, {"usable", is_usable}};
  return finding;
}

}  // namespace

DoctorSection examine_cache(const std::string& profile, const StoreStates& stores,
                            const Context& context) {
  DoctorSection section{"cache", "Cache", {}};
  const auto folder = os::cache_folder(context.environment);
  if (!folder) {
    section.add(warning("tokens", "tokens are not cached: " + folder.error().message,
                        join(folder.error().hints, "; ")));
    return section;
  }
  std::size_t unreadable = 0;
  std::size_t others = 0;
  for (const auto& entry : cache::TokenCache(*folder).list()) {
    if (!entry.readable) {
      ++unreadable;
    } else if (profile.empty() || entry.profile != profile) {
      ++others;
    } else {
      section.add(token(entry, context.clock.now()));
    }
  }
  if (section.findings.empty() && !profile.empty()) {
    section.add(info("token", "no cached tokens of profile " + profile));
  }
  if (others > 0 || profile.empty()) {
    section.add(info("other_tokens", std::to_string(others) +
                                         (profile.empty() ? " in all" : " of other profiles")));
  }
  if (unreadable > 0) {
    section.add(warning(
        "unreadable",
        std::to_string(unreadable) + " damaged, or sealed with a key that a restart has removed",
        "remove them: entra-auth-cli cache clear"));
  }
  if (profile.empty()) return section;
  for (const auto holder : cache::SignInStore::holders(*folder, profile)) {
    section.add(sign_in(holder, stores));
  }
  return section;
}

}  // namespace entra_auth::cli
