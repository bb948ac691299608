// SPDX-License-Identifier: MIT
#include "cli/inspect/report.hpp"

#include "base/json.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "oauth/tokens/claims.hpp"
#include "oauth/tokens/summary.hpp"
#include "os/system_clock.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <vector>

namespace entra_auth::cli {
namespace {

constexpr std::array kDateClaims = {"exp", "nbf", "iat", "auth_time", "xms_tcdt"};

constexpr std::size_t kLongestValue = 16384;

using Line = oauth::SummaryLine;

std::string relative(Timestamp time, Timestamp now) {
  const auto distance = time - now;
  if (distance.count() == 0) return "now";
  return distance.count() > 0 ? "in " + describe_duration(distance)
                              : describe_duration(distance) + " ago";
}

std::string show_value(const Json& value) {
  if (value.is_string()) return for_terminal(value.get_ref<const std::string&>(), kLongestValue);
  return for_terminal(to_ascii_json(value), kLongestValue);
}

std::vector<Line> header_lines(const Json& header) {
  std::vector<Line> lines;
  for (const auto& [name, value] : header.items()) {
    lines.push_back({for_terminal(name, 200), show_value(value)});
  }
  return lines;
}

std::vector<Line> claim_lines(const Json& claims, Timestamp now, TimeZone zone) {
  std::vector<Line> lines;
  for (const auto& [name, value] : claims.items()) {
    std::string text = show_value(value);
    const bool is_date = std::ranges::find(kDateClaims, name) != kDateClaims.end();
    if (const auto time = oauth::date_claim(claims, name); is_date && time) {
      text += "  " + show_time(*time, zone) + " (" + relative(*time, now) + ")";
    }
    if (value.is_array() && !value.empty() &&
        std::ranges::all_of(value, [](const Json& each) { return each.is_string(); })) {
      std::vector<std::string> parts;
      for (const auto& each : value) parts.push_back(show_value(each));
      text = for_terminal(join(parts, ", "), kLongestValue);
    }
    lines.push_back({for_terminal(name, 200), std::move(text)});
  }
  return lines;
}

std::string verdict(const Json& claims, Timestamp now) {
  const auto status = oauth::token_status(claims, now);
  const auto expires = oauth::date_claim(claims, "exp");
  // Always in UTC, which logs and servers use.
  if (status == "valid") {
    return "valid, expires " + relative(*expires, now) + ", at " + to_rfc3339(*expires);
  }
  if (status == "no_expiry") return "no expiry (there is no exp claim)";
  if (status == "not_yet_valid") {
    const auto not_before = oauth::date_claim(claims, "nbf");
    return not_before ? "not yet valid, valid " + relative(*not_before, now) + ", at " +
                            to_rfc3339(*not_before)
                      : "not valid: nbf is not a date";
  }
  return expires ? "expired " + relative(*expires, now) + ", at " + to_rfc3339(*expires)
                 : "not valid: exp is not a date";
}

void append_section(std::string& out, std::string_view title, const std::vector<Line>& lines) {
  std::size_t width = 0;
  for (const auto& line : lines)
    width = std::max(width, std::min<std::size_t>(line.name.size(), 24));
  out += std::string(title) + "\n";
  for (const auto& line : lines) {
    out += "  " + line.name;
    out.append(line.name.size() < width ? width - line.name.size() : 0, ' ');
    out += "  " + line.value + "\n";
  }
}

}  // namespace

std::string show_time(Timestamp time, TimeZone zone) {
  const auto offset = zone == TimeZone::utc ? std::chrono::seconds(0) : os::local_offset(time);
  if (offset.count() == 0) return to_rfc3339(time);
  std::string text = to_rfc3339(time + offset);
  if (!text.ends_with('Z')) return text;
  const auto minutes = std::abs(offset.count()) / 60;
  const auto two_digits = [](auto number) {
    return (number < 10 ? "0" : "") + std::to_string(number);
  };
  text.back() = offset.count() < 0 ? '-' : '+';
  return text + two_digits(minutes / 60) + ":" + two_digits(minutes % 60);
}

std::string render_report(const oauth::DecodedJwt& jwt, const std::string& signature, Timestamp now,
                          TimeZone zone) {
  std::string out;
  append_section(out, "Token", oauth::summarize(jwt));
  out += "\n";
  append_section(out, "Header", header_lines(jwt.header));
  out += "\n";
  append_section(out, "Claims", claim_lines(jwt.claims, now, zone));
  out += "\n";
  append_section(out, "Validity", {{"time", verdict(jwt.claims, now)}, {"signature", signature}});
  return out;
}

}  // namespace entra_auth::cli
