// SPDX-License-Identifier: MIT

#include "secrets/vault/file.hpp"

#include "base/encoding.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "os/files.hpp"
#include "os/random.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <system_error>
#include <thread>
#include <tuple>
#include <utility>

namespace entra_auth::secrets {
namespace {

namespace fs = std::filesystem;

tl::unexpected<Error> unavailable(Error error) {
  error.kind = ErrorKind::secret_unavailable;
  return fail(std::move(error));
}

/// Puts the file's name before the message.
template <class Value>
Result<Value> about(const fs::path& path, Result<Value> result) {
  if (!result) result.error().message.insert(0, path.string() + " ");
  return result;
}

constexpr long long kItemsVersion = 1;
constexpr std::size_t kDepth = 3;

tl::unexpected<Error> unreadable(std::string message, std::string hint) {
  return fail(ErrorKind::secret_unavailable, std::move(message), {std::move(hint)});
}

/// Decodes the text in `object`, and wipes it there.
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

bool is_taken(const fs::path& path) {
  std::error_code ignored;
  return fs::exists(fs::symlink_status(path, ignored));
}

Result<Secret> read_vault_file(const fs::path& path) {
  auto file = os::read_file(path, kMaxSealedBytes, os::Privacy::required);
  if (file.problem == os::FileProblem::none) return std::move(file.bytes);
  if (file.problem == os::FileProblem::missing) {
    return fail(ErrorKind::secret_unavailable, "there is no vault yet: " + path.string(),
                {"create one: entra-auth-cli config vault init"});
  }
  return fail(os::describe(file, path, ErrorKind::secret_unavailable));
}

Result<SealedHeader> vault_header(const fs::path& path, const Secret& bytes) {
  return about(path, read_sealed_header(SealedKind::vault, bytes.expose()));
}

Result<VaultItems> open_vault_file(const fs::path& path, const Secret& bytes,
                                   const SealedFileKey& key) {
  TRY(const auto content, about(path, open_sealed_file(key, bytes.expose())));
  return about(path, decode_items(content.expose()));
}

Result<void> write_vault_file(const fs::path& path, const VaultItems& items,
                              const SealedFileKey& key) {
  TRY(const auto bytes, about(path, seal_file(key, encode_items(items).expose())));
  if (auto written = os::write_private_file(path, bytes, os::Durability::durable); !written) {
    return unavailable(std::move(written).error());
  }
  os::remove_stale_temporaries(path.parent_path());
  return {};
}

Result<os::FileLock> lock_vault_file(const fs::path& path, std::chrono::milliseconds patience) {
  const auto deadline = std::chrono::steady_clock::now() + patience;
  const auto lock_path = path.parent_path() / (path.filename().string() + ".lock");
  while (true) {
    auto lock = os::FileLock::try_acquire(lock_path);
    if (!lock) return unavailable(std::move(lock).error());
    if (*lock) return std::move(**lock);
    if (std::chrono::steady_clock::now() >= deadline) break;
    constexpr std::uint32_t kMin = 2;
    constexpr std::uint32_t kSpread = 20;
    std::this_thread::sleep_for(std::chrono::milliseconds(kMin + os::random_below(kSpread)));
  }
  return fail(Error{.kind = ErrorKind::secret_unavailable,
                    .message = "another process holds the lock " + lock_path.string(),
                    .hints = {"find it with: fuser " + shell_quote(lock_path.string())},
                    .retryable = true});
}

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
  OrderedJson json = {{"version", kItemsVersion}};
  json["items"] = std::move(list);
  Secret text(to_ascii_json(json));
  for (auto& each : json["items"]) wipe(each["secret"].get_ref<std::string&>());
  return text;
}

Result<VaultItems> decode_items(std::string_view text) {
  const auto damaged = [] {
    return unreadable("does not contain secrets in the expected form", "restore it from a backup");
  };
  auto json = parse_json_object(text, kDepth);
  if (!json) return damaged();
  const auto version = json->find("version");
  const auto items = json->find("items");
  if (version == json->end() || !version->is_number_integer()) return damaged();
  if (*version != kItemsVersion) {
    return unreadable("has a newer format than this version of entra-auth-cli supports",
                      "update entra-auth-cli");
  }
  if (items == json->end() || !items->is_array() || json->size() != 2) return damaged();
  auto decoded = decode_all(*items);
  if (!decoded) return damaged();
  return std::move(*decoded);
}

}  // namespace entra_auth::secrets
