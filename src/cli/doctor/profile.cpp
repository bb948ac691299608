// SPDX-License-Identifier: MIT
#include "base/text.hpp"
#include "cli/connection.hpp"
#include "cli/doctor/sections.hpp"
#include "cli/options/profile_selection.hpp"
#include "cli/options/token_settings.hpp"
#include "oauth/authority.hpp"
#include "os/files.hpp"
#include "profiles/environment/virtual_profile.hpp"
#include "profiles/keys/key_table.hpp"
#include "profiles/keys/words.hpp"
#include "profiles/toml/value.hpp"
#include "service/requested_token.hpp"

#include <string_view>
#include <utility>

namespace entra_auth::cli {
namespace {

constexpr const char* kDefault = "default";

std::string shown(const profiles::TomlValue& value) {
  if (const auto* text = std::get_if<std::string>(&value.content)) return *text;
  return profiles::write_toml(value, " ");
}

/// Where the settings of the selected profile come from.
class Sources {
 public:
  Sources(const ProfileChoice& choice, const profiles::ProfileStore* store, SettingOrigins origins)
      : choice_(choice), store_(store), origins_(std::move(origins)) {}

  [[nodiscard]] std::string of(const std::string& key) const {
    if (const auto found = origins_.find(key); found != origins_.end()) return found->second;
    if (store_ == nullptr) return "environment";
    return store_->place_of(choice_.name, key).value_or(kDefault);
  }

 private:
  const ProfileChoice& choice_;
  const profiles::ProfileStore* store_;
  SettingOrigins origins_;
};

Finding setting(std::string key, std::string value, std::string source) {
  auto finding = info(std::move(key), std::move(value));
  finding.source = std::move(source);
  return finding;
}

void add_times(DoctorSection& section, const TokenTimes& times, const SettingOrigins& origins,
               const Profile& profile, const Sources& sources) {
  const auto add = [&](const char* key, std::chrono::seconds value, bool is_in_profile) {
    const bool is_set = is_in_profile || origins.contains(key);
    section.add(
        setting(key, std::to_string(value.count()) + "s", is_set ? sources.of(key) : kDefault));
  };
  add("min_validity", times.min_validity, profile.min_validity.has_value());
  add("timeout", times.timeout, profile.timeout.has_value());
}

Finding ca_file(const http::TransportSettings& settings, const std::string& source) {
  auto finding = setting("ca_file", settings.ca_file, source);
  constexpr std::size_t kMaxBytes = std::size_t{16} * 1024 * 1024;
  const auto content = os::read_file(settings.ca_file, kMaxBytes, os::Privacy::not_required);
  if (content.problem != os::FileProblem::none) {
    finding = problem("ca_file",
                      os::describe(content, settings.ca_file, ErrorKind::invalid_configuration));
    finding.source = source;
  }
  return finding;
}

/// Settings that the environment overrides.
void add_transport(DoctorSection& section, const Profile& profile, const Context& context,
                   const Sources& sources) {
  const auto settings = transport_settings(profile, context.environment);
  const auto source = [&](const std::string& origin) {
    return origin == "proxy" || origin == "ca_file" ? sources.of(origin) : origin;
  };
  const auto& proxy = settings.proxy;
  if (!proxy.https_proxy.empty()) {
    section.add(setting("proxy", profiles::masked_proxy(proxy.https_proxy.expose()),
                        source(proxy.https_proxy_origin)));
  }
  if (!proxy.no_proxy.empty()) {
    section.add(setting("no_proxy", proxy.no_proxy, proxy.no_proxy_origin));
  }
  if (!settings.ca_file.empty()) section.add(ca_file(settings, source(settings.ca_file_origin)));
}

void add_settings(DoctorSection& section, const Profile& profile, const Sources& sources) {
  for (const auto& member : profiles::view_profile(profile)) {
    const auto& key = member.key;
    if (key == "min_validity" || key == "timeout" || key == "proxy" || key == "ca_file") continue;
    section.add(setting(key, shown(member.value), sources.of(key)));
  }
  if (profile.provider == Provider::entra && profile.authority.empty() &&
      profile.token_endpoint.empty() && profile.flow != Flow::managed_identity) {
    section.add(setting("authority", oauth::authority_of(profile), kDefault));
  }
}

void add_problems(DoctorSection& section, const profiles::ProfileStore& store,
                  const std::string& name) {
  for (const auto& each : store.problems()) {
    if (each.profile != name) continue;
    auto finding = problem(each.key.empty() ? "profile" : each.key,
                           {.kind = ErrorKind::invalid_configuration, .message = each.message});
    finding.hint = each.hint;
    finding.source = store.file().native() + ":" + std::to_string(each.line);
    section.add(std::move(finding));
  }
}

Finding no_choice(const profiles::ProfileStore& store) {
  if (store.names().empty()) {
    return info("selection", "there are no profiles in " + store.file().native(),
                "create one: entra-auth-cli config create");
  }
  constexpr std::size_t kMaxNames = 10;
  auto names = store.names();
  if (names.size() > kMaxNames) {
    names.resize(kMaxNames);
    names.emplace_back("...");
  }
  return info("selection", "several profiles exist and none is selected: " + join(names, ", "),
              "pass -p NAME, or set ENTRA_AUTH_CLI_PROFILE or default_profile");
}

/// Of a valid profile; the environment may still override it with something invalid.
void examine_settings(ExaminedProfile& examined, Profile profile, const ProfileChoice& choice,
                      const profiles::ProfileStore* store, const Context& context) {
  DoctorSection& section = examined.section;
  for (const auto& text : profile.warnings) section.add(warning("profile", text));
  const auto origins = override_origins({}, context.environment);
  const Sources sources(choice, store, origins);
  const auto times = apply_overrides({}, context.environment, profile);
  if (!times) section.add(problem("environment", times.error()));
  add_settings(section, profile, sources);
  if (times) add_times(section, *times, origins, profile, sources);
  add_transport(section, profile, context, sources);
  if (!times) return;
  if (const auto key = service::cache_key_of(profile, context.environment, nullptr); !key) {
    section.add(problem("token_request", key.error()));
  } else {
    section.add(ok("token_request", std::string(name(profile.flow)) + " at " + key->endpoint));
  }
  examined.profile = std::move(profile);
}

}  // namespace

ExaminedProfile examine_profile(const std::string& flag, const Context& context) {
  ExaminedProfile examined{.section = {"profile", "Profile", {}}};
  DoctorSection& section = examined.section;
  std::optional<profiles::ProfileStore> store;
  auto choice = named_profile(flag, context.environment);
  if (!choice || !profiles::is_virtual_profile(choice->name)) {
    auto loaded = load_profiles(context);
    if (!loaded) {
      section.add(problem("profile_file", loaded.error()));
      return examined;
    }
    store = std::move(*loaded);
    if (!choice) choice = profile_of_file(*store);
    if (!choice) {
      section.add(no_choice(*store));
      return examined;
    }
  }
  const bool is_virtual = profiles::is_virtual_profile(choice->name);
  examined.name = choice->name;
  section.title = "Profile " + choice->name;
  auto chosen = info("selection", choice->name);
  chosen.source = choice->origin;
  section.add(std::move(chosen));
  auto profile = is_virtual ? profiles::virtual_profile(choice->name, context.environment)
                            : store->find(choice->name);
  if (profile) {
    examine_settings(examined, *std::move(profile), *choice, is_virtual ? nullptr : &*store,
                     context);
  } else if (is_virtual || profile.error().kind == ErrorKind::profile_not_found) {
    section.add(problem("profile", profile.error()));
  } else {
    add_problems(section, *store, choice->name);
  }
  return examined;
}

}  // namespace entra_auth::cli
