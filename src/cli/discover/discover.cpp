// SPDX-License-Identifier: MIT
// discover: what an API is called and what can be asked of it.
#include "base/json.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "cli/command.hpp"
#include "cli/connection.hpp"
#include "cli/discover/pick.hpp"
#include "cli/interaction/passphrase_flags.hpp"
#include "cli/interaction/sign_in_flags.hpp"
#include "cli/interaction/terminal_user_agent.hpp"
#include "cli/options/profile_selection.hpp"
#include "cli/options/token_settings.hpp"
#include "cli/output/table.hpp"
#include "graph/directory.hpp"
#include "oauth/authority.hpp"
#include "profiles/keys/words.hpp"
#include "service/requested_token.hpp"

namespace entra_auth::cli {
namespace {

/// "Microsoft Graph Command Line Tools", a public client that Microsoft has registered everywhere
/// (Microsoft Graph PowerShell, "Authentication").
constexpr const char* kGraphCommandLine = "14d82eec-204b-4c2f-b7e8-296a70dab67e";
constexpr const char* kUserScope = "/Application.Read.All";

struct DiscoverOptions {
  std::string profile;
  std::string tenant;
  std::string pattern;
  std::string kind = "applications";
  std::string output = "table";
  TokenFlags flags;
  SignInFlags user;
};

/// The named profile, else a person at the public client.
Result<Profile> whose_credential(const DiscoverOptions& options, const Context& context) {
  Profile profile;
  if (!options.profile.empty() || context.environment.get_nonempty("ENTRA_AUTH_CLI_PROFILE")) {
    TRY(profile, select_profile(options.profile, context, false));
  } else {
    profile.name = "discover";
    profile.client_id = kGraphCommandLine;
    profile.tenant_id = "organizations";
    profile.flow = Flow::interactive_browser;
  }
  if (profile.provider != Provider::entra) {
    return fail(ErrorKind::usage,
                "discover needs a profile with provider entra; " + profile.name + " has provider " +
                    std::string(name(profile.provider)),
                {"use another profile, or leave out -p to sign in"});
  }
  if (options.tenant.empty()) return profile;
  if (!profiles::is_tenant(options.tenant)) {
    return fail(ErrorKind::usage, "--tenant: not a tenant: " + for_terminal(options.tenant, 100),
                {"it is a GUID or a domain such as contoso.onmicrosoft.com"});
  }
  profile.tenant_id = options.tenant;
  return profile;
}

std::vector<std::string> graph_scopes(const Profile& profile) {
  const auto graph = oauth::graph_endpoint_of(profile);
  if (service::has_user(profile.flow)) return {graph + kUserScope};
  return {oauth::default_scope(graph)};
}

OrderedJson to_json(const std::vector<graph::DirectoryEntry>& entries) {
  auto all = OrderedJson::array();
  for (const auto& entry : entries) {
    all.push_back({{"display_name", entry.display_name},
                   {"app_id", entry.app_id},
                   {"identifier_uris", entry.identifier_uris},
                   {"scopes", entry.scopes},
                   {"roles", entry.roles},
                   {"default_scope", entry.default_scope}});
  }
  return all;
}

/// One entry a line; several values in a cell are separated by spaces, as `scopes` takes them.
std::string to_tsv(const std::vector<graph::DirectoryEntry>& entries) {
  std::string text = "display_name\tapp_id\tidentifier_uris\tscopes\troles\tdefault_scope\n";
  for (const auto& entry : entries) {
    const std::string cells[] = {
        entry.display_name,      entry.app_id,           join(entry.identifier_uris, " "),
        join(entry.scopes, " "), join(entry.roles, " "), entry.default_scope};
    std::string line;
    for (const auto& cell : cells) {
      // Control characters, tabs and line breaks among them, become visible escapes.
      line += (line.empty() ? "" : "\t") + for_terminal(cell, 1 << 16);
    }
    text += line + "\n";
  }
  return text;
}

/// With a number before each entry where one is to be picked.
std::string to_table(const std::vector<graph::DirectoryEntry>& entries, bool numbered) {
  std::vector<std::string> titles = {"NAME", "CLIENT ID", "APP ID URI", "SCOPES"};
  if (numbered) titles.insert(titles.begin(), "#");
  Table table(std::move(titles));
  int number = 0;
  const auto add = [&](const std::string& first, std::vector<std::string> cells) {
    if (numbered) cells.insert(cells.begin(), first);
    table.add(std::move(cells));
  };
  for (const auto& entry : entries) {
    std::vector<std::string> lines = entry.scopes;
    if (!entry.roles.empty()) {
      lines.push_back(entry.default_scope + " (roles: " + join(entry.roles, ", ") + ")");
    }
    const std::string uri = entry.identifier_uris.empty() ? "-" : entry.identifier_uris.front();
    add(std::to_string(++number),
        {entry.display_name, entry.app_id, uri, lines.empty() ? "-" : lines.front()});
    for (std::size_t i = 1; i < lines.size(); ++i) {
      add({}, {"", "", i < entry.identifier_uris.size() ? entry.identifier_uris[i] : "", lines[i]});
    }
  }
  return table.render();
}

Result<Output> discover(const DiscoverOptions& options, const Context& context) {
  TRY(auto profile, whose_credential(options, context));
  TRY(const auto times, apply_overrides(options.flags, context.environment, profile));
  TRY_VOID(apply_sign_in_flags(options.user, profile));
  profile.resource.clear();
  profile.scopes = graph_scopes(profile);

  Connection connection(profile, context);
  TerminalUserAgent terminal(context.environment, profile.name, !options.user.no_browser);
  auto sign_in = sign_in_options(options.user, times, profile, terminal, context);
  sign_in.command = "entra-auth-cli discover" +
                    (options.profile.empty() ? "" : " -p " + shell_quote(options.profile)) +
                    (options.tenant.empty() ? "" : " -t " + shell_quote(options.tenant));
  TRY(auto response,
      connection.tokens().get(
          profile, {.use_cache = profile.cache,
                    .min_validity = times.min_validity,
                    .sign_in = std::move(sign_in),
                    .vault_passphrase = vault_passphrase(options.user.no_interaction, context),
                    .deadline = context.started + times.timeout}));

  // The user may have taken longer than the time limit of the requests.
  const Deadline deadline = context.clock.steady_now() + times.timeout;
  TRY(const auto entries,
      graph::search_directory(
          {.endpoint = oauth::graph_endpoint_of(profile),
           .access_token = response.token.access_token,
           .kind = options.kind == "applications" ? graph::DirectoryKind::applications
                                                  : graph::DirectoryKind::service_principals,
           .pattern = options.pattern,
           .deadline = deadline},
          connection.transport()));
  Output output{.text = {}, .warnings = std::move(response.warnings)};
  if (options.output == "json") {
    output.text = Secret(to_ascii_json(to_json(entries), 2) + "\n");
  } else if (options.output == "tsv") {
    output.text = Secret(to_tsv(entries));
  } else if (!entries.empty()) {
    const bool may_pick = can_pick(options.user.no_interaction, context);
    output.text = Secret(to_table(entries, may_pick));
    if (may_pick) output.more = pick_profile(entries, profile, context);
  } else {
    output.warnings.push_back(
        "nothing matches; `*` stands for any characters, and --kind "
        "service-principals also finds the APIs of other tenants");
  }
  return output;
}

CommandDetails describe(DiscoverOptions& options) {
  CommandDetails command;
  command.output = &options.output;
  command.options = {
      {.names = "-p,--profile",
       .target = &options.profile,
       .value = "NAME",
       .help = "Profile whose credential to use",
       .kind = ValueKind::profile},
      {.names = "-t,--tenant",
       .target = &options.tenant,
       .value = "TENANT",
       .help = "Search this tenant instead of the profile's"},
      {.names = "-s,--search",
       .target = &options.pattern,
       .value = "PATTERN",
       .help = "Name (* matches anything), application ID, or App ID URI"},
      {.names = "--kind",
       .target = &options.kind,
       .value = "KIND",
       .help = "applications or service-principals",
       .words = "applications service-principals",
       .only_words = true},
      {.names = "-o,--output",
       .target = &options.output,
       .value = "FORMAT",
       .help = "table, json or tsv",
       .words = "table json tsv",
       .only_words = true},
      {.names = "--timeout",
       .target = &options.flags.timeout,
       .value = "DURATION",
       .help = "Time limit of the requests (default 60s)"},
      {.names = "--no-interaction", .target = &options.user.no_interaction, .help = "Never prompt"},
      {.names = "--no-browser",
       .target = &options.user.no_browser,
       .help = "Print the sign-in URL; paste back the URL that the browser ends at"},
  };
  command.footer =
      "Examples:\n"
      "  entra-auth-cli discover -t contoso.onmicrosoft.com -s \"YourAPI*\"\n"
      "  entra-auth-cli discover -p my-api-client -s \"*test*\" -o json\n"
      "The credential needs the Microsoft Graph permission Application.Read.All.\n"
      "Without -p you sign in through Microsoft's public Graph client. If the only star\n"
      "is at the end, the server searches; otherwise every page is read. On a terminal,\n"
      "a row can become a profile.";
  return command;
}

}  // namespace

Command discover_command() {
  return make_command("discover", "Find APIs in the tenant, and the scopes they expose", describe,
                      discover);
}

}  // namespace entra_auth::cli
