// SPDX-License-Identifier: MIT
#include "oauth/hints/entra.hpp"

#include "support/temp_dir.hpp"

#include <catch2/catch.hpp>

#include <span>
#include <string>
#include <string_view>

using namespace entra_auth;

TEST_CASE("find_hint: a code finds its row") {
  const auto hint = oauth::find_hint("AADSTS7000215");
  REQUIRE(hint);
  CHECK(hint->code == 7000215);
  CHECK_FALSE(oauth::find_hint("AADSTS1"));
  CHECK_FALSE(oauth::find_hint("7000215"));
  CHECK_FALSE(oauth::find_hint("AADSTS"));
  CHECK_FALSE(oauth::find_hint("AADSTS7000215x"));
  CHECK_FALSE(oauth::find_hint(""));
}

namespace {

/// As Entra and Maskinporten write them: AADSTS50034, MP-011.
std::string shown_code(std::string_view prefix, int code) {
  std::string digits = std::to_string(code);
  if (prefix == oauth::kMaskinportenPrefix) digits.insert(0, 3 - digits.size(), '0');
  return std::string(prefix) + digits;
}

void check_page(std::string_view prefix, std::span<const oauth::Hint> hints) {
  const std::string page = test::read_text(ENTRA_AUTH_SOURCE_DIR "/docs/errors.md");
  const std::string start = "\n| " + std::string(prefix);
  std::size_t rows = 0;
  for (std::size_t at = 0; (at = page.find(start, at)) != std::string::npos; ++at) ++rows;
  CHECK(rows == hints.size());
  for (const auto& hint : hints) {
    const std::string row = "\n| " + shown_code(prefix, hint.code) + " | " +
                            std::string(hint.meaning) + " | " + std::string(hint.action) + " |\n";
    INFO(row);
    CHECK(page.find(row) != std::string::npos);
  }
}

}  // namespace

TEST_CASE("docs/errors.md: has every row of the hint tables and no other") {
  check_page(oauth::kEntraPrefix, oauth::aadsts_hints());
  check_page(oauth::kMaskinportenPrefix, oauth::maskinporten_hints());
}

TEST_CASE("find_hint: Maskinporten's codes find their rows") {
  for (const int code :
       {11, 12, 100, 110, 120, 121, 122, 123, 124, 130, 200, 201, 250, 251, 301, 302, 303}) {
    CAPTURE(code);
    const auto hint = oauth::find_hint(shown_code(oauth::kMaskinportenPrefix, code));
    REQUIRE(hint);
    CHECK(hint->code == code);
  }
  CHECK_FALSE(oauth::find_hint("MP-999"));
  CHECK_FALSE(oauth::find_hint("MP-"));
  CHECK(oauth::find_hint("MP-200")->action.find("15 minutes") != std::string_view::npos);
}

TEST_CASE("find_hint: the codes of the protocol notes all have rows") {
  for (const int code :
       {70011,   1002012, 700022, 500011,  650057,  901002, 7000215, 7000222, 7000218, 700025,
        700016,  700027,  700024, 5002741, 50027,   50048,  70021,   700211,  700212,  700213,
        7002138, 90002,   50194,  900432,  9002313, 50011,  54005,   50034,   50057,   65001,
        50105,   501051,  50076,  53003,   50013,   500133, 500131,  240002,  7000114, 70008,
        700082,  50173,   70016,  70019,   50196,   90033,  50032}) {
    CAPTURE(code);
    CHECK(oauth::find_hint("AADSTS" + std::to_string(code)));
  }
}
