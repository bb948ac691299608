// SPDX-License-Identifier: MIT
#include "base/log.hpp"

#include "support/temp_dir.hpp"

#include <catch2/catch.hpp>

#include <fcntl.h>
#include <unistd.h>

#include <string>

using namespace entra_auth;

namespace {

/// What two lines, one of each level, write to standard error.
std::string logged(int verbosity) {
  const test::TempDir folder;
  const auto path = folder.write("stderr", "");
  const int saved = ::dup(STDERR_FILENO);
  const int file = ::open(path.c_str(), O_WRONLY);
  ::dup2(file, STDERR_FILENO);
  log::set_verbosity(verbosity);
  log::reason("why {} %n \x1b[2J");
  log::wire("POST\r\nx");
  log::set_verbosity(0);
  ::dup2(saved, STDERR_FILENO);
  ::close(saved);
  ::close(file);
  return test::read_text(path);
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("log: silent by default") {
  CHECK(logged(0).empty());
  log::set_verbosity(0);
  CHECK_FALSE(log::reasons_enabled());
  CHECK_FALSE(log::wire_enabled());
}

TEST_CASE("log: -v shows reasons, -vv the wire too, both made safe for a terminal") {
  const std::string reasons = logged(1);
  CHECK(contains(reasons, "why {} %n \\x1b[2J\n"));
  CHECK_FALSE(contains(reasons, "POST"));
  const std::string all = logged(2);
  CHECK(contains(all, "why"));
  CHECK(contains(all, "POST\\x0d\\x0ax\n"));
}
