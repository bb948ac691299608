// SPDX-License-Identifier: MIT
#pragma once

#include "cli/command.hpp"
#include "cli/doctor/report.hpp"
#include "secrets/secret_source.hpp"
#include <entra_auth/clock.hpp>
#include <entra_auth/profile.hpp>
#include <entra_auth/secret.hpp>

namespace entra_auth::cli {

/// Adds what there is to say about the key or certificate that the profile signs with, loaded as
/// for a token request: what it is, until when it is valid, and what is wrong with its files. Call
/// it only if every secret reference of the profile can be read now.
void examine_key(const Profile& profile, const secrets::SecretSource& secrets,
                 const Context& context, DoctorSection& section);

/// Issuer, subject, audience and expiry of a federated assertion, to compare with the federated
/// credential of the app registration. Never shows its signature.
[[nodiscard]] Finding examine_assertion(const Secret& assertion, Timestamp now);

}  // namespace entra_auth::cli
