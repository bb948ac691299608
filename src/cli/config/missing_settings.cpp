// SPDX-License-Identifier: MIT
#include "cli/config/missing_settings.hpp"

#include "cli/config/profile_flags.hpp"
#include "profiles/keys/combinations.hpp"
#include "profiles/keys/key_table.hpp"
#include "profiles/keys/profile_reader.hpp"
#include "profiles/keys/words.hpp"
#include "profiles/toml/value.hpp"

#include <algorithm>
#include <string_view>

namespace entra_auth::cli {
namespace {

using profiles::TomlTable;

/// Every flag that sets one of the keys: "--jwk-env, --jwk-file or --certificate-path".
std::string flags_of(const std::vector<std::string>& keys) {
  std::vector<std::string> flags;
  for (const auto& key : keys) {
    for (const auto& flag : profile_flags()) {
      if (flag.key == key) flags.emplace_back(flag.flag);
    }
    if (key == "client_secret") flags.emplace_back("--client-secret-stdin");
  }
  std::string list;
  for (std::size_t i = 0; i < flags.size(); ++i) {
    if (i > 0) list += i + 1 == flags.size() ? " or " : ", ";
    list += flags[i];
  }
  return list;
}

const profiles::ProfileKey* position_of(const profiles::Problem& problem) {
  return profiles::find_profile_key(problem.missing.front());
}

}  // namespace

std::string auth_method_of(const TomlTable& settings) {
  if (const auto word = text_of(settings, "auth_method"); !word.empty()) {
    const auto method = profiles::parse_name(profiles::kAuthMethods, word);
    return method ? std::string(name(*method)) : word;
  }
  for (const auto& [key, method] : profiles::kCredentials) {
    if (find_member(settings, key) != nullptr) return std::string(name(method));
  }
  return {};
}

std::vector<std::string> missing_flags(const TomlTable& settings, bool has_client_secret) {
  TomlTable members = settings;
  if (has_client_secret) {
    set_member(members, "client_secret",
               profiles::reference_value("env", profiles::text_value("SECRET")));
  }
  auto problems =
      profiles::read_profile({.key = "new", .line = 0, .value = {.line = 0, .content = members}},
                             {.path = {}, .is_private = true})
          .problems;
  std::erase_if(problems, [](const profiles::Problem& problem) { return problem.missing.empty(); });
  std::ranges::stable_sort(problems, {}, position_of);
  std::vector<std::string> flags;
  for (const auto& problem : problems) {
    if (auto words = flags_of(problem.missing); !words.empty()) flags.push_back(std::move(words));
  }
  return flags;
}

}  // namespace entra_auth::cli
