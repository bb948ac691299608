// SPDX-License-Identifier: MIT
#pragma once

#include "cli/command.hpp"
#include "cli/doctor/report.hpp"
#include "secrets/secret_source.hpp"
#include <entra_auth/clock.hpp>
#include <entra_auth/profile.hpp>
#include <entra_auth/secret.hpp>

namespace entra_auth::cli {

/// The key or certificate that the profile signs with, loaded as for a token request: what it is,
/// until when it is good, and what is wrong with its files. Every reference must be one that can be
/// read now.
void examine_key(const Profile& profile, const secrets::SecretSource& secrets,
                 const Context& context, Deadline deadline, DoctorSection& section);

/// What a federated assertion says about itself, in words that help to compare it with the
/// federated credential of the app registration. Never its signature.
[[nodiscard]] Finding examine_assertion(const Secret& assertion, Timestamp now);

}  // namespace entra_auth::cli
