// SPDX-License-Identifier: MIT
#include "secrets/vault/file.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace entra_auth;
using namespace entra_auth::secrets;
using Catch::Matchers::Contains;

namespace {

std::string error_of(std::string_view text) {
  const auto items = decode_items(text);
  if (items) return "";
  CHECK(items.error().kind == ErrorKind::secret_unavailable);
  CHECK(items.error().message.find("canary") == std::string::npos);
  return items.error().message;
}

std::string list_of(const std::string& items) { return R"({"version":1,"items":[)" + items + "]}"; }

const std::string kItem = R"({"owner":"L2E","profile":"YQ","key":"aw","secret":"cw"})";

}  // namespace

TEST_CASE("items are written and read back, whatever bytes they have") {
  VaultItems items;
  items.push_back({{"/home/u/profiles.toml", "api", "client_secret"}, Secret("s3cret")});
  items.push_back({{"/home/u/\xff\xfe\n\"\\", "", "k\0y"}, Secret()});
  items.push_back({{"", "", ""}, Secret(std::string(65536, '\0'))});
  const auto text = encode_items(items);
  CHECK(text.expose().find("s3cret") == std::string_view::npos);
  const auto read = decode_items(text.expose());
  REQUIRE(read);
  REQUIRE(read->size() == items.size());
  for (std::size_t i = 0; i < items.size(); ++i) {
    CHECK((*read)[i].item == items[i].item);
    CHECK((*read)[i].secret.expose() == items[i].secret.expose());
  }
  CHECK(encode_items(*read).expose() == text.expose());
  CHECK(encode_items({}).expose() == R"({"version":1,"items":[]})");
  CHECK(decode_items(encode_items({}).expose())->empty());
}

TEST_CASE("the text is what docs/vault-format.md says") {
  CHECK(encode_items({{{"/a", "a", "k"}, Secret("s")}}).expose() == list_of(kItem));
}

TEST_CASE("an item is found by all of its name") {
  VaultItems items;
  items.push_back({{"/a", "p", "k"}, Secret("1")});
  items.push_back({{"/b", "p", "k"}, Secret("2")});
  REQUIRE(find_item(items, {"/b", "p", "k"}) != items.end());
  CHECK(find_item(items, {"/b", "p", "k"})->secret.expose() == "2");
  for (const auto& other : {SecretItem{"/c", "p", "k"}, {"/a", "q", "k"}, {"/a", "p", "l"}}) {
    CHECK(find_item(items, other) == items.end());
  }
}

TEST_CASE("anything else is refused") {
  CHECK(error_of(list_of(kItem)).empty());
  for (const std::string& text : {
           std::string(),
           std::string("canary"),
           std::string("[]"),
           std::string("{}"),
           std::string(R"({"version":1})"),
           std::string(R"({"items":[]})"),
           std::string(R"({"version":"1","items":[]})"),
           std::string(R"({"version":1,"items":{}})"),
           std::string(R"({"version":1,"items":[],"more":"canary"})"),
           std::string(R"({"version":1,"version":1,"items":[]})"),
           list_of("1"),
           list_of("{}"),
           list_of(R"({"owner":"L2E","profile":"YQ","key":"aw"})"),
           list_of(R"({"owner":"L2E","profile":"YQ","key":"aw","secret":1})"),
           list_of(R"({"owner":"L2E","profile":"YQ","key":"aw","secret":"cw=="})"),
           list_of(R"({"owner":"L2E","profile":"YQ","key":"aw","secret":"cx"})"),
           list_of(R"({"owner":"/a","profile":"YQ","key":"aw","secret":"cw"})"),
           list_of(R"({"owner":"L2E","profile":"YQ","key":"aw","secret":"cw","x":"canary"})"),
           list_of(R"({"owner":"L2E","profile":"YQ","key":"aw","secret":["cw"]})"),
           list_of(kItem + "," + kItem),
           list_of(kItem) + "x",
       }) {
    CAPTURE(text);
    CHECK_THAT(error_of(text), Contains("holds something else than secrets"));
  }
  CHECK_THAT(error_of(R"({"version":2,"items":[]})"), Contains("a newer form"));
}
