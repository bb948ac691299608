// SPDX-License-Identifier: MIT
#include "cli/output/error_output.hpp"

#include "base/json.hpp"
#include "base/text.hpp"

namespace entra_auth::cli {
namespace {

constexpr std::string_view kRed = "\x1b[1;31m";
constexpr std::string_view kYellow = "\x1b[1;33m";
constexpr std::string_view kCyan = "\x1b[36m";
constexpr std::string_view kReset = "\x1b[0m";

std::string line(std::string_view label, std::string_view style, std::string_view text,
                 bool color) {
  std::string out;
  if (color) out += style;
  out += label;
  if (color) out += kReset;
  return out + " " + for_terminal(text) + "\n";
}

std::string support_line(const Error& error) {
  std::string ids;
  const auto add = [&](std::string_view label, const std::string& value) {
    if (!value.empty()) ids += (ids.empty() ? "" : ", ") + std::string(label) + " " + value;
  };
  add("correlation id", error.correlation_id);
  add("trace id", error.trace_id);
  return ids;
}

std::string render_json(const Error& error) {
  OrderedJson json = {
      {"error", error.error.empty() ? kind_name(error.kind) : error.error},
      {"message", error.message},
      {"hint", join(error.hints, "\n")},
      {"code", error.code},
      {"correlation_id", error.correlation_id},
      {"trace_id", error.trace_id},
      {"claims", error.claims},
      {"retryable", error.retryable},
      {"exit_code", exit_code(error.kind)},
  };
  if (!error.www_authenticate.empty()) json["www_authenticate"] = error.www_authenticate;
  for (const char* member : {"hint", "code", "correlation_id", "trace_id", "claims"}) {
    if (json[member] == "") json[member] = nullptr;
  }
  return to_ascii_json(json) + "\n";
}

}  // namespace

bool may_use_color(const GlobalOptions& global, const os::Environment& environment) {
  return !global.no_color && !environment.get_nonempty("NO_COLOR");
}

std::string render_error(const Error& error, ErrorFormat format, bool color) {
  if (format == ErrorFormat::json) return render_json(error);
  std::string out = line("error:", kRed, error.message, color);
  for (const auto& hint : error.hints) out += line("hint:", kCyan, hint, color);
  if (const auto ids = support_line(error); !ids.empty()) {
    out += line("hint:", kCyan, "for support: " + ids, color);
  }
  return out;
}

std::string render_warning(std::string_view warning, bool color) {
  return line("warning:", kYellow, warning, color);
}

}  // namespace entra_auth::cli
