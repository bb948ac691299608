// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <string_view>

namespace entra_auth::cli {

struct EnvironmentVariable {
  std::string_view names;  // with ", " between them
  std::string_view meaning;
  std::string_view commands;  // that it is for, with spaces between them; empty: any
};

inline constexpr std::string_view kTokenCommands = "get-token refresh";

/// What the manual pages say about the environment. A test holds the names against those that the
/// sources read.
inline constexpr std::array kEnvironmentVariables = {
    EnvironmentVariable{"ENTRA_AUTH_CLI_PROFILE", "Profile, if --profile is not given", ""},
    EnvironmentVariable{"ENTRA_AUTH_CLI_SCOPE", "Scopes, instead of the profile's", kTokenCommands},
    EnvironmentVariable{"ENTRA_AUTH_CLI_RESOURCE", "Resource instead of the profile's",
                        kTokenCommands},
    EnvironmentVariable{"ENTRA_AUTH_CLI_FLOW", "Flow instead of the profile's", kTokenCommands},
    EnvironmentVariable{"ENTRA_AUTH_CLI_OUTPUT", "Default of --output", kTokenCommands},
    EnvironmentVariable{"ENTRA_AUTH_CLI_TIMEOUT", "Default of --timeout", kTokenCommands},
    EnvironmentVariable{"ENTRA_AUTH_CLI_MIN_VALIDITY", "Default of --min-validity", kTokenCommands},
    EnvironmentVariable{"ENTRA_AUTH_CLI_CONFIG_DIR",
                        "Folder of profiles.toml, instead of $XDG_CONFIG_HOME/entra-auth-cli", ""},
    EnvironmentVariable{"ENTRA_AUTH_CLI_CACHE_DIR",
                        "Folder of cached tokens, instead of $XDG_CACHE_HOME/entra-auth-cli", ""},
    EnvironmentVariable{"ENTRA_AUTH_CLI_DATA_DIR",
                        "Folder of stored secrets, instead of $XDG_DATA_HOME/entra-auth-cli", ""},
    EnvironmentVariable{"ENTRA_AUTH_CLI_VAULT_PASSPHRASE", "Passphrase of the vault", ""},
    EnvironmentVariable{"ENTRA_AUTH_CLI_VAULT_NEW_PASSPHRASE",
                        "New passphrase, for config vault passwd", "config"},
    EnvironmentVariable{"ENTRA_AUTH_CLI_VAULT_TIMEOUT",
                        "How long the vault stays unlocked (default 8h; 0: never)", ""},
    EnvironmentVariable{"ENTRA_AUTH_CLI_EXPORT_PASSPHRASE",
                        "Passphrase of config export and config import", "config"},
    EnvironmentVariable{"CREDENTIALS_DIRECTORY",
                        "Set by systemd: entra-auth-cli.vault in it holds the vault's passphrase",
                        ""},
    EnvironmentVariable{"DBUS_SESSION_BUS_ADDRESS",
                        "The session bus of the desktop's keyring, else $XDG_RUNTIME_DIR/bus", ""},
    EnvironmentVariable{"HTTPS_PROXY, https_proxy, http_proxy, ALL_PROXY, all_proxy",
                        "Proxy, if the profile names none; the first that applies", ""},
    EnvironmentVariable{"NO_PROXY, no_proxy", "Hosts to reach without a proxy", ""},
    EnvironmentVariable{"SSL_CERT_FILE", "Certificate authorities instead of the system's", ""},
    EnvironmentVariable{"BROWSER", "Command that opens the browser for a sign-in", kTokenCommands},
    EnvironmentVariable{"CI", "If set, and not false or 0: never prompt", kTokenCommands},
    EnvironmentVariable{"NO_COLOR", "If set: no colours on stderr", ""},
};

}  // namespace entra_auth::cli
