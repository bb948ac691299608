// SPDX-License-Identifier: MIT
#include "cache/entry.hpp"

#include "crypto/sealing.hpp"

namespace entra_auth::cache {
namespace {

constexpr std::string_view kMagic = "EACTOK01";
constexpr char kSealed = 'S';
constexpr char kPlain = 'P';
constexpr std::size_t kChecksumBytes = 16;

std::string header(char mode) { return std::string(kMagic) + mode; }

/// What is authenticated besides the payload. Modes cannot be swapped and names cannot be moved.
std::string bound_to(char mode, std::string_view name) { return header(mode) + std::string(name); }

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
    // Another key and a changed byte look the same; either way the entry is of no use.
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

}  // namespace entra_auth::cache
