// SPDX-License-Identifier: MIT
// Made-up applications. Their names are such as users and attackers choose: with quotes, camel
// case, other scripts, and characters that are special in URLs, tables or terminals.
#include "sandbox/state/directory.hpp"

#include <array>
#include <cstdio>

namespace entra_auth::sandbox {
namespace {

enum Kind : std::uint64_t { app_ids, application_ids, principal_ids, scope_ids, role_ids };

std::uint64_t scrambled(std::uint64_t value) {  // splitmix64
  value += 0x9e3779b97f4a7c15U;
  value = (value ^ (value >> 30U)) * 0xbf58476d1ce4e5b9U;
  value = (value ^ (value >> 27U)) * 0x94d049bb133111ebU;
  return value ^ (value >> 31U);
}

constexpr std::array<std::string_view, 12> kWords{"Billing", "Payroll", "Invoice",  "Portal",
                                                  "Gateway", "Archive", "Report",   "Customer",
                                                  "Web",     "Mobile",  "Identity", "Search"};

constexpr std::size_t kMaxNameSize = 120;

// @ becomes a word, $ the same word in lower case, ~ the number.
constexpr std::array<std::string_view, 32> kPatterns{
    "YourAPI ~",
    "@ Service ~",
    "O'Brien & Sons ~",
    "$Api~",
    "@ Test Service ~",
    "YourAPI Test ~",
    "yourapi-$-~",
    "\u00c5lesund @ ~",
    "\u6f22\u5b57\u30b5\u30fc\u30d3\u30b9 ~",
    "100% @ ~",
    "C++ Build+Deploy ~",
    "C# Worker #~",
    "\U0001f680 @ Launch ~",
    "@_$_~",
    "svc.$.prod.~",
    "My@App~",
    "\"Quoted\" @ ~",
    "back\\slash @ ~",
    "Test",
    "@ (test) [~]",
    "bl\u00e5b\u00e6r $ ~",
    "'",
    "@ for 'Team ''A''' ~",
    "Star * @ ~",
    "a=b&c=d?e ~",
    "<b>@</b> ~",
    "Red \x1b[31m@\x1b[0m ~",
    "Right \u202eto left ~",
    "Two\tcolumns\nand lines ~",
    "HTTPServer@ ~",
    "  padded @ ~  ",
    "A name of a hundred and twenty characters, which is as long as the portal lets anybody make "
    "the name of an app: @@",
};

constexpr std::array<std::string_view, 5> kScopeNames{
    "user_impersonation", "data.read", "data.write", "Files.Read.All", "access_as_user"};
constexpr std::array<std::string_view, 4> kRoleNames{"access_as_application", "Task.Process",
                                                     "Admin", "Reader"};
constexpr std::array<std::string_view, 4> kAudiences{
    "AzureADMyOrg", "AzureADMultipleOrgs", "AzureADandPersonalMicrosoftAccount", "AzureADMyOrg"};

std::string made_up_name_of(std::size_t number) {
  const auto pattern = kPatterns.at(number % kPatterns.size());
  const auto word = kWords.at(scrambled(number) % kWords.size());
  std::string name;
  for (const char c : pattern) {
    if (c == '@' || c == '$') {
      name += word;
      if (c == '$') name[name.size() - word.size()] += 'a' - 'A';
    } else if (c == '~') {
      name += std::to_string(number);
    } else {
      name += c;
    }
  }
  if (name.size() > kMaxNameSize) name.resize(kMaxNameSize);
  return name;
}

std::vector<std::string> uris_of(const std::string& app_id, std::size_t number) {
  const auto digits = std::to_string(number);
  switch (number % 7) {
    case 0:
    case 1:
      return {"api://" + app_id};
    case 2:
      return {"api://cluster.ns.app-" + digits};
    case 3:
      return {"api://two-" + digits, "https://contoso.onmicrosoft.com/two-" + digits};
    case 4:
      return {"https://slash-" + digits + ".contoso.example/"};
    case 5:
      return {"api://o'brien-" + digits};
    default:
      return {};
  }
}

std::vector<DirectoryScope> made_up_scopes_of(std::size_t number) {
  std::vector<DirectoryScope> scopes;
  const auto random = scrambled(number + 1);
  for (std::size_t i = 0; i < random % 4; ++i) {
    scopes.push_back({.id = made_up_guid(scope_ids, number * 10 + i),
                      .value = std::string(kScopeNames.at((number + i) % kScopeNames.size())),
                      .admin_only = (random >> (8 + i)) % 3 == 0,
                      .enabled = (random >> (16 + i)) % 5 != 0});
  }
  return scopes;
}

std::vector<DirectoryRole> roles_of(std::size_t number) {
  std::vector<DirectoryRole> roles;
  const auto random = scrambled(number + 2);
  for (std::size_t i = 0; i < random % 4; ++i) {
    const auto members = (random >> (8 + i)) % 3;
    roles.push_back({.id = made_up_guid(role_ids, number * 10 + i),
                     .value = i == 2 ? std::string()
                                     : std::string(kRoleNames.at((number + i) % kRoleNames.size())),
                     .for_users = members != 0,
                     .for_applications = members != 1,
                     .enabled = (random >> (16 + i)) % 5 != 0});
  }
  return roles;
}

}  // namespace

std::string made_up_guid(std::uint64_t kind, std::uint64_t number) {
  const auto high = scrambled(kind << 48U | number);
  const auto low = scrambled(high ^ kind);
  std::array<char, 37> text{};
  std::snprintf(text.data(), text.size(), "%08x-%04x-4%03x-8%03x-%04x%08x",
                static_cast<unsigned>(high >> 32U), static_cast<unsigned>(high >> 16U & 0xffffU),
                static_cast<unsigned>(high & 0xfffU), static_cast<unsigned>(low >> 48U & 0xfffU),
                static_cast<unsigned>(low >> 32U & 0xffffU),
                static_cast<unsigned>(low & 0xffffffffU));
  return text.data();
}

DirectoryEntry made_up_application(const std::string& tenant_id, std::size_t number) {
  DirectoryEntry entry{.app_id = made_up_guid(app_ids, number),
                       .application_id = made_up_guid(application_ids, number),
                       .display_name = made_up_name_of(number),
                       .sign_in_audience = std::string(kAudiences.at(number % kAudiences.size())),
                       .token_version = static_cast<int>(number % 3),
                       .scopes = made_up_scopes_of(number),
                       .roles = roles_of(number),
                       .assignment_required = number % 11 == 0,
                       .owner_tenant = tenant_id};
  entry.identifier_uris = uris_of(entry.app_id, number);
  if (number % 50 != 49) entry.principal_id = made_up_guid(principal_ids, number);
  return entry;
}

}  // namespace entra_auth::sandbox
