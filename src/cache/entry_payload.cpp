// SPDX-License-Identifier: MIT
#include "cache/entry_payload.hpp"

#include "base/encoding.hpp"
#include "base/json.hpp"
#include "crypto/digest.hpp"
#include "os/random.hpp"

namespace entra_auth::cache {
namespace {

constexpr std::size_t kSaltBytes = 16;
constexpr std::size_t kDigestBytes = 4;
constexpr long long kLatest = 253402300799;  // the end of year 9999

std::string digest(std::string_view salt, const Secret& version) {
  std::string input = std::string(salt) + std::string(version.expose());
  std::string result = hex_encode(crypto::sha256(input).substr(0, kDigestBytes));
  wipe(input);
  return result;
}

std::optional<Timestamp> time_member(const Json& object, std::string_view key) {
  const auto seconds = optional_integer(object, key, 0, kLatest);
  if (!seconds || !*seconds) return std::nullopt;
  return Timestamp(std::chrono::seconds(**seconds));
}

std::optional<std::string> text_member(const Json& object, std::string_view key) {
  auto text = optional_string(object, key);
  if (!text) return std::nullopt;
  return std::move(*text);
}

}  // namespace

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
