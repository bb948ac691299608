// SPDX-License-Identifier: MIT
#include "secrets/vault_items.hpp"

#include "base/encoding.hpp"
#include "base/json.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>

namespace entra_auth::secrets {
namespace {

constexpr long long kVersion = 1;
constexpr std::size_t kDepth = 3;

tl::unexpected<Error> unreadable(std::string message, std::string hint) {
  return fail(ErrorKind::secret_unavailable, std::move(message), {std::move(hint)});
}

/// Takes the text out of `object`, wiped.
std::optional<std::string> take(Json& object, std::string_view key) {
  const auto member = object.find(key);
  if (member == object.end() || !member->is_string()) return std::nullopt;
  auto& text = member->get_ref<std::string&>();
  auto bytes = base64url_decode(text);
  wipe(text);
  return bytes;
}

std::optional<VaultItem> decode_item(Json& json) {
  constexpr std::size_t kMembers = 4;
  if (!json.is_object() || json.size() != kMembers) return std::nullopt;
  auto owner = take(json, "owner");
  auto profile = take(json, "profile");
  auto key = take(json, "key");
  auto secret = take(json, "secret");
  if (!owner || !profile || !key || !secret) return std::nullopt;
  return VaultItem{.item = {std::move(*owner), std::move(*profile), std::move(*key)},
                   .secret = Secret(std::move(*secret))};
}

std::optional<VaultItems> decode_all(Json& list) {
  std::set<std::tuple<std::string, std::string, std::string>> seen;
  VaultItems items;
  items.reserve(list.size());
  bool good = true;
  for (auto& each : list) {  // to the end: every secret is wiped
    auto decoded = decode_item(each);
    if (!decoded) {
      good = false;
      continue;
    }
    const auto& item = decoded->item;
    good = seen.emplace(item.owner, item.profile, item.key).second && good;
    items.push_back(std::move(*decoded));
  }
  if (!good) return std::nullopt;
  return items;
}

}  // namespace

VaultItems::iterator find_item(VaultItems& items, const SecretItem& item) {
  return std::ranges::find_if(items, [&](const auto& each) { return each.item == item; });
}

Secret encode_items(const VaultItems& items) {
  OrderedJson list = OrderedJson::array();
  for (const auto& [item, secret] : items) {
    OrderedJson each;
    each["owner"] = base64url_encode(item.owner);
    each["profile"] = base64url_encode(item.profile);
    each["key"] = base64url_encode(item.key);
    each["secret"] = base64url_encode(secret.expose());  // moved, not copied: wiped below
    list.push_back(std::move(each));
  }
  OrderedJson json = {{"version", kVersion}};
  json["items"] = std::move(list);
  Secret text(to_ascii_json(json));
  for (auto& each : json["items"]) wipe(each["secret"].get_ref<std::string&>());
  return text;
}

Result<VaultItems> decode_items(std::string_view text) {
  const auto damaged = [] {
    return unreadable("holds something else than secrets", "take it from a backup");
  };
  auto json = parse_json_object(text, kDepth);
  if (!json) return damaged();
  const auto version = json->find("version");
  const auto items = json->find("items");
  if (version == json->end() || !version->is_number_integer()) return damaged();
  if (*version != kVersion) {
    return unreadable("holds secrets in a newer form than this version of entra-auth-cli knows",
                      "update entra-auth-cli");
  }
  if (items == json->end() || !items->is_array() || json->size() != 2) return damaged();
  auto decoded = decode_all(*items);
  if (!decoded) return damaged();
  return std::move(*decoded);
}

}  // namespace entra_auth::secrets
