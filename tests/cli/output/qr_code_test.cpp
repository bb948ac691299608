// SPDX-License-Identifier: MIT
#include "cli/output/qr_code.hpp"

#include "os/lazy_library.hpp"

#include <catch2/catch.hpp>

#include <qrencode.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

using namespace entra_auth;

namespace {

using Modules = std::vector<std::vector<bool>>;  // rows of dark ones

const std::string kText = "https://login.example/device?user_code=ABCD-EFGH";
constexpr int kQuietZone = 2;

os::Environment utf8() { return os::Environment({"LANG=nb_NO.UTF-8"}); }

std::string drawn(std::vector<std::string> entries, int columns = 80) {
  return cli::render_qr_code(kText, os::Environment(std::move(entries)), columns);
}

bool has_library() {
  if (os::LazyLibrary::open("libqrencode.so.4", "libqrencode4")) return true;
  WARN("libqrencode4 is not installed: not checked");
  return false;
}

/// The two modules of the next character, upper one first; fails the test for any other character.
std::pair<bool, bool> next_modules(std::string_view& line) {
  constexpr std::pair<std::string_view, std::pair<bool, bool>> kCharacters[] = {
      {"\u2588", {true, true}},
      {"\u2580", {true, false}},
      {"\u2584", {false, true}},
      {" ", {false, false}}};
  for (const auto& [character, modules] : kCharacters) {
    if (!line.starts_with(character)) continue;
    line.remove_prefix(character.size());
    return modules;
  }
  FAIL("not a block character: " << line);
  return {};
}

/// What a camera sees. Fails the test if a line is not black on white from end to end.
Modules seen(const std::string& text) {
  constexpr std::string_view kStart = "\x1b[30;107m";
  constexpr std::string_view kEnd = "\x1b[0m";
  Modules rows;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = text.find('\n', at);
    REQUIRE(end != std::string::npos);
    auto line = std::string_view(text).substr(at, end - at);
    at = end + 1;
    REQUIRE(line.starts_with(kStart));
    REQUIRE(line.ends_with(kEnd));
    line.remove_prefix(kStart.size());
    line.remove_suffix(kEnd.size());
    std::vector<bool> upper, lower;
    while (!line.empty()) {
      const auto [high, low] = next_modules(line);
      upper.push_back(high);
      lower.push_back(low);
    }
    rows.push_back(std::move(upper));
    rows.push_back(std::move(lower));
  }
  return rows;
}

/// What libqrencode makes of the text.
Modules expected(const std::string& text) {
  const auto library = os::LazyLibrary::open("libqrencode.so.4", "libqrencode4");
  REQUIRE(library);
  const auto encode = library->symbol<decltype(::QRcode_encodeString)>("QRcode_encodeString");
  const auto release = library->symbol<decltype(::QRcode_free)>("QRcode_free");
  REQUIRE(encode != nullptr);
  REQUIRE(release != nullptr);
  QRcode* code = encode(text.c_str(), 0, QR_ECLEVEL_L, QR_MODE_8, 1);
  REQUIRE(code != nullptr);
  const auto width = static_cast<std::size_t>(code->width);
  Modules rows(width, std::vector<bool>(width));
  for (std::size_t i = 0; i < width * width; ++i) {
    rows[i / width][i % width] = (code->data[i] & 1) != 0;
  }
  release(code);
  return rows;
}

/// The seven by seven modules of a corner that readers look for.
bool is_finder(const Modules& modules, std::size_t left, std::size_t top) {
  for (std::size_t y = 0; y < 7; ++y) {
    for (std::size_t x = 0; x < 7; ++x) {
      const bool ring = x == 0 || x == 6 || y == 0 || y == 6;
      const bool core = x >= 2 && x <= 4 && y >= 2 && y <= 4;
      if (modules[top + y][left + x] != (ring || core)) return false;
    }
  }
  return true;
}

/// How wide the drawing of the text is.
int width_of(const std::string& text) {
  return static_cast<int>(expected(text).size()) + 2 * kQuietZone;
}

}  // namespace

TEST_CASE("render_qr_code: draws only if the locale is UTF-8") {
  if (!has_library()) return;
  for (const char* entry :
       {"LANG=nb_NO.UTF-8", "LC_ALL=C.utf8", "LC_CTYPE=en_US.utf-8", "LANG=C.UTF8"}) {
    CAPTURE(entry);
    CHECK_FALSE(drawn({entry}).empty());
  }
  for (const char* entry :
       {"LANG=C", "LANG=", "LC_ALL=POSIX", "LANG=nb_NO.ISO-8859-1", "OTHER=1"}) {
    CAPTURE(entry);
    CHECK(drawn({entry}).empty());
  }
}

TEST_CASE(
    "render_qr_code: LC_ALL takes precedence over LC_CTYPE, and that over LANG, if not empty") {
  if (!has_library()) return;
  CHECK(drawn({"LC_ALL=C", "LC_CTYPE=C.UTF-8", "LANG=C.UTF-8"}).empty());
  CHECK(drawn({"LC_CTYPE=C", "LANG=C.UTF-8"}).empty());
  CHECK_FALSE(drawn({"LC_ALL=", "LC_CTYPE=C.UTF-8", "LANG=C"}).empty());
  CHECK_FALSE(drawn({"LC_ALL=C.UTF-8", "LC_CTYPE=C", "LANG=C"}).empty());
}

TEST_CASE("render_qr_code: draws nothing if the terminal is one column too narrow") {
  if (!has_library()) return;
  const int width = width_of(kText);
  CHECK_FALSE(cli::render_qr_code(kText, utf8(), width).empty());
  CHECK(cli::render_qr_code(kText, utf8(), width - 1).empty());
  CHECK(cli::render_qr_code(kText, utf8(), 0).empty());
}

TEST_CASE("render_qr_code: draws nothing if the text does not fit into a code") {
  CHECK(cli::render_qr_code(std::string(4000, 'x'), utf8(), 10'000).empty());
  CHECK(cli::render_qr_code("", utf8(), 80).empty());
}

TEST_CASE("render_qr_code: draws every module of the code, with a light margin on every side") {
  if (!has_library()) return;
  for (const auto& text : {kText, std::string("x"), std::string(300, 'a')}) {
    const auto code = expected(text);
    const auto picture = seen(cli::render_qr_code(text, utf8(), 200));
    const auto width = code.size() + 2 * kQuietZone;
    REQUIRE((picture.size() == width || picture.size() == width + 1));
    std::size_t wrong = 0;
    for (std::size_t y = 0; y < picture.size(); ++y) {
      REQUIRE(picture[y].size() == width);
      for (std::size_t x = 0; x < width; ++x) {
        const bool inside = x >= kQuietZone && y >= kQuietZone && x < code.size() + kQuietZone &&
                            y < code.size() + kQuietZone;
        const bool dark = inside && code[y - kQuietZone][x - kQuietZone];
        wrong += picture[y][x] == dark ? 0 : 1;
      }
    }
    CHECK(wrong == 0);
  }
}

TEST_CASE("render_qr_code: the drawn code has the three finder patterns") {
  if (!has_library()) return;
  const auto picture = seen(cli::render_qr_code(kText, utf8(), 80));
  const std::size_t far = picture[0].size() - kQuietZone - 7;
  CHECK(is_finder(picture, kQuietZone, kQuietZone));
  CHECK(is_finder(picture, far, kQuietZone));
  CHECK(is_finder(picture, kQuietZone, far));
  CHECK_FALSE(is_finder(picture, far, far));
}

TEST_CASE("render_qr_code: escape sequences of the text appear only inside the code") {
  if (!has_library()) return;
  const std::string hostile = "https://x/\x1b]52;c;x\x07\x1b[2J";
  const auto text = cli::render_qr_code(hostile, utf8(), 80);
  const auto picture = seen(text);  // fails for anything that is not a block character
  CHECK(picture[0].size() == static_cast<std::size_t>(width_of(hostile)));
}
