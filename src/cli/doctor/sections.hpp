// SPDX-License-Identifier: MIT
// What doctor looks at: one function for each section of its report. None of them changes anything,
// prompts, runs a command or shows a secret.
#pragma once

#include "cache/key_holder.hpp"
#include "cli/command.hpp"
#include "cli/doctor/report.hpp"
#include "http/curl_transport.hpp"
#include <entra_auth/clock.hpp>
#include <entra_auth/profile.hpp>
#include <entra_auth/result.hpp>
#include <entra_auth/transport.hpp>

#include <filesystem>
#include <optional>
#include <string>

namespace entra_auth::cli {

/// Version, libraries, files, folders and variables.
[[nodiscard]] DoctorSection examine_program(const Context& context);

struct ExaminedProfile {
  DoctorSection section;
  std::string name{};                // empty if none is selected
  std::optional<Profile> profile{};  // with the overrides of the environment; empty if not usable
};
/// Which profile is selected and why, each of its settings with its source, or what is wrong with
/// it.
[[nodiscard]] ExaminedProfile examine_profile(const std::string& flag, const Context& context);

/// The state of the places that can store secrets and keys.
struct StoreStates {
  Result<void> keyring;
  bool vault_exists = false;
  bool vault_is_unlocked = false;
  std::filesystem::path vault{};  // empty if there is no folder for it
  cache::SealingKeyState sealing_key = cache::SealingKeyState::no_keyring;
};
[[nodiscard]] StoreStates look_at_stores(const os::Environment& environment, Deadline deadline);
[[nodiscard]] DoctorSection examine_stores(const StoreStates& stores,
                                           const os::Environment& environment);

/// Whether the profile's secrets can be read now, and the facts about its keys and certificates.
[[nodiscard]] DoctorSection examine_credential(const Profile& profile, const StoreStates& stores,
                                               const Context& context, Deadline deadline);

/// Cached tokens and sign-ins of the profile. If `profile` is empty: the number of cached tokens.
[[nodiscard]] DoctorSection examine_cache(const std::string& profile, const StoreStates& stores,
                                          const Context& context);

/// Sends one GET without a credential to each server that a token request of the profile may go to,
/// and compares this machine's clock with theirs.
[[nodiscard]] DoctorSection examine_network(const Profile& profile,
                                            const http::TransportSettings& settings,
                                            Transport& transport, const Context& context,
                                            Deadline deadline);

}  // namespace entra_auth::cli
