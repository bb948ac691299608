// SPDX-License-Identifier: MIT
// cache list | clear
#include "base/json.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "base/try.hpp"
#include "cache/document_cache.hpp"
#include "cache/token_cache.hpp"
#include "cli/command.hpp"
#include "cli/output/table.hpp"
#include "os/folders.hpp"

namespace entra_auth::cli {
namespace {

struct CacheOptions {
  std::string profile;
  std::string output;
};

OrderedJson describe(const cache::EntrySummary& entry, Timestamp now) {
  OrderedJson json = {{"id", entry.id}, {"readable", entry.readable}, {"sealed", entry.sealed}};
  if (!entry.readable) return json;
  json["profile"] = entry.profile;
  for (const char* member :
       {"endpoint", "client_id", "grant", "credential", "scopes", "resource"}) {
    if (entry.key.contains(member)) json[member] = entry.key[member];
  }
  json["acquired_on"] = entry.acquired_at.time_since_epoch().count();
  json["expires_on"] = entry.expires_at.time_since_epoch().count();
  json["expires_at"] = to_rfc3339(entry.expires_at);
  json["expires_in"] = (entry.expires_at - now).count();
  return json;
}

std::string scopes_of(const cache::EntrySummary& entry) {
  std::string text;
  const auto scopes = entry.key.find("scopes");
  if (scopes == entry.key.end() || !scopes->is_array()) return text;
  for (const auto& scope : *scopes) {
    if (scope.is_string()) text += (text.empty() ? "" : " ") + scope.get_ref<const std::string&>();
  }
  return text;
}

Result<Output> list(const CacheOptions& options, const Context& context) {
  TRY(const auto folder, os::cache_folder(context.environment));
  const auto now = context.clock.now();
  const auto entries = cache::TokenCache(folder).list();
  if (options.output == "json") {
    OrderedJson all = OrderedJson::array();
    for (const auto& entry : entries) all.push_back(describe(entry, now));
    return Output{.text = Secret(to_ascii_json(all, 2) + "\n")};
  }
  Output output;
  if (entries.empty()) return output;
  Table table({"PROFILE", "EXPIRES", "STORED", "CLIENT", "SCOPES"});
  for (const auto& entry : entries) {
    if (!entry.readable) {
      table.add({"?", "unreadable: damaged, or the key that sealed it is gone (" + entry.id + ")"});
      continue;
    }
    const auto left = entry.expires_at - now;
    table.add(
        {entry.profile,
         left.count() > 0 ? "in " + describe_duration(left) : describe_duration(left) + " ago",
         entry.sealed ? "sealed" : "plain 0600", string_or(entry.key, "client_id"),
         scopes_of(entry)});
  }
  output.text = Secret(table.render());
  return output;
}

Result<Output> clear(const CacheOptions& options, const Context& context) {
  TRY(const auto folder, os::cache_folder(context.environment));
  std::optional<std::string> profile;
  if (!options.profile.empty()) profile = options.profile;
  TRY(const auto removed, cache::TokenCache(folder).clear(profile));
  if (!profile) cache::DocumentCache(folder).clear();
  return Output{.text = Secret("removed " + std::to_string(removed) +
                               (removed == 1 ? " token\n" : " tokens\n"))};
}

CommandDetails describe_list(CacheOptions& options) {
  CommandDetails command;
  command.output = &options.output;
  command.options = {{.names = "-o,--output",
                      .target = &options.output,
                      .value = "FORMAT",
                      .help = "Format: table or json",
                      .words = "table json",
                      .only_words = true}};
  return command;
}

CommandDetails describe_clear(CacheOptions& options) {
  CommandDetails command;
  command.options = {{.names = "-p,--profile",
                      .target = &options.profile,
                      .value = "NAME",
                      .help = "Only tokens of this profile",
                      .kind = ValueKind::profile}};
  return command;
}

CommandDetails describe_commands() {
  CommandDetails command;
  command.commands = {
      make_command("list", "List what is cached, never the tokens", describe_list, list),
      make_command("clear", "Remove cached tokens", describe_clear, clear),
  };
  command.footer = "Removing a token from the cache does not revoke it at the server.";
  return command;
}

}  // namespace

Command cache_command() { return {"cache", "Show or remove cached tokens", describe_commands}; }

}  // namespace entra_auth::cli
