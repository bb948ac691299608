// SPDX-License-Identifier: MIT
#include "cli/output/table.hpp"

#include <catch2/catch.hpp>

using entra_auth::cli::Table;

TEST_CASE("Table: columns line up and lines have no trailing blanks") {
  Table table({"NAME", "X", "LAST"});
  table.add({"a", "long cell", "z"});
  table.add({"bbbbbb", "", ""});
  CHECK(table.render() == "NAME    X          LAST\na       long cell  z\nbbbbbb\n");
}

TEST_CASE("Table: the last cell of a short row does not widen its column") {
  Table table({"A", "B", "C"});
  table.add({"x", "a remark that is long"});
  table.add({"y", "b", "c"});
  CHECK(table.render() == "A  B  C\nx  a remark that is long\ny  b  c\n");
}

TEST_CASE("Table: cells are escaped") {
  Table table({"A"});
  table.add({"x\x1b[2J\n"});
  CHECK(table.render() == "A\nx\\x1b[2J\\x0a\n");
}
