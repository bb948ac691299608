// SPDX-License-Identifier: MIT
#include "base/json.hpp"
#include "base/text.hpp"
#include "cli/doctor/sections.hpp"
#include "cli/manual/environment_variables.hpp"
#include "crypto/keys.hpp"
#include "http/curl_transport.hpp"
#include "os/descriptor.hpp"
#include "os/file_status.hpp"
#include "os/folders.hpp"
#include "profiles/keys/shown_values.hpp"
#include "profiles/profile_store.hpp"
#include "secrets/keyring/store.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

namespace entra_auth::cli {
namespace {

std::string octal(unsigned mode) {
  std::string digits = "0000";
  for (std::size_t i = 4; i-- > 0; mode >>= 3U) digits[i] = static_cast<char>('0' + (mode & 7U));
  return digits;
}

const char* name_of(os::FileOwner owner) {
  if (owner == os::FileOwner::self) return "yours";
  return owner == os::FileOwner::root ? "root's" : "another user's";
}

Finding library(std::string name, const Result<std::string>& version, bool is_needed) {
  if (version) return ok(std::move(name), *version);
  if (is_needed) return problem(std::move(name), version.error());
  return info(std::move(name), version.error().message, join(version.error().hints, "; "));
}

OrderedJson facts_of(const std::filesystem::path& path, const std::string& variable,
                     const os::PathStatus& seen) {
  OrderedJson facts = {{"path", path.native()},
                       {"chosen_by", variable},
                       {"exists", seen.type != os::PathType::missing},
                       {"mode", nullptr},
                       {"owner_is_self", nullptr},
                       {"writable", seen.writable}};
  if (seen.type == os::PathType::file || seen.type == os::PathType::folder) {
    facts["mode"] = octal(seen.mode);
    facts["owner_is_self"] = seen.owner == os::FileOwner::self;
  }
  return facts;
}

/// Owner and mode of a file or folder of this program, or the first thing that is wrong with it.
Finding path_finding(std::string name, const std::filesystem::path& path, os::PathType expected,
                     const os::PathStatus& seen) {
  const std::string text = path.native();
  const std::string quoted = shell_quote(text);
  if (seen.type == os::PathType::missing) {
    if (seen.writable) return info(std::move(name), text + ": does not exist yet");
    return warning(std::move(name), text + ": does not exist and cannot be created",
                   "check owner and mode of the folders above it");
  }
  if (seen.type == os::PathType::unreadable) {
    return warning(std::move(name), text + ": " + os::errno_text(seen.error_number));
  }
  const std::string facts = text + ": mode " + octal(seen.mode) + ", " + name_of(seen.owner);
  if (seen.type != expected) {
    return warning(std::move(name),
                   text + (expected == os::PathType::folder ? ": is not a folder"
                                                            : ": is not a regular file"));
  }
  if (seen.owner == os::FileOwner::other) {
    return warning(std::move(name), facts, "use one that you own");
  }
  if ((seen.mode & 022U) != 0) {
    return warning(std::move(name), facts + ", other users can change it", "chmod go-w " + quoted);
  }
  if (!seen.writable) return warning(std::move(name), facts + ", read-only for this process");
  return ok(std::move(name), facts);
}

void add_path(DoctorSection& section, const char* name, const std::filesystem::path& path,
              const std::string& chosen_by, os::PathType expected) {
  const auto seen = os::look_at(path);
  auto finding = path_finding(name, path, expected, seen);
  finding.source = chosen_by;
  finding.facts = facts_of(path, chosen_by, seen);
  section.add(std::move(finding));
}

void add_profile_file(DoctorSection& section, const Context& context) {
  constexpr const char* kName = "profile_file";
  const auto file = profiles::profile_file(context.environment, context.global.config_file);
  if (!file) {
    section.add(problem(kName, file.error()));
    return;
  }
  std::string chosen_by = "--config";
  if (context.global.config_file.empty()) {
    chosen_by = os::choose_folder(context.environment, os::FolderKind::config)->variable;
  }
  add_path(section, kName, *file, chosen_by, os::PathType::file);
}

void add_folder(DoctorSection& section, const char* name, os::FolderKind kind,
                const Context& context) {
  const auto choice = os::choose_folder(context.environment, kind);
  if (choice) {
    add_path(section, name, choice->path, choice->variable, os::PathType::folder);
  } else {
    section.add(warning(name, choice.error().message, join(choice.error().hints, "; ")));
  }
}

/// Without what may be a secret.
std::string shown_value(std::string_view variable, std::string_view value) {
  const auto lower = to_lower(variable);
  if (lower.find("passphrase") != std::string::npos) return "********";
  if (lower.ends_with("_proxy") && !lower.starts_with("no")) return profiles::masked_proxy(value);
  return std::string(value);
}

std::vector<std::string> known_variables() {
  std::vector<std::string> names;
  for (const auto& each : kEnvironmentVariables) {
    for (auto& name : split(each.names, ", ")) names.push_back(std::move(name));
  }
  return names;
}

void add_variables(DoctorSection& section, const os::Environment& environment) {
  const auto known = known_variables();
  for (const auto& name : known) {
    const auto value = environment.get(name);
    if (!value) continue;
    section.add(value->empty() ? info(name, "set but empty, which counts as not set")
                               : info(name, shown_value(name, *value)));
  }
  constexpr std::string_view kOurs = "ENTRA_AUTH_CLI_";
  std::vector<std::string> candidates = known;
  std::erase_if(candidates, [&](const std::string& name) { return !name.starts_with(kOurs); });
  for (const auto entry : environment.entries()) {
    const std::string name(entry.substr(0, entry.find('=')));
    if (!name.starts_with(kOurs) || std::ranges::find(known, name) != known.end()) continue;
    const auto nearest = nearest_names(name, candidates, 1);
    section.add(warning(name, "this program has no such variable",
                        nearest.empty() ? "unset it" : "did you mean " + nearest.front() + "?"));
  }
}

}  // namespace

DoctorSection examine_program(const Context& context) {
  DoctorSection section{"program", "Program", {}};
  section.add(ok("version", ENTRA_AUTH_VERSION));
  section.add(library("libcurl", http::curl_version(), true));
  section.add(library("libcrypto", crypto::libcrypto_version(), true));
  section.add(library("libsystemd", secrets::bus_library(), false));
  add_profile_file(section, context);
  add_folder(section, "cache_folder", os::FolderKind::cache, context);
  add_folder(section, "data_folder", os::FolderKind::data, context);
  add_variables(section, context.environment);
  return section;
}

}  // namespace entra_auth::cli
