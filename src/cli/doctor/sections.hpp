// SPDX-License-Identifier: MIT
// What doctor looks at, one function for each section of its report. Nothing is changed, nobody is
// asked, no command is run and no secret is shown.
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

/// Version, libraries, files and folders, variables.
[[nodiscard]] DoctorSection examine_program(const Context& context);

struct ExaminedProfile {
  DoctorSection section;
  std::string name{};                // empty: none is chosen
  std::optional<Profile> profile{};  // with what the environment lays over it; empty: not usable
};
/// Which profile it is, each of its settings and where it comes from, or what is wrong with it.
[[nodiscard]] ExaminedProfile examine_profile(const std::string& flag, const Context& context);

/// The places that secrets and keys can be kept in, as they are now.
struct StoreStates {
  Result<void> keyring;
  bool vault_exists = false;
  bool vault_is_unlocked = false;
  std::filesystem::path vault{};  // empty: there is no folder for it
  cache::SealingKeyState sealing_key = cache::SealingKeyState::no_keyring;
};
[[nodiscard]] StoreStates look_at_stores(const os::Environment& environment, Deadline deadline);
[[nodiscard]] DoctorSection examine_stores(const StoreStates& stores,
                                           const os::Environment& environment);

/// Whether the profile's secrets can be read now, and what its keys and certificates say.
[[nodiscard]] DoctorSection examine_credential(const Profile& profile, const StoreStates& stores,
                                               const Context& context, Deadline deadline);

/// Cached tokens and sign-ins of the profile; `profile` empty: how many there are of all.
[[nodiscard]] DoctorSection examine_cache(const std::string& profile, const StoreStates& stores,
                                          const Context& context);

/// Every server of the profile that a token request may go to, with one harmless GET each, and how
/// far this machine's clock is off.
[[nodiscard]] DoctorSection examine_network(const Profile& profile,
                                            const http::TransportSettings& settings,
                                            Transport& transport, const Context& context,
                                            Deadline deadline);

}  // namespace entra_auth::cli
