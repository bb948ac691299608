// SPDX-License-Identifier: MIT
#include "cli/output/qr_code.hpp"

#include "base/text.hpp"
#include "os/lazy_library.hpp"

#include <qrencode.h>

namespace entra_auth::cli {
namespace {

// Light modules around the code. ISO/IEC 18004 requires 4, but readers manage with 2.
constexpr int kQuietZone = 2;
// Black on white, because readers expect dark modules and the terminal may be dark.
constexpr const char* kBlackOnWhite = "\x1b[30;107m";
constexpr const char* kResetColours = "\x1b[0m";

bool has_utf8(const os::Environment& environment) {
  for (const auto* variable : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    if (const auto value = environment.get_nonempty(variable)) {
      const auto locale = to_lower(*value);
      return locale.find("utf-8") != std::string::npos || locale.find("utf8") != std::string::npos;
    }
  }
  return false;
}

/// Each character shows two modules, one above the other.
std::string draw(const QRcode& code) {
  const auto is_dark = [&](int x, int y) {
    if (x < 0 || y < 0 || x >= code.width || y >= code.width) return false;
    return (code.data[y * code.width + x] & 1) != 0;
  };
  std::string text;
  for (int y = -kQuietZone; y < code.width + kQuietZone; y += 2) {
    text += kBlackOnWhite;
    for (int x = -kQuietZone; x < code.width + kQuietZone; ++x) {
      const bool upper = is_dark(x, y);
      const bool lower = is_dark(x, y + 1);
      text += upper && lower ? "\u2588" : upper ? "\u2580" : lower ? "\u2584" : " ";
    }
    text += std::string(kResetColours) + "\n";
  }
  return text;
}

}  // namespace

std::string render_qr_code(const std::string& text, const os::Environment& environment,
                           int columns) {
  if (!has_utf8(environment)) return {};
  const auto library = os::LazyLibrary::open("libqrencode.so.4", "libqrencode4");
  if (!library) return {};
  decltype(::QRcode_encodeString)* encode = nullptr;
  decltype(::QRcode_free)* release = nullptr;
  os::Symbols symbols(*library);
  symbols.find(encode, "QRcode_encodeString");
  symbols.find(release, "QRcode_free");
  if (!symbols.complete()) return {};
  QRcode* code = encode(text.c_str(), 0, QR_ECLEVEL_L, QR_MODE_8, 1);
  if (code == nullptr) return {};  // the text does not fit into a code
  const bool fits = code->width + 2 * kQuietZone <= columns;
  std::string drawn = fits ? draw(*code) : std::string();
  release(code);
  return drawn;
}

}  // namespace entra_auth::cli
