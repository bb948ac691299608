// SPDX-License-Identifier: MIT
#include "profiles/keys/words.hpp"

#include "base/text.hpp"
#include <entra_auth/profile.hpp>

#include <algorithm>

namespace entra_auth {
namespace profiles {
namespace {

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

}  // namespace

bool is_same_name(std::string_view a, std::string_view b) {
  const auto skip_separators = [](std::string_view& text) {
    while (!text.empty() && (text.front() == '-' || text.front() == '_')) text.remove_prefix(1);
  };
  while (true) {
    skip_separators(a);
    skip_separators(b);
    if (a.empty() || b.empty()) return a.empty() && b.empty();
    if (!equals_ignoring_case(a.substr(0, 1), b.substr(0, 1))) return false;
    a.remove_prefix(1);
    b.remove_prefix(1);
  }
}

bool is_valid_profile_name(std::string_view name) {
  constexpr std::size_t kMaxLength = 64;
  return !name.empty() && name.size() <= kMaxLength && is_letter_or_digit(name[0]) &&
         std::ranges::all_of(name, [](char c) {
           return is_letter_or_digit(c) || c == '.' || c == '_' || c == '-';
         });
}

bool is_virtual_profile(std::string_view name) { return name.starts_with("env:"); }

bool is_tenant(std::string_view text) {
  constexpr std::size_t kMaxLength = 253;
  const auto is_allowed = [](char c) { return is_letter_or_digit(c) || c == '.' || c == '-'; };
  return !text.empty() && text.size() <= kMaxLength && std::ranges::all_of(text, is_allowed) &&
         text.front() != '.' && text.back() != '.' && text.find("..") == std::string_view::npos;
}

bool is_client_id(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c > ' ' && c < '\x7f'; });
}

bool is_prompt(std::string_view text) {
  constexpr std::array<std::string_view, 5> kPrompts = {"login", "none", "consent",
                                                        "select_account", "create"};
  const auto words = split(text, " ");
  const auto is_known = [&](const std::string& word) {
    return std::ranges::find(kPrompts, word) != kPrompts.end();
  };
  const bool has_none = std::ranges::find(words, "none") != words.end();
  return !words.empty() && std::ranges::all_of(words, is_known) && (!has_none || words.size() == 1);
}

}  // namespace profiles

Flow default_flow(Provider provider, AuthMethod method) {
  if (provider == Provider::maskinporten) return Flow::maskinporten;
  // The sidecar holds the credential of the application.
  if (provider == Provider::texas) return Flow::client_credentials;
  switch (method) {
    case AuthMethod::none:
      return Flow::interactive_browser;
    case AuthMethod::managed_identity:
      return Flow::managed_identity;
    case AuthMethod::client_secret:
    case AuthMethod::certificate:
    case AuthMethod::passwordless_certificate:
    case AuthMethod::jwk:
    case AuthMethod::federated:
      break;
  }
  return Flow::client_credentials;
}

std::optional<Flow> parse_flow(std::string_view name) {
  return profiles::parse_name(profiles::kFlows, name);
}

std::string_view name(Flow flow) { return profiles::name_of(profiles::kFlows, flow); }
std::string_view name(Provider provider) {
  return profiles::name_of(profiles::kProviders, provider);
}
std::string_view name(AuthMethod method) {
  return profiles::name_of(profiles::kAuthMethods, method);
}

}  // namespace entra_auth
