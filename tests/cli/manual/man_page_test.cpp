// SPDX-License-Identifier: MIT
#include "cli/manual/man_page.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth;

TEST_CASE("roff_text: text with special characters is shown as it is") {
  CHECK(cli::roff_text("plain") == "plain");
  CHECK(cli::roff_text("a-b --c") == "a\\-b \\-\\-c");
  CHECK(cli::roff_text(".TH\n'x\n a.b") == "\\&.TH\n\\&\\(aqx\n a.b");
  CHECK(cli::roff_text("\\fB\"`^~") == "\\efB\\(dq\\(ga\\(ha\\(ti");
  CHECK(cli::roff_bold("-x") == "\\fB\\-x\\fR");
}
