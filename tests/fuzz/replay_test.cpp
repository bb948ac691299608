// SPDX-License-Identifier: MIT
// Runs every kept fuzzing input through the functions that libFuzzer calls, so that a repaired
// finding stays repaired in every build.
#include "fuzz/targets.hpp"
#include "support/temp_dir.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <map>
#include <string>

namespace fs = std::filesystem;
using namespace entra_auth;

namespace {

const fs::path kCorpus = fs::path(ENTRA_AUTH_SOURCE_DIR) / "tests" / "fuzz" / "corpus";

const std::map<std::string, void (*)(std::string_view)> kTargets = {
    {"base64", fuzz::fuzz_base64}, {"claims", fuzz::fuzz_claims},     {"jwks", fuzz::fuzz_jwks},
    {"jwt", fuzz::fuzz_jwt},       {"redirect", fuzz::fuzz_redirect}, {"vault", fuzz::fuzz_vault},
};

}  // namespace

TEST_CASE("fuzz corpus: every input passes its target") {
  for (const auto& [name, target] : kTargets) {
    std::size_t inputs = 0;
    for (const auto& entry : fs::directory_iterator(kCorpus / name)) {
      INFO(fs::relative(entry.path(), kCorpus));
      CHECK_NOTHROW(target(test::read_text(entry.path())));
      ++inputs;
    }
    INFO(name);
    CHECK(inputs > 0);
  }
}

TEST_CASE("fuzz corpus: every folder belongs to a target") {
  for (const auto& entry : fs::directory_iterator(kCorpus)) {
    INFO(entry.path().filename());
    CHECK(kTargets.contains(entry.path().filename().string()));
  }
}

TEST_CASE("fuzz::expect: a property that does not hold is a failure") {
  CHECK_NOTHROW(fuzz::expect(true, "it holds"));
  CHECK_THROWS_WITH(fuzz::expect(false, "it does not"), "it does not");
}
