// SPDX-License-Identifier: MIT
// What every store of secrets must do, as checks over any type with find, put, remove and list:
//
//   TEST_CASE("VaultStore: behaves like every store") { test::check_conformance(store); }
//
// The store may hold other items; each check removes what it has added.
#pragma once

#include <entra_auth/result.hpp>
#include <entra_auth/secret.hpp>
#include <entra_auth/secret_reference.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace entra_auth::test {

inline constexpr std::size_t kMaxSecretBytes = 64 * 1024;

inline SecretItem item_of(std::string profile, std::string key = "client_secret") {
  return {.owner = "/home/me/.config/entra-auth-cli/profiles.toml",
          .profile = std::move(profile),
          .key = std::move(key)};
}

template <class Store>
void require_stored(const Store& store, const SecretItem& item, std::string_view bytes) {
  const auto found = store.find(item);
  if (!found) FAIL(found.error().message);
  REQUIRE(found->has_value());
  // Compared here, so that a failure does not print 64 KiB.
  const bool same = (*found)->expose() == bytes;
  REQUIRE(same);
}

template <class Store>
void require_absent(const Store& store, const SecretItem& item) {
  const auto found = store.find(item);
  if (!found) FAIL(found.error().message);
  REQUIRE_FALSE(found->has_value());
}

template <class Store>
void require_put(const Store& store, const SecretItem& item, std::string_view bytes) {
  const auto stored = store.put(item, Secret(bytes));
  if (!stored) FAIL(stored.error().message);
  require_stored(store, item, bytes);
}

template <class Store>
void require_removed(const Store& store, const SecretItem& item, bool was_there = true) {
  const auto removed = store.remove(item);
  if (!removed) FAIL(removed.error().message);
  REQUIRE(*removed == was_there);
  require_absent(store, item);
}

template <class Store>
std::size_t times_listed(const Store& store, const SecretItem& item) {
  const auto items = store.list();
  if (!items) FAIL(items.error().message);
  return static_cast<std::size_t>(std::count(items->begin(), items->end(), item));
}

/// No byte, one byte, and up to 64 KiB; more is refused and changes nothing.
template <class Store>
void check_sizes(const Store& store) {
  const auto item = item_of("sizes");
  for (const std::size_t size :
       {std::size_t{0}, std::size_t{1}, kMaxSecretBytes / 2, kMaxSecretBytes}) {
    CAPTURE(size);
    require_put(store, item, std::string(size, 'x'));
  }
  require_put(store, item, "small");
  const auto refused = store.put(item, Secret(std::string(kMaxSecretBytes + 1, 'x')));
  REQUIRE_FALSE(refused);
  REQUIRE(refused.error().kind == ErrorKind::secret_unavailable);
  require_stored(store, item, "small");
  require_removed(store, item);
}

/// Secrets are bytes: NUL, line breaks at the end, all 256 of them.
template <class Store>
void check_bytes(const Store& store) {
  const auto item = item_of("bytes");
  std::string all;
  for (int byte = 0; byte < 256; ++byte) all += static_cast<char>(byte);
  const std::string nul("\0", 1);
  for (const std::string& bytes :
       {all, nul, std::string("a\0b", 3), std::string("line\n"), std::string(" space "),
        std::string("pässwörd 🔑"), std::string("\xff\xfe")}) {
    require_put(store, item, bytes);
  }
  require_removed(store, item);
}

/// Names are bytes too: a path on Linux need not be UTF-8.
template <class Store>
void check_names(const Store& store) {
  const std::vector<SecretItem> items = {
      item_of("blåbær-🫐"),
      item_of("with space, 'quote', \"quote\" and \\"),
      item_of("line\nbreak"),
      item_of("%"),
      item_of("%25"),
      item_of("\xff"),
      item_of("%FF"),
      item_of(""),
      {.owner = "/home/m\xe5ns/profiles.toml", .profile = "p", .key = "client_secret"},
      {.owner = "/" + std::string(4000, 'a'), .profile = "p", .key = "client_secret"},
  };
  for (const auto& item : items) require_put(store, item, "secret of " + item.owner + item.profile);
  for (const auto& item : items) {
    CAPTURE(item.owner, item.profile);
    require_stored(store, item, "secret of " + item.owner + item.profile);
    REQUIRE(times_listed(store, item) == 1);
  }
  for (const auto& item : items) require_removed(store, item);
}

/// Items that differ in one member, or only in where one member ends, do not affect each other.
template <class Store>
void check_neighbours(const Store& store) {
  const std::vector<SecretItem> items = {
      {"/a/profiles.toml", "bc", "jwk"}, {"/b/profiles.toml", "bc", "jwk"},
      {"/a/profiles.toml", "b", "jwk"},  {"/a/profiles.toml", "b", "cjwk"},
      {"/a/profiles.toml", "BC", "jwk"}, {"/a/profiles.toml", "bc", "client_secret"},
  };
  for (std::size_t i = 0; i < items.size(); ++i) require_put(store, items[i], std::to_string(i));
  for (std::size_t i = 0; i < items.size(); ++i) {
    CAPTURE(i);
    require_stored(store, items[i], std::to_string(i));
  }
  for (std::size_t i = 0; i < items.size(); ++i) {
    CAPTURE(i);
    require_removed(store, items[i]);
    for (std::size_t j = i + 1; j < items.size(); ++j) {
      require_stored(store, items[j], std::to_string(j));
    }
  }
}

template <class Store>
void check_replace_and_remove(const Store& store) {
  const auto item = item_of("replaced");
  require_absent(store, item);
  require_removed(store, item, false);
  REQUIRE(times_listed(store, item) == 0);
  require_put(store, item, "one");
  require_put(store, item, "another");
  REQUIRE(times_listed(store, item) == 1);
  require_removed(store, item);
  REQUIRE(times_listed(store, item) == 0);
  require_removed(store, item, false);
  require_put(store, item, "again");
  require_removed(store, item);
}

template <class Store>
void check_conformance(const Store& store) {
  check_sizes(store);
  check_bytes(store);
  check_names(store);
  check_neighbours(store);
  check_replace_and_remove(store);
}

}  // namespace entra_auth::test
