// SPDX-License-Identifier: MIT
#include "base/time.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace entra_auth {
namespace {

constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

using Number = std::optional<long long>;

/// Returns nullopt if a part is missing or there is no such date or time; a leap second is allowed.
std::optional<std::chrono::sys_seconds> time_of(Number year, Number month, Number day, Number hour,
                                                Number minute, Number second) {
  if (!year || !month || !day || !hour || !minute || !second) return std::nullopt;
  const std::chrono::year_month_day date(std::chrono::year(static_cast<int>(*year)),
                                         std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day)));
  if (!date.ok() || *hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
  return std::chrono::sys_days(date) + std::chrono::hours(*hour) + std::chrono::minutes(*minute) +
         std::chrono::seconds(*second);
}

}  // namespace

std::optional<std::chrono::seconds> parse_duration(std::string_view text) {
  constexpr long long kMax = 30LL * 24 * 3600;
  long long unit = 1;
  if (text.ends_with('s')) {
    text.remove_suffix(1);
  } else if (text.ends_with('m')) {
    unit = 60;
    text.remove_suffix(1);
  } else if (text.ends_with('h')) {
    unit = 3600;
    text.remove_suffix(1);
  }
  const auto number = parse_digits(text);
  if (!number || *number > kMax / unit) return std::nullopt;
  return std::chrono::seconds(*number * unit);
}

std::string describe_duration(std::chrono::seconds duration) {
  const auto count = static_cast<unsigned long long>(duration.count());
  const auto total = duration.count() < 0 ? 0 - count : count;  // fits seconds::min() too
  const auto two = [](auto big, const char* big_unit, auto small, const char* small_unit) {
    std::string text = std::to_string(big) + big_unit;
    if (small != 0) text += " " + std::to_string(small) + small_unit;
    return text;
  };
  if (total < 120) return std::to_string(total) + " s";
  if (total < 3600) return std::to_string(total / 60) + " min";
  if (total < 86400) return two(total / 3600, " h", total % 3600 / 60, " min");
  return two(total / 86400, " d", total % 86400 / 3600, " h");
}

std::string to_rfc3339(std::chrono::sys_seconds time) {
  constexpr auto kFirst = std::chrono::sys_days(std::chrono::year(0) / 1 / 1);
  const auto seconds = time.time_since_epoch().count();
  if (time < kFirst || seconds > kLastSecond) return std::to_string(seconds);
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(time - day);
  char text[32];
  std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02dZ", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                static_cast<int>(clock.seconds().count()));
  return text;
}

std::optional<std::chrono::sys_seconds> parse_rfc3339(std::string_view text) {
  if (text.size() != 20 || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' ||
      text[16] != ':' || text[19] != 'Z') {
    return std::nullopt;
  }
  return time_of(parse_digits(text.substr(0, 4)), parse_digits(text.substr(5, 2)),
                 parse_digits(text.substr(8, 2)), parse_digits(text.substr(11, 2)),
                 parse_digits(text.substr(14, 2)), parse_digits(text.substr(17, 2)));
}

std::optional<std::chrono::sys_seconds> parse_http_date(std::string_view text) {
  // "Sat, 21 Nov 2026 08:30:00 GMT"
  if (text.size() != 29 || text.substr(3, 2) != ", " || text[7] != ' ' || text[11] != ' ' ||
      text[16] != ' ' || text[19] != ':' || text[22] != ':' || text.substr(25) != " GMT") {
    return std::nullopt;
  }
  const auto month = std::ranges::find(kMonths, text.substr(8, 3));
  if (month == kMonths.end()) return std::nullopt;
  return time_of(parse_digits(text.substr(12, 4)), month - kMonths.begin() + 1,
                 parse_digits(text.substr(5, 2)), parse_digits(text.substr(17, 2)),
                 parse_digits(text.substr(20, 2)), parse_digits(text.substr(23, 2)));
}

}  // namespace entra_auth
