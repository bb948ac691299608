// SPDX-License-Identifier: MIT
#include "graph/name_pattern.hpp"

#include <catch2/catch.hpp>

#include <string>

using entra_auth::graph::NamePattern;

TEST_CASE("NamePattern: a star matches any characters, also none, anywhere") {
  struct Case {
    const char* pattern;
    const char* name;
    bool matches;
  };
  const auto each = GENERATE(values<Case>({{"YourAPI*", "YourAPI", true},
                                           {"YourAPI*", "yourapi production", true},
                                           {"YourAPI*", "My YourAPI", false},
                                           {"*Test*", "contoso test api", true},
                                           {"*Test*", "tes", false},
                                           {"*api", "my-API", true},
                                           {"*api", "api gateway", false},
                                           {"a*b*c", "a-b-b-c", true},
                                           {"a*b*c", "acb", false},
                                           {"O'Brien & Sons*", "o'brien & sons 12", true},
                                           {"*", "", true},
                                           {"", "", true},
                                           {"", "x", false},
                                           {"exact", "Exact", true},
                                           {"exact", "exactly", false},
                                           {"**", "anything", true}}));
  CAPTURE(each.pattern, each.name);
  CHECK(NamePattern(each.pattern).matches(each.name) == each.matches);
}

TEST_CASE("NamePattern: Norwegian letters match in either case, other letters exactly") {
  CHECK(NamePattern("*ÅÆØ*").matches("blåæøb"));
  CHECK(NamePattern("漢*").matches("漢字"));
  CHECK_FALSE(NamePattern("×*").matches("÷"));
}

TEST_CASE("NamePattern: the prefix is what comes before the first star") {
  CHECK(NamePattern("abc*d*").prefix() == "abc");
  CHECK(NamePattern("*abc").prefix().empty());
  CHECK(NamePattern("abc").prefix() == "abc");
  CHECK_FALSE(NamePattern("abc").has_star());
}

TEST_CASE("NamePattern: a pattern made to be slow is not slow") {
  std::string pattern;
  for (int i = 0; i < 200; ++i) pattern += "a*";
  CHECK_FALSE(NamePattern(pattern + "b").matches(std::string(10000, 'a')));
}
