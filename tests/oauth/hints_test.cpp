// SPDX-License-Identifier: MIT
#include "oauth/hints.hpp"

#include "support/temp_dir.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace entra_auth;

TEST_CASE("a code finds its row") {
  const auto hint = oauth::find_hint("AADSTS7000215");
  REQUIRE(hint);
  CHECK(hint->code == 7000215);
  CHECK_FALSE(oauth::find_hint("AADSTS1"));
  CHECK_FALSE(oauth::find_hint("7000215"));
  CHECK_FALSE(oauth::find_hint("AADSTS"));
  CHECK_FALSE(oauth::find_hint("AADSTS7000215x"));
  CHECK_FALSE(oauth::find_hint(""));
}

TEST_CASE("every row of the table is in docs/errors.md, and no other") {
  const std::string page = test::read_text(ENTRA_AUTH_SOURCE_DIR "/docs/errors.md");
  std::size_t rows = 0;
  for (std::size_t at = 0; (at = page.find("\n| AADSTS", at)) != std::string::npos; ++at) ++rows;
  CHECK(rows == oauth::aadsts_hints().size());
  for (const auto& hint : oauth::aadsts_hints()) {
    const std::string row = "\n| AADSTS" + std::to_string(hint.code) + " | " +
                            std::string(hint.meaning) + " | " + std::string(hint.action) + " |\n";
    INFO(row);
    CHECK(page.find(row) != std::string::npos);
  }
}

TEST_CASE("the rows that the protocol notes name are all there") {
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
