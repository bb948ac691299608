// SPDX-License-Identifier: MIT

#include "cache/entry.hpp"

#include "base/encoding.hpp"
#include "base/json.hpp"
#include "base/time.hpp"
#include "crypto/digest.hpp"
#include "crypto/sealing.hpp"
#include "os/random.hpp"

namespace entra_auth::cache {
namespace {

constexpr std::string_view kMagic = "EACTOK01";
constexpr char kSealed = 'S';
constexpr char kPlain = 'P';
constexpr std::size_t kChecksumBytes = 16;

std::string header(char mode) { return std::string(kMagic) + mode; }

/// The data authenticated with the payload, so that modes and names cannot be exchanged.
std::string bound_to(char mode, std::string_view name) { return header(mode) + std::string(name); }

constexpr std::size_t kSaltBytes = 16;
constexpr std::size_t kDigestBytes = 4;

std::string digest(std::string_view salt, const Secret& version) {
  std::string input = std::string(salt) + std::string(version.expose());
  std::string result = hex_encode(crypto::sha256(input).substr(0, kDigestBytes));
  wipe(input);
  return result;
}

std::optional<Timestamp> time_member(const Json& object, std::string_view key) {
  const auto seconds = optional_integer(object, key, 0, kLastSecond);
  if (!seconds || !*seconds) return std::nullopt;
  return Timestamp(std::chrono::seconds(**seconds));
}

std::optional<std::string> text_member(const Json& object, std::string_view key) {
  auto text = optional_string(object, key);
  if (!text) return std::nullopt;
  return std::move(*text);
}

}  // namespace

std::string seal_entry(char mode, const Secret& key, std::string_view name,
                       std::string_view payload) {
  return header(mode) + crypto::seal(key, bound_to(mode, name), payload);
}

std::optional<char> entry_mode(std::string_view bytes) {
  if (!bytes.starts_with(kMagic) || bytes.size() <= kMagic.size()) return std::nullopt;
  return bytes[kMagic.size()];
}

std::optional<Secret> open_entry(const Secret& key, std::string_view name, std::string_view bytes) {
  const auto mode = entry_mode(bytes);
  if (!mode) return std::nullopt;
  return crypto::open_sealed(key, bound_to(*mode, name), bytes.substr(kMagic.size() + 1));
}

std::string encode_entry(const std::optional<Secret>& sealing_key, std::string_view name,
                         std::string_view payload) {
  if (sealing_key) return seal_entry(kSealed, *sealing_key, name, payload);
  std::string bytes = header(kPlain);
  bytes += crypto::checksum(bound_to(kPlain, name) + std::string(payload));
  bytes += payload;
  return bytes;
}

OpenedEntry decode_entry(const std::optional<Secret>& sealing_key, std::string_view name,
                         std::string_view bytes) {
  const auto mode = entry_mode(bytes);
  if (mode == kSealed) {
    if (!sealing_key) return {.state = EntryState::locked, .sealed = true, .payload = {}};
    auto payload = open_entry(*sealing_key, name, bytes);
    // Another key and a changed byte look the same; either way the entry is unusable.
    if (!payload) return {.state = EntryState::damaged, .sealed = true, .payload = {}};
    return {.state = EntryState::usable, .sealed = true, .payload = std::move(*payload)};
  }
  if (mode != kPlain) return {};
  const std::string_view body = bytes.substr(kMagic.size() + 1);
  if (body.size() < kChecksumBytes) return {};
  const auto payload = body.substr(kChecksumBytes);
  if (crypto::checksum(bound_to(kPlain, name) + std::string(payload)) !=
      body.substr(0, kChecksumBytes)) {
    return {};
  }
  return {.state = EntryState::usable, .sealed = false, .payload = Secret(payload)};
}

Secret encode_payload(const EntryPayload& payload) {
  OrderedJson json = {{"key", payload.key},
                      {"profile", payload.profile},
                      {"credential_version", payload.credential_version},
                      {"token_type", payload.token.token_type},
                      {"scope", payload.token.scope},
                      {"acquired_at", payload.token.acquired_at.time_since_epoch().count()},
                      {"expires_at", payload.token.expires_at.time_since_epoch().count()}};
  if (payload.token.refresh_at) {
    json["refresh_at"] = payload.token.refresh_at->time_since_epoch().count();
  }
  json["access_token"] = payload.token.access_token.expose();
  Secret text(to_ascii_json(json));
  wipe(json["access_token"].get_ref<std::string&>());
  return text;
}

std::optional<EntryPayload> decode_payload(std::string_view text) {
  auto json = parse_own_json_object(text);
  if (!json || !json->contains("key")) return std::nullopt;
  auto profile = text_member(*json, "profile");
  auto credential_version = text_member(*json, "credential_version");
  auto token_type = text_member(*json, "token_type");
  auto scope = text_member(*json, "scope");
  auto access_token = text_member(*json, "access_token");
  const auto acquired_at = time_member(*json, "acquired_at");
  const auto expires_at = time_member(*json, "expires_at");
  if (!profile || !credential_version || !token_type || !scope || !access_token ||
      access_token->empty() || !acquired_at || !expires_at) {
    return std::nullopt;
  }
  EntryPayload payload{.key = (*json)["key"],
                       .profile = std::move(*profile),
                       .credential_version = std::move(*credential_version),
                       .token = {.access_token = Secret(std::move(*access_token)),
                                 .token_type = std::move(*token_type),
                                 .acquired_at = *acquired_at,
                                 .expires_at = *expires_at,
                                 .refresh_at = time_member(*json, "refresh_at"),
                                 .scope = std::move(*scope)}};
  wipe((*json)["access_token"].get_ref<std::string&>());
  return payload;
}

std::string make_credential_version(const Secret& version) {
  const std::string salt = hex_encode(os::random_bytes(kSaltBytes));
  return salt + ":" + digest(salt, version);
}

bool matches_credential_version(std::string_view stored, const Secret& version) {
  const auto colon = stored.find(':');
  if (colon == std::string_view::npos) return false;
  return equal_in_constant_time(stored.substr(colon + 1), digest(stored.substr(0, colon), version));
}

}  // namespace entra_auth::cache
