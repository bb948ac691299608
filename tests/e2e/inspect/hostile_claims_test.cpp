// SPDX-License-Identifier: MIT
// inspect of tokens that somebody else wrote, at a terminal: whatever they hold, nothing of it
// reaches the terminal but text that can be seen.
#include "base/encoding.hpp"
#include "e2e/home.hpp"

#include <catch2/catch.hpp>

#include <cstdint>

using namespace entra_auth::test;
using Catch::Matchers::Contains;
using entra_auth::base64url_encode;

namespace {

constexpr const char* kHeader = R"({"alg":"RS256","kid":"k"})";
#ifdef __SANITIZE_ADDRESS__
constexpr long kMaxKib = 512L * 1024;  // the sanitizer's own, too
#else
constexpr long kMaxKib = 64L * 1024;
#endif

std::string token(const std::string& claims, const std::string& header = kHeader) {
  return base64url_encode(header) + "." + base64url_encode(claims) + "." + base64url_encode("sig");
}

/// What must not be sent to a terminal, by somebody else's list than the one that is tested:
/// controls, the soft hyphen, everything of Unicode's category Cf in the first plane that changes
/// the direction or hides, separators that break lines, tags.
bool is_visible(std::uint32_t c) {
  if (c == '\n' || c == '\r') return true;
  if (c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0xAD || c == 0x61C || c == 0xFEFF) return false;
  if (c >= 0x200B && c <= 0x200F) return false;
  if (c >= 0x2028 && c <= 0x202E) return false;
  if (c >= 0x2060 && c <= 0x206F) return false;
  return c < 0xE0000 || c > 0xE0FFF;
}

/// The first character, but for the colours of our own, that does not belong on a screen, as
/// hexadecimal digits; empty where all is well. Bytes that are no UTF-8 do not belong there either.
std::string offence(std::string screen) {
  for (const std::string ours :
       {"\x1b[1;31merror:\x1b[0m ", "\x1b[36mhint:\x1b[0m ", "\x1b[1;33mwarning:\x1b[0m "}) {
    for (auto at = screen.find(ours); at != std::string::npos; at = screen.find(ours, at)) {
      if (at == 0 || screen[at - 1] == '\n') screen.erase(at, ours.size());
      ++at;
    }
  }
  const auto hex = [](std::uint32_t value, std::size_t at) {
    char text[40];
    std::snprintf(text, sizeof text, "%x at %zu", value, at);
    return std::string(text);
  };
  for (std::size_t i = 0; i < screen.size();) {
    const auto lead = static_cast<unsigned char>(screen[i]);
    const std::size_t more = lead < 0x80   ? 0
                             : lead < 0xC2 ? 9
                             : lead < 0xE0 ? 1
                             : lead < 0xF0 ? 2
                                           : 3;
    if (more == 9 || i + more >= screen.size() + (more == 0 ? 1 : 0)) return hex(lead, i);
    std::uint32_t value = more == 0 ? lead : lead & (0x3FU >> more);
    for (std::size_t k = 1; k <= more; ++k) {
      const auto next = static_cast<unsigned char>(screen[i + k]);
      if ((next & 0xC0U) != 0x80) return hex(next, i + k);
      value = value << 6U | (next & 0x3FU);
    }
    if (!is_visible(value)) return hex(value, i);
    i += more + 1;
  }
  return {};
}

struct Screen {
  Home home;

  [[nodiscard]] RunResult show(const std::string& input, std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), "inspect");
    RunOptions options;
    options.in = input;
    options.screen = true;
    return home.cli(arguments, options);
  }
  /// Runs it, checks what every run must look like, and returns the exit code.
  int check(const std::string& input, const std::vector<std::string>& arguments) const {
    auto result = show(input, arguments);
    // One claim is given out with its own line breaks and tabs.
    if (!arguments.empty() && arguments.front() == "--claim") std::erase(result.out, '\t');
    CAPTURE(arguments, input.substr(0, 200), result.out.substr(0, 600));
    CHECK(offence(result.out).empty());
    CHECK_FALSE(result.out.empty());
    CHECK(result.max_rss_kib < kMaxKib);
    const int code = result.exit_status;
    CHECK((code == 0 || code == 1 || code == 2 || code == 9 || code == 64));
    return code;
  }
};

/// Escape sequences of every sort, as a JSON text inside quotes: \u escapes and raw UTF-8.
const std::vector<std::string>& hostile_texts() {
  static const std::vector<std::string> texts = {
      R"(\u001b[2J\u001b[1;1H)",                   // clears the screen
      R"(\u001b]8;;http://evil.example\u0007x)",   // a link
      R"(\u001b]52;c;ZXZpbA==\u001b\\)",           // writes the clipboard
      R"(\u001b]0;title\u0007\u001bP1$r\u001b\\)"  // title, device control
      R"(\u001b[6n\u001b[c\u001b[5i)",             // makes the terminal answer or print
      R"(\u009b2J\u009d52;c;x\u009c)",             // the same as C1 controls
      "\xC2\x9B"
      "2J\xC2\x9D"
      "52;c;x\xC2\x9C",  // and raw
      R"(\r\nerror: forged\b\b\u007f\t\u000b\f)",
      R"(\u202egnp.exe\u202c\u2066x\u2069\u200f\u061c)",
      "\xE2\x80\xAEgnp.exe\xE2\x80\xAC\xE2\x81\xA6x\xE2\x81\xA9\xD8\x9C",
      R"(a\u200bb\u200dc\u2060d\ufeffe\u00adf)",
      "a\xE2\x80\x8B"
      "b\xE2\x81\xA0"
      "c\xEF\xBB\xBF"
      "d\xC2\xAD"
      "e",
      R"(a\u2028b\u2029c\u0085d)",
      R"(\udb40\udc41\udb40\udc7f)",  // tags
      R"(\u0000x)",
      R"(%s%n{}{0}\\x1b[2J)"};
  return texts;
}

const std::vector<std::vector<std::string>> kWays = {{},
                                                     {"-o", "json"},
                                                     {"-o", "yaml"},
                                                     {"--utc"},
                                                     {"--header"},
                                                     {"--header", "-o", "yaml"},
                                                     {"--claims"},
                                                     {"--claims", "-o", "yaml"}};

}  // namespace

TEST_CASE("inspect: hostile text is escaped wherever it is in the token") {
  const Screen screen;
  std::string every;
  for (const auto& text : hostile_texts()) {
    const auto number = std::to_string(every.size());  // some are the same text
    every += (every.empty() ? "\"" : ",\"") + number + text + "\":\"" + text + "\"";
    const auto claims = R"({"aud":")" + text + R"(","iss":")" + text + R"(","azp":")" + text +
                        R"(","azpacr":")" + text + R"(","tid":"t","ver":")" + text +
                        R"(","scp":")" + text + R"(","preferred_username":")" + text +
                        R"(","roles":[")" + text + R"("],"xms_cc":[")" + text + R"("],"sub":")" +
                        text + R"(","oid":")" + text + R"("})";
    CHECK(screen.check(token(claims), {}) == 0);
    CHECK(screen.check(token(claims), {"--claim", "aud"}) == 0);
    CHECK(screen.check(token(claims), {"--claim", "roles"}) == 0);
  }
  const auto all = token("{" + every + ",\"o\":{" + every + "},\"a\":[{" + every +
                             "}],\"consumer\":{\"ID\":\"\\u001b[2J\"}}",
                         R"({"alg":"\u001b[2J","kid":"\u009b2J",)" + every + "}");
  for (const auto& way : kWays) CHECK(screen.check(all, way) == 0);
  for (const std::string claim : {"o", "a", "a.0", "\x1b[2J\x1b[1;1H",
                                  "\xC2\x9B"
                                  "2J",
                                  "\x9B"
                                  "2J"}) {
    screen.check(all, {"--claim", claim});
  }
}

TEST_CASE("inspect: how each kind of hostile text is displayed") {
  const Screen screen;
  const auto result = screen.show(token(R"({"a\u001b[2J":"b\u202e\u009b\u2028"})"), {});
  CHECK_THAT(result.out, Contains("a\\x1b[2J") && Contains("b\\u{202e}\\x9b\\u{2028}"));
  CHECK_THAT(screen.show(token(R"({"a":"\u001b[2J"})"), {"-o", "json"}).out,
             Contains("\\u001b[2J"));
}

TEST_CASE("inspect: several hostile tokens, one on each line") {
  const Screen screen;
  std::string lines;
  for (const auto& text : hostile_texts())
    lines += token("{\"" + text + "\":\"" + text + "\"}") + "\n";
  CHECK(screen.check(lines, {}) == 0);
  CHECK(screen.check(lines, {"--header"}) == 0);
  // A claim is one line there, for any content: a line break would start another token.
  const auto broken = token(R"({"a":"one\r\nforged\u2028"})");
  CHECK(screen.show(broken + "\n" + broken, {"--claim", "a"}).out ==
        "one\\x0d\\x0aforged\\u{2028}\r\none\\x0d\\x0aforged\\u{2028}\r\n");
  CHECK(screen.check(lines + "\x1b[2J\xC2\x9B"
                             "2J\n",
                     {"--claims"}) == 9);
}

TEST_CASE("inspect: text that is not JSON, or is too long for a token, fails without being shown") {
  const Screen screen;
  const std::string mega(700'000, 'x');
  for (const std::string& claims :
       {std::string(R"({"a":"\ud800"})"), std::string(R"({"a":"\udc00\ud800"})"),
        std::string("{\"a\":\"\x9b\"}"), std::string("{\"a\":\"\xED\xA0\x80\"}"),
        std::string("{\"a\":\"\x1b[2J\"}"), std::string("{\"a\":") + std::string(100'000, '['),
        std::string("{\"a\":") + std::string(100'000, '[') + std::string(100'000, ']') + "}",
        std::string(R"({"\u001b[2J\u202e":1,"\u001b[2J\u202e":2})"), std::string(R"({"a":1e400})"),
        std::string(R"({"a":-1e400})"), "{\"a\":\"" + mega + "\",\"a\":1}"}) {
    for (const auto& way : kWays) CHECK(screen.check(token(claims), way) == 9);
    CHECK(screen.check(token("{}", claims), {}) == 9);
  }
  CHECK(screen.check("\x1b[2J.\x1b]52;c;x\x07.\xC2\x9B", {}) == 9);
  CHECK(screen.check(std::string(2 * 1024 * 1024, '\x1b'), {}) != 0);
  CHECK(screen.check(std::string(1'000'000, '.'), {}) == 9);
}

TEST_CASE("inspect: numbers of any size are shown, and huge ones are not shown as dates") {
  const Screen screen;
  for (const std::string number :
       {"99999999999999999999", "-99999999999999999999", "18446744073709551615",
        "-9223372036854775808", "1e30", "-1", "-1e30", "1e308", "1e-400", "0.1", "253402300800"}) {
    const auto hostile = token("{\"exp\":" + number + ",\"nbf\":" + number + ",\"iat\":" + number +
                               ",\"auth_time\":" + number + ",\"xms_tcdt\":" + number + "}");
    for (const auto& way : kWays) CHECK(screen.check(hostile, way) == 0);
    CHECK(screen.check(hostile, {"--claim", "exp"}) == 0);
    CHECK(screen.check(hostile, {"--check"}) == 9);
    CHECK_THAT(screen.show(hostile, {}).out,
               !Contains("-9223372036854775808") || Contains("exp        -9223372036854775808"));
  }
}

TEST_CASE("inspect: a megabyte of claims needs bounded memory and does not flood the layout") {
  const Screen screen;
  const auto most = 1024 * 1024 * 3 / 4 - 1000;
  std::string escaped;
  while (escaped.size() + 6 < most) escaped += R"(\u001b)";
  std::string many;
  for (int i = 0; many.size() + 40 < most; ++i) {
    many += (i == 0 ? "\"" : ",\"") + std::to_string(i) + "\":[{\"\":0}]";
  }
  for (const std::string& claims :
       {"{\"a\":\"" + std::string(most, 'x') + "\"}", "{\"" + std::string(most, 'x') + "\":1}",
        "{\"aud\":\"" + escaped + "\"}", "{\"" + escaped + "\":1}", "{" + many + "}"}) {
    for (const auto& way : kWays) {
      const auto result = screen.show(token(claims), way);
      CAPTURE(way, claims.substr(0, 40));
      CHECK(result.exit_status == 0);
      CHECK(offence(result.out).empty());
      CHECK(result.max_rss_kib < 4 * kMaxKib);
    }
  }
  const auto shown = screen.show(token("{\"a\":\"" + std::string(most, 'x') + "\"}"), {});
  CHECK(shown.out.size() < 40'000);
}

TEST_CASE("inspect: messages about hostile tokens and arguments are escaped") {
  const Screen screen;
  const auto keys = screen.home.dir().write("keys.json", R"({"keys":[]})").string();
  for (const auto& text : hostile_texts()) {
    const auto hostile = token(R"({"exp":9999999999,"iss":")" + text + R"(","aud":")" + text +
                                   R"(","scp":")" + text + R"(","roles":[")" + text + R"("]})",
                               R"({"alg":"RS256","kid":")" + text + R"("})");
    for (const auto& format : {"pretty", "json", "yaml"}) {
      CHECK(screen.check(hostile, {"--verify", "--jwks", keys, "--audience", "me", "--issuer",
                                   "https://me.example", "--require-scope", "s", "--require-role",
                                   "r", "-o", format}) == 9);
    }
    CHECK(screen.check(hostile, {"--verify"}) == 64);
    CHECK(screen.check(hostile, {"--claim", "missing"}) == 1);
    CHECK(screen.check(token("{}", R"({"alg":")" + text + "\"}"), {"--verify", "--jwks", keys}) ==
          9);
  }
  const auto plain = token("{}");
  for (const std::string& raw : {std::string("\x1b[2J\x1b]52;c;x\x07"),
                                 std::string("\xC2\x9B"
                                             "2J\xE2\x80\xAE"),
                                 std::string("\x9B"
                                             "2J\r\nerror: forged")}) {
    for (const char* flag :
         {"--claim", "--file", "-o", "-p", "--jwks", "--issuer", "--leeway", "--audience"}) {
      CAPTURE(flag);
      CHECK(screen.check(plain, {flag, raw}) != 0);
      CHECK(screen.check(plain, {"--verify", flag, raw}) != 0);
    }
    CHECK(screen.check(plain, {"--" + raw}) == 64);
    CHECK(screen.check(plain, {"x", raw}) == 64);
    CHECK(screen.check("", {raw}) == 9);
  }
}
